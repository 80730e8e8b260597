package io.understudy.cli;

import static io.understudy.cli.SampleReports.A;
import static io.understudy.cli.SampleReports.B;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.counterfactual.Explanation;
import io.understudy.core.counterfactual.Explanation.Fact;
import io.understudy.core.counterfactual.Question;
import io.understudy.core.counterfactual.Rule;
import io.understudy.core.counterfactual.Turn;
import io.understudy.core.decision.Role;
import io.understudy.core.model.Epoch;
import io.understudy.node.api.WhyAnswer;
import io.understudy.node.api.WhyQuestion;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What a person reads of why, and how a person asks. */
class WhyCommandTest {

    private static final Instant NOON = Instant.parse("2024-02-29T12:00:00Z");

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
    void tellsWhatWasSeenWhichRuleSpokeAndWhatWouldHaveTurnedIt() {
        deskOfA.tells(WhyAnswer.nothing(A, "Nothing is kept of move 4: its journal is empty."));
        deskOfB.tells(new WhyAnswer(B, Optional.of(takeover(Optional.empty())), Optional.empty()));

        Ran ran = run("why", "--move", "4");

        assertThat(ran.out())
                .isEqualTo(
                        """
                        ci-b asks for the place, 1970-01-01 00:00:02.125Z (standby -> contending)
                          why        Taking over from ci-a as epoch 4: it has not renewed its lease.
                          rule       ExpiryTakeover: may it take over?
                          saw        Nothing new: time went by.
                          register   ci-a is primary of epoch 3, unchanged for 2.0 s; ci-b is in sync.
                          server     Stopped.
                          did        write into the register that ci-b has epoch 4
                                     ask the network who has the virtual address
                          otherwise  if ci-a had renewed its lease just then:
                                       standby: Following ci-a, primary of epoch 3.
                                     if understudy.yaml had said `takeover: manual`:
                                       standby: Would not take over by itself.

                        ci-a: Nothing is kept of move 4: its journal is empty.
                        """);
        assertThat(ran.err()).startsWith("understudy: needed vote at 127.0.0.3:");
        assertThat(ran.status()).isZero();
        assertThat(deskOfB.askedWhy()).containsExactly(new WhyQuestion.Move(new Epoch(4)));
    }

    @Test
    void saysWhereThisVersionDecidesOtherwiseThanTheRecord() {
        deskOfB.tells(
                new WhyAnswer(
                        B,
                        Optional.of(takeover(Optional.of("standby: Ready."))),
                        Optional.empty()));

        assertThat(run("why").out())
                .contains(
                        "\n"
                            + "  recorded   this version decides otherwise; then it was standby:"
                            + " Ready.\n");
        assertThat(deskOfB.askedWhy()).containsExactly(new WhyQuestion.Change());
    }

    @Test
    void ofAMoveAStandbyThatOnlyHeardOfItIsOneLine() {
        deskOfA.tells(carriesOn());

        assertThat(run("why").out())
                .startsWith(
                        """
                        ci-a carries on, 1970-01-01 00:00:02.125Z (standby)
                          why        Following ci-b, primary of epoch 4.

                        """);
        assertThat(run("why", "--last").out())
                .contains("\n  otherwise  no single change that is known would have turned it\n");
    }

    @Test
    void forProgramsItIsJson() {
        deskOfB.tells(new WhyAnswer(B, Optional.of(takeover(Optional.empty())), Optional.empty()));

        assertThat(run("why", "--last", "-o", "json").out())
                .contains(
                        "\"question\" : \"TOOK_OVER\"",
                        "\"was\" : \"standby\"",
                        "\"condition\" : \"ci-a had renewed its lease just then\"");
        assertThat(deskOfA.askedWhy()).containsExactly(new WhyQuestion.Last());
    }

    @Test
    void failsWhereNobodyKeepsAnything() {
        assertThat(run("why").status()).isEqualTo(ExitCode.FAILED.status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"why --move 0", "why --move x", "why --at never", "why --last --move 2"})
    void aWrongQuestionIsOneSentenceAndTheUsage(String command) {
        Ran ran = run(command.split(" "));

        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).contains("Usage: understudy why");
        assertThat(deskOfA.askedWhy()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2024-02-29T11:59:58.250Z, 2024-02-29T11:59:58.250Z",
        "2024-02-29 11:59:58.250Z, 2024-02-29T11:59:58.250Z",
        "2024-02-29 11:59, 2024-02-29T11:59:00Z",
        "11:59:30, 2024-02-29T11:59:30Z",
        "12:00, 2024-02-29T12:00:00Z",
        "12:01, 2024-02-28T12:01:00Z"
    })
    void aTimeOfDayIsTheLatestThatIsNotToCome(String typed, Instant meant) {
        assertThat(Moments.parse(typed, NOON)).contains(meant);
    }

    private static WhyAnswer carriesOn() {
        return new WhyAnswer(
                A,
                Optional.of(
                        new WhyAnswer.Told(
                                Instant.ofEpochMilli(2_125),
                                new Explanation(
                                        Question.CARRIES_ON,
                                        Role.STANDBY,
                                        Role.STANDBY,
                                        "Following ci-b, primary of epoch 4.",
                                        Rule.REJOIN,
                                        "A look at its database.",
                                        List.of(),
                                        List.of(),
                                        Optional.empty(),
                                        List.of()),
                                Optional.empty())),
                Optional.empty());
    }

    private static WhyAnswer.Told takeover(Optional<String> recorded) {
        return new WhyAnswer.Told(
                Instant.ofEpochMilli(2_125),
                new Explanation(
                        Question.TOOK_OVER,
                        Role.STANDBY,
                        Role.CONTENDING,
                        "Taking over from ci-a as epoch 4: it has not renewed its lease.",
                        Rule.TAKEOVER,
                        "Nothing new: time went by.",
                        List.of(
                                new Fact(
                                        "register",
                                        "ci-a is primary of epoch 3, unchanged for 2.0 s; ci-b is"
                                                + " in sync."),
                                new Fact("server", "Stopped.")),
                        List.of(
                                "write into the register that ci-b has epoch 4",
                                "ask the network who has the virtual address"),
                        Optional.empty(),
                        List.of(
                                new Turn(
                                        "ci-a had renewed its lease just then",
                                        Role.STANDBY,
                                        "Following ci-a, primary of epoch 3."),
                                new Turn(
                                        "understudy.yaml had said `takeover: manual`",
                                        Role.STANDBY,
                                        "Would not take over by itself."))),
                recorded);
    }

    private Ran run(String... arguments) {
        CommandLine line = Understudy.commandLine();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err, true));
        List<String> words = new ArrayList<>(List.of(arguments));
        words.addAll(List.of("--home", cluster.home().root().toString()));
        int status = line.execute(words.toArray(String[]::new));
        return new Ran(status, out.toString(), err.toString());
    }
}
