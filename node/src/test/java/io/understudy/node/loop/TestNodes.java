package io.understudy.node.loop;

import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.Places;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.FencePlan;
import io.understudy.core.model.Incarnation;
import io.understudy.core.model.Limits;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Settings;
import io.understudy.core.model.SynchronousMode;
import io.understudy.core.model.TakeoverMode;
import io.understudy.core.model.Timings;
import io.understudy.core.model.Voting;
import io.understudy.core.port.DurableEpoch;
import io.understudy.node.api.About;
import io.understudy.node.api.ArbiterReport;
import io.understudy.node.api.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Two nodes of one cluster, and how fast they are in tests. */
final class TestNodes {

    static final NodeId A = new NodeId("ci-a");
    static final NodeId B = new NodeId("ci-b");

    /** As short as a busy machine allows: the holder may be late by half a second. */
    static final Timings TIMINGS =
            new Timings(
                    Duration.ofMillis(1000),
                    Duration.ofMillis(100),
                    Duration.ofMillis(200),
                    Duration.ofMillis(200),
                    Duration.ofMillis(20),
                    Duration.ofMillis(300),
                    Duration.ofMillis(20),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(8));

    private TestNodes() {}

    /** A node that has just started; the first one is the cluster's founder. */
    static NodeState starting(NodeId self) {
        return starting(self, FencePlan.usual(TIMINGS));
    }

    static NodeState starting(NodeId self, FencePlan fence) {
        return NodeState.starting(
                new Settings(
                        self,
                        Set.of(A, B),
                        self.equals(A),
                        TakeoverMode.AUTOMATIC,
                        new SynchronousMode.Preferred(),
                        TIMINGS,
                        new Voting.Majority(),
                        Limits.usual(),
                        fence),
                new Incarnation("run-of-" + self),
                Epoch.NONE);
    }

    static Node.Face face(NodeId self) {
        return new Node.Face(
                () -> new About("acme", self, Instant.EPOCH, "0", 1, 0, 365),
                () ->
                        new Surroundings.Vote(
                                ArbiterReport.Place.FOLLOWING,
                                "following",
                                Optional.empty(),
                                Optional.empty()),
                Places.NONE,
                Optional.empty(),
                Ground.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List::of,
                Optional.empty());
    }

    /** An epoch that outlives the daemon, though not the test. */
    static final class EpochInMemory implements DurableEpoch {
        private final AtomicReference<Epoch> epoch = new AtomicReference<>(Epoch.NONE);

        @Override
        public Epoch read() {
            return epoch.get();
        }

        @Override
        public void write(Epoch written) {
            epoch.set(written);
        }
    }
}
