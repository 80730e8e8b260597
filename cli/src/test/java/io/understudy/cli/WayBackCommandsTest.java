package io.understudy.cli;

import static io.understudy.cli.SampleReports.A;
import static io.understudy.cli.SampleReports.B;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.action.Command;
import io.understudy.core.model.LogPosition;
import io.understudy.node.diverged.Contents;
import io.understudy.node.diverged.Incident;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What is kept of a node's own log, and the move home. */
class WayBackCommandsTest {

    private static final String ID = "20260102-030405";

    @TempDir Path folder;
    private final ScriptedDesk deskOfA = new ScriptedDesk(SampleReports.standby(A, B, 4));
    private final ScriptedDesk deskOfB = new ScriptedDesk(SampleReports.primary(B, A, 4));
    private RunningCluster cluster;

    private record Ran(int status, String out, String err) {}

    @BeforeEach
    void start() throws IOException {
        cluster = new RunningCluster(folder, deskOfA, deskOfB);
        deskOfA.keeps(incident());
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void listsWhatThisNodeKeeps() {
        assertThat(run("diverged", "list").out())
                .isEqualTo(
                        """
                        ID               FROM  FORK       LOG      OLD DATA  HELD
                        20260102-030405  ci-b  0/3000148  16.0 MB  -         1 row in 1 table
                        """);
        assertThat(run("diverged", "list", "--node", "ci-b").out()).doesNotContain(ID);
    }

    @Test
    void showsItsRows() {
        Ran ran = run("diverged", "show", ID);

        assertThat(ran.status()).isZero();
        assertThat(ran.out())
                .contains("It held 1 row in 1 table.\n")
                .contains("  postgres public.builds: 1 inserted, 0 updated, 0 deleted\n")
                .contains("transaction 731 committed 2026-01-02T03:04:00Z")
                .contains("insert (0,6)  {\"id\":10,\"bell\":\"\\u0007\"}")
                .contains("sha256 00ff");
    }

    @Test
    void showsThemToProgramsToo() {
        assertThat(run("diverged", "show", ID, "-o", "json").out())
                .contains("\"fork\" : \"0/3000148\"")
                .contains("\"keptAt\" : \"2026-01-02T03:04:05Z\"")
                .contains("\"operation\" : \"insert\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../identity", "20260102-030405/..", "latest"})
    void takesNoPathForAnId(String id) {
        Ran ran = run("diverged", "show", id);

        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).contains("needed an ID as understudy diverged list names it");
    }

    @Test
    void discardsOnAYesAlone() {
        assertThat(run("diverged", "discard", ID).status()).isEqualTo(3);
        assertThat(answering("n", "diverged", "discard", ID).status()).isEqualTo(3);
        assertThat(deskOfA.diverged()).hasSize(1);

        Ran ran = answering("y", "diverged", "discard", ID);

        assertThat(ran.status()).isZero();
        assertThat(ran.out())
                .contains("1. delete 16.0 MB of log that ci-a keeps\n")
                .contains("At risk: 1 row in 1 table that only ci-a held, for ever.\n")
                .contains("Done: 20260102-030405 is deleted.\n");
        assertThat(deskOfA.diverged()).isEmpty();
    }

    @Test
    void failbackMovesToTheFirstCarrierOfTheFile() {
        deskOfB.whenCommanded(() -> {
            deskOfA.reports(SampleReports.primary(A, B, 5));
            deskOfB.reports(SampleReports.standby(B, A, 5));
        });

        Ran ran = run("failback", "--yes");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.status()).isZero();
        assertThat(ran.out()).contains("Done: ci-a is primary of epoch 5");
        assertThat(deskOfB.commands())
                .singleElement()
                .isInstanceOfSatisfying(
                        Command.Switchover.class, move -> assertThat(move.to()).isEqualTo(A));
    }

    @Test
    void failbackHasNothingToDoAtHome() {
        deskOfA.reports(SampleReports.primary(A, B, 5));
        deskOfB.reports(SampleReports.standby(B, A, 5));

        Ran ran = run("failback", "--yes");

        assertThat(ran.status()).isZero();
        assertThat(ran.out()).isEqualTo("Nothing to do: ci-a is the primary already.\n");
    }

    @Test
    void failbackWaitsForHomeAndNoLongerThanItMay() {
        deskOfB.reports(SampleReports.primary(B, new io.understudy.core.model.NodeId("ci-c"), 4));

        Ran ran = run("failback", "--yes", "--timeout", "1s");

        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.out())
                .contains("1. wait until ci-a is in sync, at most 1.0 s (now: ci-a: Following ci-b")
                .contains("   waiting: ci-a: Following ci-b, primary of epoch 4.\n");
        assertThat(ran.err()).contains("needed ci-a in sync within 1.0 s, found: ci-a: Following");
        assertThat(deskOfB.commands()).isEmpty();
    }

    private static Incident incident() {
        return new Incident(
                ID,
                A,
                B,
                Instant.parse("2026-01-02T03:04:05Z"),
                new Incident.Span(
                        "7123",
                        1,
                        1,
                        LogPosition.parse("0/3000148"),
                        LogPosition.parse("0/3000400")),
                List.of(new Incident.KeptFile("000000010000000000000003", 16 << 20, "00ff")),
                Optional.empty(),
                new Contents(
                        true,
                        new Contents.Transactions(1, 0, 0),
                        List.of(new Contents.TableChanges("postgres", "public.builds", 1, 0, 0)),
                        0,
                        List.of(
                                new Contents.RowChange(
                                        LogPosition.parse("0/3000150"),
                                        731,
                                        "committed",
                                        Optional.of(Instant.parse("2026-01-02T03:04:00Z")),
                                        "postgres",
                                        "public.builds",
                                        "insert",
                                        "(0,6)",
                                        Optional.of("{\"id\":10,\"bell\":\"\u0007\"}"),
                                        Optional.empty())),
                        0,
                        List.of()));
    }

    private Ran run(String... arguments) {
        return ran(Optional.empty(), arguments);
    }

    private Ran answering(String typed, String... arguments) {
        return ran(Optional.of(typed), arguments);
    }

    private Ran ran(Optional<String> answer, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Understudy.commandLine(new Typing(answer));
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--home", cluster.home().root().toString()));
        return new Ran(line.execute(all.toArray(String[]::new)), out.toString(), err.toString());
    }

    /** Somebody who types the same answer to everything, or nobody. */
    private record Typing(Optional<String> answer) implements Terminal {
        @Override
        public boolean interactive() {
            return answer.isPresent();
        }

        @Override
        public boolean colours() {
            return false;
        }

        @Override
        public Optional<String> ask(String question) {
            return answer;
        }
    }
}
