package io.understudy.cli;

import static io.understudy.cli.SampleReports.A;
import static io.understudy.cli.SampleReports.B;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.model.NodeId;
import io.understudy.node.users.Argon2;
import io.understudy.node.users.Clash;
import io.understudy.node.users.Passwords;
import io.understudy.node.users.User;
import io.understudy.node.users.UserRole;
import io.understudy.node.users.Users;
import io.understudy.node.users.UsersJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Who may log in to the page, as a person says it; the witness is down. */
class UserCommandsTest {

    private static final String PASSWORD = "three in the morning";

    @TempDir Path folder;
    private RunningCluster cluster;

    @BeforeEach
    void start() throws IOException {
        cluster =
                new RunningCluster(
                        folder,
                        new ScriptedDesk(SampleReports.primary(A, B, 3)),
                        new ScriptedDesk(SampleReports.standby(B, A, 3)));
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void whoIsAddedIsOnAllNodesThatAnswerAndTheOthersAreNamed() {
        Ran ran = run(List.of(PASSWORD, PASSWORD), "user", "add", "anna", "--role", "operator");

        assertThat(ran.status()).isZero();
        assertThat(ran.out()).isEqualTo("anna may log in as operator, on ci-a, ci-b.\n");
        assertThat(ran.err()).contains("vote takes them from another node");
        for (NodeId node : List.of(A, B)) {
            User anna = cluster.users(node).users().named("anna").orElseThrow();
            assertThat(anna.role()).isEqualTo(UserRole.OPERATOR);
            assertThat(new Argon2().verify(anna.hash(), PASSWORD))
                    .isEqualTo(new Passwords.Verdict.Right());
        }
    }

    @Test
    void oneNodeThatAnswersIsEnough() {
        cluster.stopB();
        run(List.of(PASSWORD, PASSWORD), "user", "add", "anna");
        run(List.of(PASSWORD, PASSWORD), "user", "add", "ben");

        assertThat(cluster.users(A).users().users())
                .extracting(User::name)
                .containsExactly("anna", "ben");
        assertThat(cluster.users(A).users().version()).isEqualTo(2);
    }

    @Test
    void allAreListedWithTheirRolesAndWithoutTheirHashes() {
        run(List.of(PASSWORD, PASSWORD), "user", "add", "anna", "--role", "operator");
        run(List.of(PASSWORD, PASSWORD), "user", "add", "ben");

        assertThat(run(List.of(), "user", "list").out())
                .containsPattern("anna +operator\\s+ben +viewer")
                .doesNotContain("argon2");
    }

    @Test
    void whoIsRemovedIsGoneEverywhere() {
        run(List.of(PASSWORD, PASSWORD), "user", "add", "anna");

        assertThat(run(List.of(), "user", "remove", "anna").out())
                .isEqualTo("anna may not log in any more, on ci-a, ci-b.\n");
        assertThat(cluster.users(B).users().users()).isEmpty();
        assertThat(run(List.of(), "user", "remove", "anna").err())
                .contains("needed a user, found no anna");
    }

    @Test
    void aTokenIsShownOnceAndKeptAsAHashOnAllNodes() {
        Ran ran = run(List.of(), "token", "add", "grafana", "--days", "30");

        assertThat(ran.status()).isZero();
        assertThat(ran.out()).matches("understudy_[A-Za-z0-9_-]{43}\n");
        assertThat(ran.err()).contains("token grafana is good as viewer until 20", "on ci-a, ci-b");
        for (NodeId node : List.of(A, B)) {
            assertThat(cluster.users(node).users().tokenOf(ran.out().strip()))
                    .isEqualTo(cluster.users(node).users().tokenNamed("grafana"))
                    .isPresent();
            assertThat(cluster.users(node).json()).doesNotContain(ran.out().strip());
        }
        assertThat(run(List.of(), "token", "list").out())
                .containsPattern("grafana +viewer +20")
                .doesNotContain("understudy_");
    }

    @Test
    void aTokenThatIsRemovedIsGoneEverywhereAndUsersStay() {
        run(List.of(PASSWORD, PASSWORD), "user", "add", "anna");
        run(List.of(), "token", "add", "nightly", "--role", "operator");
        run(List.of(PASSWORD, PASSWORD), "user", "add", "ben");

        assertThat(cluster.users(B).users().tokenNamed("nightly").orElseThrow().role())
                .isEqualTo(UserRole.OPERATOR);
        assertThat(run(List.of(), "token", "remove", "nightly").err())
                .contains("token nightly is good no more, on ci-a, ci-b.");
        assertThat(cluster.users(A).users().tokens()).isEmpty();
        assertThat(cluster.users(A).users().users()).hasSize(2);
        assertThat(run(List.of(), "token", "remove", "nightly").err())
                .contains("needed a token, found no nightly");
    }

    @Test
    void whatWasChangedInTwoPlacesAtOnceIsKeptOrChangedByAPerson() {
        run(List.of(PASSWORD, PASSWORD), "user", "add", "anna");
        Users before = cluster.users(A).users();
        cluster.users(A).offer(new UsersJson().write(before.without("anna", "a")));
        cluster.users(B)
                .offer(new UsersJson().write(before.with(before.named("anna").orElseThrow(), "b")));

        run(List.of(PASSWORD, PASSWORD), "user", "add", "ben");

        assertThat(cluster.users(A).users().clashes())
                .isEqualTo(cluster.users(B).users().clashes())
                .extracting(Clash::name)
                .containsExactly("user anna");
        assertThat(run(List.of(), "user", "keep", "ben").err())
                .contains("needed a user who was changed in two places at once, found no ben");
        assertThat(run(List.of(), "user", "keep", "anna").out())
                .isEqualTo("anna is right as understudy user list has it, on ci-a, ci-b.\n");
        assertThat(cluster.users(B).users().clashes()).isEmpty();
        assertThat(cluster.users(B).users().named("anna")).isPresent();
        assertThat(run(List.of(), "token", "keep", "grafana").err())
                .contains("needed a token that was changed in two places at once");
    }

    @Test
    void aTokenEndsSomeDay() {
        for (String days : List.of("0", "3651", "-1")) {
            assertThat(run(List.of(), "token", "add", "grafana", "--days=" + days).err())
                    .contains("needed --days to be 1 to 3650, found " + days);
        }
        assertThat(run(List.of(), "token").err())
                .contains("needed NODE, or add, remove, keep or list, found neither");
        assertThat(cluster.users(A).users().tokens()).isEmpty();
    }

    @Test
    void aPasswordIsTypedTwiceAndIsLong() {
        assertThat(run(List.of(PASSWORD, "something else"), "user", "add", "anna").err())
                .contains("needed the same password twice");
        assertThat(run(List.of("short", "short"), "user", "add", "anna").err())
                .contains("needed a password of 12 to 256 characters, found 5");
        assertThat(cluster.users(A).users().users()).isEmpty();
    }

    @Test
    void aNameThatNobodyCanHaveIsRefused() {
        assertThat(run(List.of(), "user", "add", "../anna").err())
                .contains("needed a name of 1 to 64");
    }

    @Test
    void gocdsTokenBecomesAViewer() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "standby = badger\n");

