package io.understudy.node.moves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.core.port.Workload;
import io.understudy.node.api.MoveReport;
import io.understudy.node.api.MoveReport.Phase;
import io.understudy.node.api.MoveReport.PhaseReport;
import io.understudy.node.api.MoveReport.Side;
import io.understudy.node.api.WorkloadReport;
import io.understudy.node.api.WorkloadReport.State;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WorkloadWatchTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final WorkloadWatch.Pace QUICK =
            new WorkloadWatch.Pace(
                    Duration.ofMillis(20),
                    Duration.ofMillis(5),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(10));

    @TempDir Path folder = Path.of("");

    @Test
    void tellsWhoCameBackAfterATakeover() {
        var archive = new MoveArchive(folder);
        var work = new ScriptedWorkload();
        try (var watch = new WorkloadWatch(work, archive, QUICK)) {
            work.sight = connected("10");
            archive.keep(report(Side.TOOK, false));
            watch.told(report(Side.TOOK, false));
            archive.keep(report(Side.TOOK, true));
            watch.told(report(Side.TOOK, true));
            await().atMost(SOON)
                    .until(() -> kept(archive).filter(it -> it.workers().known() == 1).isPresent());
            assertThat(kept(archive).orElseThrow().state()).isEqualTo(State.COUNTING);

            work.sight = connected("20");
            await().atMost(SOON).until(() -> kept(archive).orElseThrow().state() == State.DONE);
            assertThat(kept(archive).orElseThrow().workers().back()).isEqualTo(1);
            archive.keep(done());
            assertThat(kept(archive)).as("the move's own end keeps it").isPresent();
            assertThat(watch.latest().seen().orElseThrow().workers()).isEqualTo(1);
            assertThat(archive.latest().flatMap(MoveReport::workload))
                    .as("what status asks for")
                    .isEqualTo(kept(archive));
        }
    }

    @Test
    void saysWhyNothingCanBeRead() {
        var archive = new MoveArchive(folder);
        var work = new ScriptedWorkload();
        work.sight = new Workload.Sight.Unseen("permission denied");
        try (var watch = new WorkloadWatch(work, archive, QUICK)) {
            archive.keep(report(Side.TOOK, true));
            watch.told(report(Side.TOOK, true));
            await().atMost(SOON)
                    .until(() ->
                            kept(archive)
                                    .filter(it -> it.sentence().equals("permission denied"))
                                    .isPresent());
            assertThat(watch.latest().unseen()).contains("permission denied");
            archive.keep(report(Side.GAVE, false));
            watch.told(report(Side.GAVE, false));
            await().atMost(SOON).until(() -> kept(archive).orElseThrow().state() == State.GIVEN_UP);
        }
    }

    @Test
    void aLookThatHangsHoldsNobodyUp() throws InterruptedException {
        var archive = new MoveArchive(folder);
        var work = new ScriptedWorkload();
        try (var watch = new WorkloadWatch(work, archive, QUICK)) {
            work.hanging = true;
            assertThat(work.hangs.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            archive.keep(report(Side.TOOK, true));
            watch.told(report(Side.TOOK, true));
            archive.keep(done());
            assertThat(archive.all()).containsExactly(done());
        }
    }

    private static Optional<WorkloadReport> kept(MoveArchive archive) {
        return archive.all().stream()
                .filter(report -> report.side() == Side.TOOK)
                .findFirst()
                .flatMap(MoveReport::workload);
    }

    private static Workload.Sight connected(String mark) {
        return new Workload.Sight.Seen(List.of(new Workload.Worker("one", true, mark)), List.of());
    }

    private static MoveReport done() {
        return report(Side.TOOK, true, MoveReport.State.DONE);
    }

    private static MoveReport report(Side side, boolean promoted) {
        return report(side, promoted, MoveReport.State.UNDER_WAY);
    }

    private static MoveReport report(Side side, boolean promoted, MoveReport.State state) {
        return new MoveReport(
                new Epoch(2),
                new NodeId("ci-b"),
                side,
                MoveReport.Kind.TAKEOVER,
                new NodeId("ci-a"),
                new NodeId("ci-b"),
                "why",
                Optional.empty(),
                Instant.EPOCH,
                new MoveReport.AtRisk(Optional.of(0L), Optional.empty(), "Nothing."),
                List.of(
                        new PhaseReport(
                                Phase.PROMOTE,
                                promoted ? Optional.of(Duration.ofMillis(300)) : Optional.empty(),
                                Optional.empty())),
                new MoveReport.Outcome(state, 0, "It is so."),
                Optional.empty());
    }

    /** Shows what the test says. */
    private static final class ScriptedWorkload implements Workload {
        private final CountDownLatch hangs = new CountDownLatch(1);
        private volatile Sight sight = new Sight.Seen(List.of(), List.of());
        private volatile boolean hanging;

        @Override
        public Sight look(Duration deadline) {
            if (hanging) {
                hangs.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return sight;
        }

        @Override
        public Fates fates(Set<String> builds, Duration deadline) {
            return new Fates.Known(Map.of());
        }
    }
}
