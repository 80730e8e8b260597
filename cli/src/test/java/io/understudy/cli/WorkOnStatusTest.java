package io.understudy.cli;

import static io.understudy.cli.SampleReports.A;
import static io.understudy.cli.SampleReports.B;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.model.Epoch;
import io.understudy.core.port.Workload;
import io.understudy.node.api.WorkReport;
import io.understudy.node.api.WorkReport.AfterMove;
import io.understudy.node.api.WorkReport.Seen;
import io.understudy.node.api.WorkloadReport;
import io.understudy.node.api.WorkloadReport.Build;
import io.understudy.node.api.WorkloadReport.State;
import io.understudy.node.api.WorkloadReport.Workers;
import io.understudy.node.overview.Overview;
import io.understudy.node.overview.Paint;
import io.understudy.node.overview.Sighting;
import io.understudy.node.overview.StatusText;
import io.understudy.node.peer.PeerAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkOnStatusTest {

    @Test
    void saysWhoCameBackAndWhatWasCutOff() {
        assertThat(status(after(State.DONE, 2, List.of(), Workload.Kind.RUN_AGAIN)))
                .contains(
                        "ci-a's work: by the server's own account 2 workers are connected and 1"
                            + " build runs; since move 4 2 of 2 workers are back, the last after"
                            + " 5.1 s; 1 build was cut off.");
    }

    @Test
    void leavesOutTheServersAccountWhileItMayBeTheLastOnes() {
        assertThat(status(after(State.COUNTING, 1, List.of("two"), Workload.Kind.WAITING)))
                .contains(
                        "ci-a's work: since move 4 1 of 2 workers are back so far, the last after"
                                + " 5.1 s; 1 build was cut off.")
                .noneMatch(line -> line.contains("not back"));
    }

    @Test
    void namesWhoIsMissingAndWhatIsLost() {
        assertThat(status(after(State.GIVEN_UP, 1, List.of("two"), Workload.Kind.LOST)))
                .contains(
                        "ci-a's work: not back since move 4: two",
                        "ci-a's work: lost in move 4, to be run again by hand: long/1");
    }

    @Test
    void saysNothingOfAMoveWithoutWork() {
        assertThat(status(new WorkReport(Optional.of(seen()), Optional.empty(), Optional.empty())))
                .contains(
                        "ci-a's work: by the server's own account 2 workers are connected and 1"
                                + " build runs.");
    }

    @Test
    void saysWhyNothingCanBeSeen() {
        assertThat(
                        status(
                                new WorkReport(
                                        Optional.empty(),
                                        Optional.of("permission denied; type: GRANT"),
                                        Optional.empty())))
                .contains(
                        "ci-a's work: not seen yet.",
                        "ci-a's work can't be seen: permission denied; type: GRANT");
    }

    private static Seen seen() {
        return new Seen(2, 1, Duration.ofSeconds(4));
    }

    private static WorkReport after(
            State state, int back, List<String> missing, Workload.Kind fate) {
        return new WorkReport(
                Optional.of(seen()),
                Optional.empty(),
                Optional.of(
                        new AfterMove(
                                new Epoch(4),
                                new WorkloadReport(
                                        state,
                                        new Workers(
                                                2,
                                                back,
                                                Optional.of(Duration.ofMillis(5100)),
                                                missing),
                                        List.of(new Build("long/1", "one", Optional.of(fate), "")),
                                        0,
                                        ""))));
    }

    private static List<String> status(WorkReport work) {
        return new StatusText(new Paint(false))
                .of(
                        new Overview(
                                List.of(
                                        Sighting.of(
                                                A,
                                                new PeerAnswer.Answered<>(
                                                        SampleReports.primary(A, B, 4)
                                                                .withWork(Optional.of(work)))))));
    }
}
