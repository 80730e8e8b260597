package io.understudy.node.overview;

import io.understudy.core.decision.Role;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.node.api.DatabaseReport;
import io.understudy.node.api.LogReport;
import io.understudy.node.api.NodeReport;
import io.understudy.node.api.Primacy;

/** When a change is complete. Pure. */
public sealed interface Goal {

    /** What is so now, as one sentence without an end; asked only once it is reached. */
    String sentence(Overview overview);

    boolean reached(Overview overview);

    /** Whether it will not be reached any more: the cluster has dropped it. */
    default boolean dropped(Overview overview) {
        return false;
    }

    /** That node serves, in a later epoch than the one in which it was asked. */
    record Serves(NodeId node, Epoch after) implements Goal {
        @Override
        public boolean reached(Overview overview) {
            return overview.primacy()
                            .filter(primacy -> primacy.epoch().isAfter(after))
                            .filter(primacy -> primacy.holder().equals(node))
                            .isPresent()
                    && overview.reportOf(node)
                            .filter(report -> report.standing().role() == Role.ACTIVE)
                            .isPresent();
        }

        /** The request is gone, and whoever held the place before serves in the same epoch. */
        @Override
        public boolean dropped(Overview overview) {
            return overview.primacy()
                    .filter(primacy -> primacy.phase().equals("active"))
                    .filter(primacy -> primacy.request().isEmpty())
                    .filter(primacy -> !primacy.holder().equals(node))
                    .flatMap(primacy -> overview.reportOf(primacy.holder()))
                    .filter(report -> report.standing().role() == Role.ACTIVE)
                    .isPresent();
        }

        @Override
        public String sentence(Overview overview) {
            return "%s is primary of epoch %s"
                    .formatted(node, overview.primacy().map(Primacy::epoch).orElse(after.next()));
        }
    }

    record Paused() implements Goal {
        @Override
        public boolean reached(Overview overview) {
            return overview.primacy().flatMap(Primacy::pause).isPresent();
        }

        @Override
        public String sentence(Overview overview) {
            return overview.primacy()
                    .flatMap(Primacy::pause)
                    .map(pause ->
                            "the cluster is paused for another %s"
                                    .formatted(Amounts.duration(pause.left())))
                    .orElse("the cluster is paused");
        }
    }

    record MovesByItself() implements Goal {
        @Override
        public boolean reached(Overview overview) {
            return overview.primacy().filter(primacy -> primacy.pause().isEmpty()).isPresent();
        }

        @Override
        public String sentence(Overview overview) {
            return "the cluster moves by itself again";
        }
    }

    /** That node's daemon has ended. */
    record Left(NodeId node) implements Goal {
        @Override
        public boolean reached(Overview overview) {
            return overview.reportOf(node).isEmpty();
        }

        @Override
        public String sentence(Overview overview) {
            return overview.primacy()
                    .filter(primacy -> !primacy.holder().equals(node))
                    .map(primacy ->
                            "the daemon of %s has ended; %s is primary of epoch %s"
                                    .formatted(node, primacy.holder(), primacy.epoch()))
                    .orElse("the daemon of " + node + " has ended");
        }
    }

    /** That node's database streams from the primary. */
    record Streams(NodeId node) implements Goal {
        @Override
        public boolean reached(Overview overview) {
            return overview.reportOf(node)
                    .filter(report -> report.standing().role() == Role.STANDBY)
                    .flatMap(NodeReport::database)
                    .flatMap(DatabaseReport::log)
                    .filter(LogReport::streaming)
                    .isPresent();
        }

        @Override
        public String sentence(Overview overview) {
            return node + " follows the primary";
        }
    }
}
