package io.understudy.cli;

import io.understudy.core.model.NodeId;
import io.understudy.node.api.FollowerReport;
import io.understudy.node.api.NodeReport;
import io.understudy.node.api.Primacy;
import io.understudy.node.overview.Amounts;
import io.understudy.node.overview.Overview;
import java.util.Optional;

/** Whether the primacy can move home now. Pure. */
sealed interface Homecoming {

    /** Home serves. */
    record AtHome(String why) implements Homecoming {}

    /** It can move. */
    record Ready() implements Homecoming {}

    /**
     * Not yet.
     *
     * @param why one clause, without an end
     */
    record NotYet(String why) implements Homecoming {}

    /** It will not by itself. */
    record Never(String why, String remedy) implements Homecoming {}

    /** Judges by what the nodes say. */
    static Homecoming of(Overview overview, NodeId home) {
        Optional<Primacy> known = overview.primacy();
        if (known.isEmpty()) {
            return new NotYet("nobody that answered knows who is primary");
        }
        Primacy primacy = known.get();
        if (primacy.holder().equals(home)) {
            return primacy.phase().equals("active")
                    ? new AtHome(home + " is the primary already")
                    : new NotYet(home + " is taking over");
        }
        if (primacy.pause().isPresent()) {
            return new Never(
                    "the cluster is paused by " + primacy.pause().get().by(),
                    "understudy resume, and ask again");
        }
        if (primacy.request().isPresent()) {
            return new NotYet("another move is under way");
        }
        if (!primacy.phase().equals("active")) {
            return new NotYet(primacy.holder() + " does not serve yet");
        }
        return primacy.inSync().contains(home) ? new Ready() : new NotYet(behind(overview, home));
    }

    private static String behind(Overview overview, NodeId home) {
        Optional<NodeReport> report = overview.reportOf(home);
        if (report.isEmpty()) {
            return home + " does not answer";
        }
        return overview.follower(home)
                .filter(FollowerReport::streaming)
                .map(follower ->
                        "%s follows, %s behind, and is not in sync yet"
                                .formatted(home, Amounts.bytes(follower.lagBytes())))
                .orElseGet(() -> home + ": " + report.get().standing().sentence());
    }
}