        assertThat(run(List.of(), "user", "import", token.toString()).out())
                .contains("standby may log in as viewer")
                .doesNotContain("badger");
        User standby = cluster.users(B).users().named("standby").orElseThrow();
        assertThat(standby.role()).isEqualTo(UserRole.VIEWER);
        assertThat(new Argon2().verify(standby.hash(), "badger"))
                .isEqualTo(new Passwords.Verdict.Right());
    }

    @Test
    void aTokenFileThatIsNoneIsRefusedWithoutRepeatingIt() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "a = hidden\nb = hidden\n");

        Ran ran = run(List.of(), "user", "import", token.toString());
        assertThat(ran.status()).isNotZero();
        assertThat(ran.err()).contains("needed exactly one line").doesNotContain("hidden");
    }

    private record Ran(int status, String out, String err) {}

    private Ran run(List<String> typed, String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Understudy.commandLine(new Typing(new ArrayDeque<>(typed)));
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        String[] all = new String[words.length + 2];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "--home";
        all[words.length + 1] = cluster.home().root().toString();
        int status = line.execute(all);
        return new Ran(status, out.toString(), err.toString());
    }

    /** Somebody who types these lines, one after the other. */
    private record Typing(Deque<String> lines) implements Terminal {
        @Override
        public boolean interactive() {
            return true;
        }

        @Override
        public boolean colours() {
            return false;
        }

        @Override
        public Optional<String> ask(String question) {
            return Optional.ofNullable(lines.poll());
        }
    }
}
