package io.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.port.Workload.Kind;
import io.understudy.node.api.Wire;
import io.understudy.node.api.WorkloadReport;
import io.understudy.node.api.WorkloadReport.Build;
import io.understudy.node.api.WorkloadReport.State;
import io.understudy.node.api.WorkloadReport.Workers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkloadTextTest {

    private static final WorkloadReport REPORT =
            new WorkloadReport(
                    State.COUNTING,
                    new Workers(3, 2, Optional.of(Duration.ofMillis(6120)), List.of("three")),
                    List.of(
                            new Build("long/1", "one", Optional.of(Kind.RUN_AGAIN), "long/2"),
                            new Build("wait/4", "two", Optional.of(Kind.WAITING), "for a worker"),
                            new Build("sub/9", "", Optional.of(Kind.LOST), "run it again by hand"),
                            new Build("odd/1", "three", Optional.empty(), "")),
                    2,
                    "");

    @Test
    void saysWhoIsBackAndWhatBecameOfEachBuild() {
        assertThat(WorkloadText.of(REPORT))
                .containsExactly(
                        "  workers  2 of 3 back so far, the last 6.120 s after the move began;"
                                + " missing: three",
                        "  builds   6 were running when the old primary stopped:",
                        "             long/1 on one: it is run again as long/2",
                        "             wait/4 on two: it will be run again, waits for a worker",
                        "             sub/9: lost: run it again by hand",
                        "             odd/1 on three: what became of it is not known",
                        "             and 2 others");
    }

    @Test
    void saysWhyThereIsNothing() {
        assertThat(WorkloadText.of(WorkloadReport.unknown(State.GIVEN_UP, "permission denied")))
                .containsExactly("  work     permission denied");
        assertThat(
                        WorkloadText.of(
                                new WorkloadReport(
                                        State.DONE,
                                        new Workers(
                                                1,
                                                1,
                                                Optional.of(Duration.ofSeconds(2)),
                                                List.of()),
                                        List.of(),
                                        0,
                                        "")))
                .containsExactly(
                        "  workers  1 of 1 back, the last 2.000 s after the move began",
                        "  builds   none was running when the old primary stopped");
    }

    @Test
    void isTheSameAfterAJourneyAsJson() throws Wire.MalformedException {
        Wire wire = new Wire();
        assertThat(wire.read(wire.write(REPORT), WorkloadReport.class)).isEqualTo(REPORT);
    }
}
