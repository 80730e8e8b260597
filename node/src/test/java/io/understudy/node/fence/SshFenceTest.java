package io.understudy.node.fence;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.node.process.ProgramRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real sshd, which has a loopback port and keys of its own. */
class SshFenceTest {

    private static final Epoch SEVEN = new Epoch(7);
    private static final Target CI_A = new Target(new NodeId("ci-a"), "127.0.0.1", SEVEN);
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir private Path folder;
    private SecureShell shell;

    @BeforeEach
    void start() throws Exception {
        Assumptions.assumeTrue(SecureShell.isInstalled(), "openssh-server is installed");
        shell = SecureShell.start(folder);
    }

    @AfterEach
    void stop() {
        if (shell != null) {
            shell.close();
        }
    }

    @Test
    void theLineOfTheNodeOnTheOtherHostIsAReceipt() throws Exception {
        understudy(
                "echo \"$@\" > asked; echo \"understudy receipt: ci-a serves in no epoch before"
                        + " $5\"");

        assertThat(fence(shell.knownHosts(), shell.key(), LONG).fence(CI_A))
                .isEqualTo(new Outcome.Done());
        assertThat(folder.resolve("asked"))
                .hasContent("--home %s fence-self --epoch 7".formatted(folder.resolve("home")));
    }

    @Test
    void aTestRunsTheProgramThereInItsTestMode() throws Exception {
        understudy(
                "test \"$6\" = --test || exit 1; echo 'understudy test: ci-a could be stopped"
                        + " here'");

        assertThat(fence(shell.knownHosts(), shell.key(), LONG).prove(CI_A))
                .isEqualTo(new Outcome.Done());
        assertThat(fence(shell.knownHosts(), shell.key(), LONG).fence(CI_A))
                .isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void theLineOfAnotherNodeOrOfNothingIsNone() throws Exception {
        understudy("echo 'understudy receipt: ci-b serves in no epoch before 7'");
        assertThat(why(fence(shell.knownHosts(), shell.key(), LONG).fence(CI_A)))
                .contains("found 'understudy receipt: ci-b")
                .contains("see that this is the host of ci-a");

        understudy("exit 0");
        assertThat(why(fence(shell.knownHosts(), shell.key(), LONG).fence(CI_A)))
                .contains("found 'it said nothing'");
    }

    @Test
    void aHostThatSaysNoRefuses() throws Exception {
        understudy("echo 'understudy: ci-a has seen epoch 9' >&2; exit 3");

        assertThat(fence(shell.knownHosts(), shell.key(), LONG).fence(CI_A))
                .isEqualTo(new Outcome.Refused("understudy: ci-a has seen epoch 9"));
    }

    @Test
    void aHostWithAnotherKeyIsNotTrusted() throws Exception {
        understudy("touch ran");
        Path other = shell.keyPair("other");
        Path hosts =
                Files.writeString(
                        folder.resolve("strangers"),
                        shell.hostLine(Files.readString(other.resolveSibling("other.pub"))));

        assertThat(why(fence(hosts, shell.key(), LONG).fence(CI_A)))
                .contains("Host key verification failed");
        assertThat(folder.resolve("ran")).doesNotExist();
    }

    @Test
    void aKeyThatTheHostDoesNotKnowFailsWithoutAskingForAPassword() throws Exception {
        assertThat(why(fence(shell.knownHosts(), shell.keyPair("other"), LONG).fence(CI_A)))
                .contains("Permission denied");
    }

    @Test
    void aHostWhereNobodyListensFails() throws Exception {
        FenceMethod method = fence(shell.knownHosts(), shell.key(), LONG);
        shell.close();

        assertThat(why(method.fence(CI_A))).contains("Connection refused");
    }

    @Test
    void aHostThatHangsIsSilentAtTheDeadline() throws Exception {
        understudy("sleep 300");
        long began = System.nanoTime();

        assertThat(fence(shell.knownHosts(), shell.key(), Duration.ofSeconds(2)).fence(CI_A))
                .isInstanceOf(Outcome.Unknown.class);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(12));
    }

    private static String why(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed) outcome).why();
    }

    private FenceMethod fence(Path knownHosts, Path key, Duration deadline) {
        return new SshFence(
                new FenceSettings.Ssh(
                        new FenceSettings.Login(
                                System.getProperty("user.name"), shell.port(), key, knownHosts),
                        folder.resolve("understudy"),
                        folder.resolve("home"),
                        deadline),
                new ProgramRunner());
    }

    /** What stands for the program on the other host. */
    private void understudy(String body) throws IOException {
        Path program = folder.resolve("understudy");
        Files.writeString(program, "#!/bin/sh\ncd %s\n%s\n".formatted(folder, body));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }
}
