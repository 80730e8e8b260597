package io.understudy.cli;

import static io.understudy.cli.SampleReports.A;
import static io.understudy.cli.SampleReports.B;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.node.api.GuardDesk;
import io.understudy.node.api.GuardReport;
import io.understudy.node.api.GuardSheet;
import io.understudy.node.api.GuardTest;
import io.understudy.node.api.NodeReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class GuardCommandsTest {

    private static final GuardReport ARMED =
            new GuardReport(
                    "armed",
                    Optional.empty(),
                    Optional.of(Duration.ofMillis(1240)),
                    Optional.of(
                            new GuardReport.Proved(Instant.parse("2026-03-04T09:12:44Z"), 6100)));
    private static final GuardSheet SHEET =
            new GuardSheet(
                    ARMED,
                    Optional.of(new GuardSheet.Powers(true, true, false, "automatic")),
                    List.of(
                            new GuardSheet.Target("address", 0, "192.0.2.50/24@eth0"),
                            new GuardSheet.Target("server", 4711, "java"),
                            new GuardSheet.Target("database", 815, "postgres")),
                    3,
                    Optional.empty());

    @TempDir Path folder;
    private final ScriptedDesk deskOfA = new ScriptedDesk(SampleReports.primary(A, B, 3));
    private final ScriptedDesk deskOfB = new ScriptedDesk(SampleReports.standby(B, A, 3));
    private RunningCluster cluster;

    @BeforeEach
    void start() throws IOException {
        cluster = new RunningCluster(folder, deskOfA, deskOfB);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void testTellsHowLateTheDecoyWasGoneAndWhatWouldBeEnded() {
        deskOfA.guardedBy(
                new Scripted(new GuardTest(Optional.of(6100L), 3, Optional.empty(), SHEET)));
        StringWriter out = new StringWriter();
        assertThat(run(out, "guard", "test", "--node", "ci-a")).isZero();
        assertThat(out)
                .hasToString(
                        """
                        ci-a: proved. A decoy of 3 processes was gone 6.1 ms after its deadline.
                          memory locked: yes, real-time: yes, spared when memory runs out: no, watchdog: automatic
                          it would end now: 2 processes; and take the address off, if it is here
                            address        - 192.0.2.50/24@eth0
                            server      4711 java
                            database     815 postgres
                        """);
    }

    @Test
    void testFailsWhereAGuardDidNotProveItself() {
        deskOfA.guardedBy(
                new Scripted(
                        new GuardTest(Optional.empty(), 0, Optional.of("needed a decoy"), SHEET)));
        StringWriter out = new StringWriter();
        assertThat(run(out, "guard", "test", "--node", "ci-a")).isEqualTo(ExitCode.FAILED.status());
        assertThat(out.toString()).startsWith("ci-a: not proved: needed a decoy\n");
    }

    @Test
    void showAsksEveryNodeThatCarriesSomething() {
        deskOfA.guardedBy(new Scripted(new GuardTest(Optional.of(1L), 3, Optional.empty(), SHEET)));
        StringWriter out = new StringWriter();
        // The other one has none.
        assertThat(run(out, "guard", "show")).isEqualTo(ExitCode.FAILED.status());
        assertThat(out.toString())
                .startsWith(
                        "ci-a: armed 1240 ms, last proved 2026-03-04 09:12:44Z: 6.1 ms after its"
                                + " deadline\n");
        StringWriter json = new StringWriter();
        run(json, "guard", "show", "-o", "json");
        assertThat(json.toString()).contains("\"leftMillis\" : 1240", "\"lateMicros\" : 6100");
    }

    @Test
    void statusHasALineForEachGuardAndAsksForATestInTime() {
        NodeReport report = SampleReports.primary(A, B, 3);
        deskOfA.reports(guarded(report, ARMED));
        StringWriter out = new StringWriter();
        run(out, "status");
        assertThat(out.toString())
                .contains(
                        "ci-a's guard: armed 1240 ms, last proved 2026-03-04 09:12:44Z: 6.1 ms"
                                + " after its deadline.\n")
                .doesNotContain("guard test");
        GuardReport unproved =
                new GuardReport("idle", Optional.empty(), Optional.empty(), Optional.empty());
        deskOfA.reports(guarded(report, unproved));
        StringWriter later = new StringWriter();
        run(later, "status");
        assertThat(later.toString())
                .contains(
                        "ci-a's guard: idle, never proved.\n",
                        "ci-a's guard has never proved itself: type understudy guard test");
    }

    private static NodeReport guarded(NodeReport report, GuardReport guard) {
        return new NodeReport(
                report.about(),
                report.standing(),
                report.primacy(),
                report.worst(),
                report.database(),
                report.server(),
                report.arbiter(),
                Optional.of(guard),
                report.journal(),
                report.fence());
    }

    private int run(StringWriter out, String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "--home";
        all[1] = cluster.home().root().toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        CommandLine line = Understudy.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(new StringWriter()));
        return line.execute(all);
    }

    /** A guard that says what it is told to. */
    private record Scripted(GuardTest test) implements GuardDesk {
        @Override
        public GuardReport report() {
            return test.sheet().guard();
        }

        @Override
        public GuardSheet sheet() {
            return test.sheet();
        }
    }
}
