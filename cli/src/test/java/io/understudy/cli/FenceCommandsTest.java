package io.understudy.cli;

import static io.understudy.cli.SampleReports.A;
import static io.understudy.cli.SampleReports.B;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.action.Command;
import io.understudy.core.action.Outcome;
import io.understudy.core.decision.FenceView;
import io.understudy.node.api.FenceDesk;
import io.understudy.node.api.FenceReport;
import io.understudy.node.api.FenceTrial;
import io.understudy.node.api.NodeReport;
import io.understudy.testkit.BadInputPage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FenceCommandsTest {

    private static final FenceTrial PEER =
            new FenceTrial(B, "peer", new Outcome.Done(), Duration.ofMillis(12));
    private static final FenceTrial SSH =
            new FenceTrial(
                    B, "ssh", new Outcome.Failed("Permission denied."), Duration.ofMillis(340));

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
    void testPrintsATableAndFailsWhereOneIsNotProved() {
        deskOfA.fencesBy(new Scripted(List.of(PEER, SSH)));
        StringWriter out = new StringWriter();

        assertThat(run(out, "fence", "test", "--node", "ci-a")).isEqualTo(ExitCode.FAILED.status());
        assertThat(out)
                .hasToString(
                        """
                        BY    STOPS  METHOD  TOOK    RESULT
                        ci-a  ci-b   peer    12 ms   proved
                        ci-a  ci-b   ssh     340 ms  not proved: Permission denied
                        """);
    }

    @Test
    void testIsDoneWhereAllAreProvedAndSilentWhereNobodyAnswers() {
        deskOfA.fencesBy(new Scripted(List.of(PEER)));
        assertThat(run(new StringWriter(), "fence", "test", "--node", "ci-a")).isZero();
        StringWriter json = new StringWriter();
        run(json, "fence", "test", "--node", "ci-a", "-o", "json");
        assertThat(json.toString()).contains("\"tookMillis\" : 12", "\"outcome\" : \"done\"");
        // The other one has nothing to stop anybody by.
        assertThat(run(new StringWriter(), "fence", "test", "--node", "ci-b"))
                .isEqualTo(ExitCode.NOBODY.status());
    }

    @Test
    void statusSaysByWhatNodesAreStoppedWhenThatWasProvedAndWhatItLastSaid() {
        Instant now = SampleReports.primary(A, B, 3).about().time();
        FenceReport.Test good = new FenceReport.Test(now, Optional.empty());
        FenceReport.Test bad = new FenceReport.Test(now, Optional.of("Permission denied"));
        deskOfA.reports(
                fenced(
                        new FenceReport(
                                true,
                                List.of(
                                        way("peer", Optional.of(good), "is silent: no route"),
                                        way("ssh", Optional.of(bad), "failed: no route"),
                                        new FenceReport.Way(
                                                B, "ipmi", Optional.empty(), Optional.empty())))));
        StringWriter out = new StringWriter();

        run(out, "status");

        assertThat(out.toString())
                .contains(
                        "Nobody takes over without a receipt that the last primary has stopped.\n",
                        "ci-a stops ci-b by peer: last proved ",
                        "; last, it is silent: no route.\n",
                        "ci-a stops ci-b by ipmi: never tested.\n",
                        "ci-a may not be able to stop ci-b by ssh: the last test did not prove it:"
                                + " Permission denied. Type understudy fence test, which does no"
                                + " harm.\n",
                        "ci-a may not be able to stop ci-b by ipmi: that was never tested.")
                .doesNotContain("may not be able to stop ci-b by peer");
    }

    @Test
    void aPersonsWordThatANodeIsOffGoesToTheOneThatWaits() {
        deskOfB.whenCommanded(() -> deskOfB.reports(SampleReports.primary(B, A, 4)));
        run(new StringWriter(), "failover", "--to", "ci-b", "--stopped", "ci-a", "--yes");

        assertThat(deskOfB.commands())
                .singleElement()
                .isInstanceOfSatisfying(
                        Command.Failover.class,
                        word -> assertThat(word.stopped()).isEqualTo(Set.of(A)));
    }

    @Test
    void configCheckWarnsOfAReceiptThatNoDeadHostCanGive() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("required.yaml"),
                        """
                        cluster: acme
                        nodes:
                          ci-a: { address: 192.0.2.11 }
                          ci-b: { address: 192.0.2.12 }
                          vote: { address: 192.0.2.13, witness: true }
                        fence: { mode: required }
                        database: { postgresql: { data: /data } }
                        """);
        StringWriter err = new StringWriter();
        CommandLine line = Understudy.commandLine();
        line.setOut(new PrintWriter(new StringWriter()));
        line.setErr(new PrintWriter(err));

        assertThat(line.execute("config", "check", file.toString())).isZero();
        assertThat(err.toString())
                .containsPattern(
                        BadInputPage.says("a required receipt that no dead host can give"));
    }

    private static FenceReport.Way way(
            String method, Optional<FenceReport.Test> test, String said) {
        return new FenceReport.Way(B, method, test, Optional.of(said));
    }

    private static NodeReport fenced(FenceReport fence) {
        NodeReport report = SampleReports.primary(A, B, 3);
        return new NodeReport(
                report.about(),
                report.standing(),
                report.primacy(),
                report.worst(),
                report.database(),
                report.server(),
                report.arbiter(),
                report.guard(),
                report.journal(),
                Optional.of(fence));
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

    /** Methods that bring what they are told to. */
    private record Scripted(List<FenceTrial> test) implements FenceDesk {
        @Override
        public FenceReport report(FenceView said) {
            return new FenceReport(false, List.of());
        }
    }
}
