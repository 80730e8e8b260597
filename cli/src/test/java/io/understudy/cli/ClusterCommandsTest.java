package io.understudy.cli;

import static io.understudy.cli.SampleReports.A;
import static io.understudy.cli.SampleReports.B;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.action.Command;
import io.understudy.core.action.Outcome;
import io.understudy.core.decision.Role;
import io.understudy.core.model.Epoch;
import io.understudy.node.api.HistoryEntry;
import io.understudy.node.api.PlanAnswer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ClusterCommandsTest {

    private static final String WITHOUT_TERMINAL = "";

    @TempDir Path folder;
    private final ScriptedDesk deskOfA = new ScriptedDesk(SampleReports.primary(A, B, 3));
    private final ScriptedDesk deskOfB = new ScriptedDesk(SampleReports.standby(B, A, 3));
    private RunningCluster cluster;

    private record Ran(int status, String out, String err) {}

    @BeforeEach
    void start() throws IOException {
        cluster = new RunningCluster(folder, deskOfA, deskOfB);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void statusShowsEveryNodeAndWhoDidNotAnswer() {
        assertThat(run("status"))
                .isEqualTo(
                        new Ran(
                                0,
                                """
                                NOT SAFE to lose ci-a: without it too few nodes vote, and nobody may serve: bring back vote.
                                NOT SAFE to lose ci-b: without it too few nodes vote, and nobody may serve: bring back vote.

                                ci-a is primary of epoch 3.
                                In sync: ci-b. Every acknowledged commit is there, too.
                                Worst case: a lost primary is noticed within 2.1 s, and a standby begins to promote within 2.5 s.

                                NODE  ROLE     EPOCH  DATABASE   LAG           SERVER   LEASE  WHAT
                                ci-a  active   3      primary    -             healthy  1.6 s  Serving as primary of epoch 3; ci-b is in sync.
                                ci-b  standby  3      streaming  328 B, 0.1 s  stopped  -      Following ci-a, primary of epoch 3.
                                vote  silent   -      -          -             -        -      %s
                                """
                                        .formatted(voteIsDown()),
                                ""));
    }

    @Test
    void aCheckIsOneLineAndAStatusByNagiosConventions() {
        assertThat(run("status", "--check"))
                .isEqualTo(
                        new Ran(
                                2,
                                "UNDERSTUDY CRITICAL: NOT SAFE to lose ci-a: without it too few"
                                        + " nodes vote, and nobody may serve: bring back vote."
                                        + " | 'lag_ci-b'=328B\n",
                                ""));
    }

    @Test
    void statusShowsAPause() {
        deskOfA.reports(SampleReports.paused(SampleReports.primary(A, B, 3), A, B, 3));

        assertThat(run("status").out())
                .contains(
                        "\n"
                                + "Paused by anna on ci-a: nothing moves for another 1 h 59 min;"
                                + " understudy resume ends that.\n");
    }

    @Test
    void statusForProgramsIsJson() {
        assertThat(run("status", "-o", "json").out())
                .startsWith("{\n  \"nodes\" : [ {\n    \"node\" : \"ci-a\",\n    \"report\" : {")
                .contains("\"leaseLeftMillis\" : 1550")
                .contains("\"silence\" : \"" + voteIsDown() + "\"");
    }

    @Test
    void statusAsksEachNodeWhereItsOwnDaemonIsDownAndSaysSo() {
        cluster.stopA();

        Ran ran = run("status");

        assertThat(ran.status()).isZero();
        assertThat(ran.out())
                .contains("ci-a  silent ", "ci-b  standby  3 ", "vote  silent ")
                .startsWith("ci-a is primary in the register, and its daemon does not answer")
                .contains(
                        "\nci-a is primary of epoch 3 in the register, and its daemon does not"
                                + " answer.\n");
        assertThat(ran.err())
                .startsWith(
                        "understudy: this node's daemon did not answer, so each node was asked"
                                + " directly: needed ci-a at 127.0.0.1:")
                .endsWith(
                        " to answer, found that nothing listens there; is `understudy node` running"
                                + " on it?\n");
        assertThat(run("status", "-o", "json").out())
                .startsWith("{\n  \"nodes\" : [ {\n    \"node\" : \"ci-a\",\n    \"silence\" : \"")
                .contains("\"node\" : \"ci-b\",\n    \"report\" : {");
    }

    @Test
    void statusSaysWhenNobodyAnswers() {
        cluster.close();

        Ran ran = run("status");

        assertThat(ran.status()).isEqualTo(4);
        assertThat(ran.out())
                .startsWith("No node answered: nobody can say what is safe.\n")
                .contains("\nNobody that answered knows who is primary.\n");
        assertThat(run("status", "--check"))
                .isEqualTo(new Ran(3, "UNDERSTUDY UNKNOWN: no node answered\n", ""));
        assertThat(run("pause", "--for", "2h", "--yes").status()).isEqualTo(4);
    }

    @Test
    void aSwitchoverShowsItsPlanAsksAndIsWatched() {
        deskOfA.whenCommanded(() -> {
            deskOfA.reports(SampleReports.standby(A, B, 4));
            deskOfB.reports(SampleReports.primary(B, A, 4));
        });

        Ran ran = answering("y", "switchover");

        assertThat(ran.status()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().replaceAll("[0-9]+\\.[0-9]", "N"))
                .isEqualTo(
                        """
                        The plan, in epoch 3:
                          1. stop the server on ci-a
                          2. start it on ci-b
                        At risk: no acknowledged commit.
                        Predicted: nothing, since no earlier switchover to that node is kept.
                        Go on? [y/N]\s
                           +N s  ci-a: standby. Following ci-b, primary of epoch 4.
                           +N s  ci-b: active. Serving as primary of epoch 4; ci-a is in sync.
                        Done: ci-b is primary of epoch 4, N s after the command.
                        """);
        assertThat(deskOfA.commands())
                .singleElement()
                .isInstanceOfSatisfying(
                        Command.Switchover.class,
                        command -> {
                            assertThat(command.to()).isEqualTo(B);
                            assertThat(command.seen()).isEqualTo(new Epoch(3));
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"n", "x", " ", "no", "yes please"})
    void anythingButYesChangesNothing(String typed) {
        Ran ran = answering(typed, "switchover", "--to", "ci-b");

        assertThat(ran.status()).isEqualTo(3);
        assertThat(ran.out()).endsWith("Go on? [y/N] \nNothing was changed.\n");
        assertThat(deskOfA.commands()).isEmpty();
    }

    @Test
    void withoutATerminalNobodyCanSayYes() {
        Ran ran = run("switchover");

        assertThat(ran.status()).isEqualTo(3);
        assertThat(ran.err())
                .isEqualTo(
                        "understudy: needed somebody's yes, found no terminal to ask at; nothing"
                                + " was changed. In a script, type the command with --yes\n");
        assertThat(deskOfA.commands()).isEmpty();
    }

    @Test
    void aRefusalSaysWhyAndWhatWouldMakeItPossible() {
        deskOfA.plans(new PlanAnswer.Refusal("ci-b is not in sync", "wait until it has caught up"));

        assertThat(run("switchover", "--yes"))
                .isEqualTo(
                        new Ran(
                                3,
                                "",
                                """
                                understudy: refused: ci-b is not in sync
                                What would make it possible: wait until it has caught up
                                """));
        assertThat(deskOfA.commands()).isEmpty();
    }

    @Test
    void whatIsSoAlreadyIsDone() {
        deskOfA.plans(new PlanAnswer.Already("ci-a is the primary already"));

        assertThat(run("switchover", "--to", "ci-a", "--yes"))
                .isEqualTo(new Ran(0, "Nothing to do: ci-a is the primary already.\n", ""));
    }

    @Test
    void aRefusalOfTheCommandItselfIsTold() {
        deskOfA.answers(new Outcome.Refused("a move is under way in epoch 3"));

        Ran ran = run("switchover", "--yes");

        assertThat(ran.status()).isEqualTo(3);
        assertThat(ran.err()).startsWith("understudy: refused: a move is under way in epoch 3\n");
    }

    @Test
    void aMoveThatTheClusterDropsHasFailed() {
        Ran ran = run("switchover", "--yes", "--wait", "20s");

        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err())
                .isEqualTo(
                        "understudy: the cluster has dropped it and goes on as before; see"
                                + " `understudy history` for why\n");
    }

    @Test
    void aMoveThatTakesTooLongIsNoLongerWatched() {
        Ran ran = run("rejoin", "--node", "ci-a", "--yes", "--wait", "1s");

        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err())
                .matches(
                        "understudy: it is not complete after 1\\.[0-9] s, and may still go on; see"
                                + " `understudy status`\n");
    }

    @Test
    void aFailoverIsAskedOfTheNodeThatTakesOverWithTheLossInBytes() {
        deskOfB.whenCommanded(() -> deskOfB.reports(SampleReports.primary(B, A, 4)));

        Ran ran = run("failover", "--to", "ci-b", "--accept-loss", "3MB", "--yes");

        assertThat(ran.status()).isZero();
        assertThat(deskOfA.commands()).isEmpty();
        assertThat(deskOfB.commands())
                .singleElement()
                .isInstanceOfSatisfying(
                        Command.Failover.class,
                        command -> assertThat(command.acceptedLossBytes()).isEqualTo(3 << 20));
    }

    @Test
    void aPauseTakesATimeAndSaysWho() {
        deskOfA.whenCommanded(() ->
                deskOfA.reports(SampleReports.paused(SampleReports.primary(A, B, 3), A, B, 3)));

        Ran ran = run("pause", "--for", "2h", "--yes");

        assertThat(ran.status()).isZero();
        assertThat(ran.out()).contains("Done: the cluster is paused for another 1 h 59 min, ");
        assertThat(deskOfA.commands())
                .singleElement()
                .isInstanceOfSatisfying(
                        Command.Pause.class,
                        command -> {
                            assertThat(command.length()).isEqualTo(Duration.ofHours(2));
                            assertThat(command.by()).endsWith(" on ci-a");
                        });
    }

    @Test
    void resumeEndsIt() {
        assertThat(run("resume", "--yes").out())
                .contains("Done: the cluster moves by itself again, ");
        assertThat(deskOfA.commands()).containsExactly(new Command.Resume());
    }

    @Test
    void rejoinIsAskedOfThatNodeAlone() {
        Ran ran = run("rejoin", "--node", "ci-b", "--copy", "--yes");

        assertThat(ran.status()).isZero();
        assertThat(ran.out()).contains("Done: ci-b follows the primary, ");
        assertThat(deskOfB.commands()).containsExactly(new Command.Rejoin(true));
        assertThat(deskOfA.commands()).isEmpty();
    }

    @Test
    void aNodeThatIsSilentCanNotBeAskedToRejoin() {
        cluster.stopB();

        Ran ran = run("rejoin", "--node", "ci-b", "--yes");

        assertThat(ran.status()).isEqualTo(4);
        assertThat(ran.err())
                .contains("to answer, found that nothing listens there")
                .doesNotContain("\tat ");
    }

    @Test
    void historyIsOneTableOfAllNodes() {
        deskOfA.remembers(
                entry(1_000, A, Role.CEDING, "Giving way to ci-b."),
                entry(3_250, A, Role.STANDBY, "Following ci-b, primary of epoch 4."));
        deskOfB.remembers(entry(2_125, B, Role.ACTIVE, "Serving as primary of epoch 4."));

        Ran ran = run("history", "--last", "2");

        assertThat(ran)
                .isEqualTo(
                        new Ran(
                                0,
                                """
                                TIME                      NODE  EPOCH  ROLE     WHAT
                                1970-01-01 00:00:02.125Z  ci-b  4      active   Serving as primary of epoch 4.
                                1970-01-01 00:00:03.250Z  ci-a  4      standby  Following ci-b, primary of epoch 4.
                                """,
                                "understudy: " + voteIsDown() + "\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pause --for 2",
                "pause --for 2h --wait x",
                "pause",
                "failover",
                "failover --to ci-b --accept-loss 3",
                "failover --to CI_B",
                "history --last 0",
                "notify show --last 1001",
                "status -o xml",
                "switchover now"
            })
    void aWrongCommandIsOneSentenceAndTheUsage(String command) {
        Ran ran = run(command.split(" "));

        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).contains("Usage: understudy ").doesNotContain("\tat ");
        assertThat(deskOfA.commands()).isEmpty();
    }

    @Test
    void aHomeWithoutAnIdentityIsToldInOneSentence() {
        StringWriter err = new StringWriter();
        CommandLine line = Understudy.commandLine(new Typing(Optional.empty(), err));
        line.setErr(new PrintWriter(err, true));

        assertThat(line.execute("status", "--home", folder.resolve("none").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).startsWith("understudy: needed ").hasLineCount(1);
    }

    private String voteIsDown() {
        return ("needed vote at 127.0.0.3:%d to answer, found that nothing listens there; is"
                        + " `understudy node` running on it?")
                .formatted(cluster.votePort());
    }

    private static HistoryEntry entry(
            long millis, io.understudy.core.model.NodeId node, Role role, String sentence) {
        return new HistoryEntry(Instant.ofEpochMilli(millis), node, new Epoch(4), role, sentence);
    }

    private Ran run(String... arguments) {
        return answering(WITHOUT_TERMINAL, arguments);
    }

    private Ran answering(String typed, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Optional<String> answer =
                typed.equals(WITHOUT_TERMINAL) ? Optional.empty() : Optional.of(typed);
        CommandLine line = Understudy.commandLine(new Typing(answer, out));
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--home";
        all[arguments.length + 1] = cluster.home().root().toString();
        return new Ran(line.execute(all), out.toString(), err.toString());
    }

    /** Somebody who types the same answer to everything, or nobody. */
    private record Typing(Optional<String> answer, StringWriter screen) implements Terminal {
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
            screen.write(question + "\n");
            return answer;
        }
    }
}
