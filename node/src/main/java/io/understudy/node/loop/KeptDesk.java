package io.understudy.node.loop;

import io.understudy.core.action.Action;
import io.understudy.core.action.Outcome;
import io.understudy.node.api.KeptReport;
import io.understudy.node.diverged.Archive;
import io.understudy.node.diverged.Incident;
import java.util.List;
import java.util.Optional;

/** Answers what this node keeps of what it once had alone. Any thread may call. */
final class KeptDesk {

    private final Optional<Archive> archive;

    /** Of a node; a witness has none. */
    KeptDesk(Optional<Archive> archive) {
        this.archive = archive;
    }

    List<Incident> list() {
        return archive.map(Archive::outlines).orElse(List.of());
    }

    Optional<Incident> find(String id) {
        return archive.flatMap(found -> found.find(id));
    }

    /** For the node's report; empty where nothing is kept. */
    Optional<KeptReport> report() {
        return archive.map(Archive::ids).filter(ids -> !ids.isEmpty()).map(this::report);
    }

    private KeptReport report(List<String> ids) {
        List<Incident> readable = list();
        List<Incident> incidents =
                readable.stream().filter(incident -> !incident.heldNothing()).toList();
        return new KeptReport(
                incidents.stream()
                        .map(incident ->
                                new KeptReport.Kept(
                                        incident.id(),
                                        incident.source(),
                                        incident.contents().summary(),
                                        incident.logBytes(),
                                        incident.oldData().map(Incident.OldData::name)))
                        .toList(),
                Math.max(0, ids.size() - readable.size()));
    }

    /**
     * Deletes one.
     *
     * @param busy what is under way with the data, and may be using it
     */
    Outcome discard(String id, Optional<Action.OnDatabase> busy) {
        if (busy.isPresent()) {
            return new Outcome.Refused(
                    "this node is repairing its data and may need what it keeps; wait until it"
                            + " follows the primary");
        }
        return archive.<Outcome>map(found -> found.discard(id))
                .orElseGet(() -> new Outcome.Refused("this node keeps nothing"));
    }
}
