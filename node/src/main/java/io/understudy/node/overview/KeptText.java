package io.understudy.node.overview;

import io.understudy.node.api.DatabaseReport;
import io.understudy.node.api.KeptReport;
import io.understudy.node.api.NodeReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a node keeps of what it once had alone, as lines for a person. Pure.
 *
 * @param node its name
 */
record KeptText(String node) {

    List<String> of(NodeReport report) {
        Optional<KeptReport> kept = report.database().flatMap(DatabaseReport::kept);
        List<String> lines = new ArrayList<>();
        kept.ifPresent(found -> {
            found.incidents().forEach(incident -> lines.add(line(incident)));
            if (found.unreadable() > 0) {
                lines.add(
                        "%s keeps %d incidents that can't be read, beside its data in the folder diverged: look there, and delete by hand what nobody needs"
                                .formatted(node, found.unreadable()));
            }
        });
        return lines;
    }

    private String line(KeptReport.Kept kept) {
        return "%s keeps %s that only it held, in %s of log%s; understudy diverged show %s"
                .formatted(
                        node,
                        kept.summary(),
                        Amounts.bytes(kept.logBytes()),
                        kept.oldData().map(name -> " and its whole old data, " + name).orElse(""),
                        kept.id());
    }
}
