package io.understudy.node.moves;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.port.Workload.Build;
import io.understudy.core.port.Workload.Fate;
import io.understudy.core.port.Workload.Kind;
import io.understudy.core.port.Workload.Sight.Seen;
import io.understudy.core.port.Workload.Worker;
import io.understudy.node.api.WorkloadReport;
import io.understudy.node.api.WorkloadReport.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReckoningTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Build LONG = new Build("7", "long/1", "one");

    @Test
    void aWorkerIsBackOnlyOnceItHasConnectedAgain() {
        Reckoning begun =
                Reckoning.of(Optional.empty(), seen(worker("one", "10"), worker("two", "11")));

        Reckoning stale =
                begun.seen(seen(worker("one", "10"), worker("two", "11")), Map.of(), SECOND);
        assertThat(stale.report(State.COUNTING, "").workers().back())
                .as("what a dead master wrote down")
                .isZero();

        Reckoning half =
                stale.seen(
                        seen(worker("one", "20"), worker("two", "11")),
                        Map.of(),
                        SECOND.multipliedBy(3));
        assertThat(half.isOver(SECOND.multipliedBy(500))).isFalse();
        assertThat(half.report(State.COUNTING, "").workers())
                .isEqualTo(
                        new WorkloadReport.Workers(
                                2, 1, Optional.of(SECOND.multipliedBy(3)), List.of("two")));

        Reckoning all =
                half.seen(
                        seen(worker("one", "20"), worker("two", "21")),
                        Map.of(),
                        SECOND.multipliedBy(5));
        assertThat(all.isOver(SECOND.multipliedBy(5))).isTrue();
        assertThat(all.report(State.DONE, "").workers().last()).contains(SECOND.multipliedBy(5));
    }

    @Test
    void whoSaidGoodByeInOrderIsWaitedForToo() {
        Seen stopped = seen(new Worker("one", false, "10"));
        Reckoning begun = Reckoning.of(Optional.of(Set.of("one", "gone")), stopped);

        Reckoning back = begun.seen(seen(worker("one", "20")), Map.of(), SECOND);
        assertThat(back.report(State.COUNTING, "").workers())
                .isEqualTo(new WorkloadReport.Workers(2, 1, Optional.of(SECOND), List.of("gone")));
    }

    @Test
    void everyWorkerCountsWhereNobodyKnowsWhoWasThere() {
        Reckoning begun = Reckoning.of(Optional.empty(), seen());
        assertThat(begun.isOver(SECOND)).as("before anybody is known").isFalse();

        Reckoning back = begun.seen(seen(worker("one", "20")), Map.of(), SECOND);
        assertThat(back.report(State.COUNTING, "").workers().known()).isEqualTo(1);
        assertThat(back.isOver(SECOND)).isTrue();
    }

    @Test
    void aBuildThatSeemsToRunIsBelievedOnceTheServerHasHadTime() {
        Reckoning begun =
                Reckoning.of(
                        Optional.empty(), new Seen(List.of(worker("one", "10")), List.of(LONG)));
        Reckoning back =
                begun.seen(
                        seen(worker("one", "20")), Map.of("7", new Fate(Kind.RUNNING, "")), SECOND);
        assertThat(back.isOver(SECOND)).isFalse();
        assertThat(back.isOver(Reckoning.SETTLED.plus(SECOND.multipliedBy(2)))).isTrue();

        Reckoning again =
                back.seen(
                        seen(worker("one", "20")),
                        Map.of("7", new Fate(Kind.RUN_AGAIN, "long/2")),
                        SECOND.multipliedBy(2));
        assertThat(again.isOver(SECOND.multipliedBy(2))).isTrue();
        assertThat(again.report(State.DONE, "").builds())
                .containsExactly(
                        new WorkloadReport.Build(
                                "long/1", "one", Optional.of(Kind.RUN_AGAIN), "long/2"));
    }

    @Test
    void isBoundedHoweverMuchRan() {
        List<Build> builds =
                IntStream.range(0, 1000).mapToObj(n -> new Build("" + n, "b/" + n, "")).toList();
        List<Worker> workers =
                IntStream.range(0, 1000).mapToObj(n -> worker("w" + n, "1")).toList();
        WorkloadReport report =
                Reckoning.of(Optional.empty(), new Seen(workers, builds))
                        .report(State.COUNTING, "");

        assertThat(report.builds()).hasSize(Reckoning.MOST_BUILDS);
        assertThat(report.moreBuilds()).isEqualTo(1000 - Reckoning.MOST_BUILDS);
        assertThat(report.workers().missing()).hasSize(Reckoning.MOST_NAMES);
        assertThat(report.workers().known()).isEqualTo(1000);
    }

    private static Worker worker(String name, String mark) {
        return new Worker(name, true, mark);
    }

    private static Seen seen(Worker... workers) {
        return new Seen(List.of(workers), List.of());
    }
}
