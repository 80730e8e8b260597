package io.understudy.node.fence;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.node.process.ProgramRunner;
import io.understudy.testkit.BadInputPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On real child processes. */
class CommandFenceTest {

    private static final Target CI_A = new Target(new NodeId("ci-a"), "192.0.2.11", new Epoch(7));
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir private Path folder;

    @Test
    void anExitStatusOfZeroIsAReceiptThreeANoAndAnythingElseAFailure() throws Exception {
        assertThat(fence("exit 0")).isEqualTo(new Outcome.Done());
        assertThat(fence("echo 'the host is in use' >&2; exit 3"))
                .isEqualTo(new Outcome.Refused("the host is in use"));
        assertThat(fence("echo 'first'; echo 'no route to the BMC'; exit 1"))
                .isEqualTo(new Outcome.Failed("exit status 1: no route to the BMC"));
        assertThat(fence("exit 4")).isEqualTo(new Outcome.Failed("exit status 4: it said nothing"));
    }

    @Test
    void aProgramThatIsMissingIsAFailureThatNamesIt() throws Exception {
        Outcome outcome =
                new CommandFence(
                                command(List.of("/none/fence"), Optional.empty(), LONG),
                                new ProgramRunner())
                        .fence(CI_A);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.why()).contains("/none/fence"));
    }

    @Test
    void itLearnsWhomToStopByItsArgumentsAndItsEnvironmentAndNoShellReadsThem() throws Exception {
        Path said = folder.resolve("said");
        Path script =
                script(
                        "echo \"$1|$2|$UNDERSTUDY_FENCE_NODE|$UNDERSTUDY_FENCE_ADDRESS|$UNDERSTUDY_FENCE_EPOCH\""
                            + " > "
                                + said);
        List<String> words = List.of(script.toString(), "--host={address}/{node}", "$(id) {epoch}");

        assertThat(
                        new CommandFence(
                                        command(words, Optional.empty(), LONG), new ProgramRunner())
                                .fence(CI_A))
                .isEqualTo(new Outcome.Done());
        assertThat(said).hasContent("--host=192.0.2.11/ci-a|$(id) 7|ci-a|192.0.2.11|7");
    }

    @Test
    void atItsDeadlineItIsKilledWithAllThatItStarted() throws Exception {
        Path child = folder.resolve("child");
        Path stray = folder.resolve("stray");
        Path script =
                script(
                        "sleep 300 & echo $! > %s; setsid sleep 300 & sleep 0.2; echo $! > %s; wait"
                                .formatted(child, stray));

        Outcome outcome =
                new CommandFence(
                                command(
                                        List.of(script.toString()),
                                        Optional.empty(),
                                        Duration.ofMillis(1500)),
                                new ProgramRunner())
                        .fence(CI_A);

        assertThat(outcome).isInstanceOf(Outcome.Unknown.class);
        for (Path file : List.of(child, stray)) {
            long pid = Long.parseLong(Files.readString(file).strip());
            Awaitility.await().until(() -> !isAlive(pid));
        }
    }

    @Test
    void secretsGoIntoItsEnvironmentAndIntoNoSentence() throws Exception {
        Path secrets = secrets("# of the BMC\nBMC_PASSWORD=p4ss=word\n", "rw-------");
        Path script = script("echo \"login with $BMC_PASSWORD failed\"; exit 1");

        Outcome outcome =
                new CommandFence(
                                command(List.of(script.toString()), Optional.of(secrets), LONG),
                                new ProgramRunner())
                        .fence(CI_A);

        assertThat(outcome).isEqualTo(new Outcome.Failed("exit status 1: login with *** failed"));
    }

    @Test
    void secretsThatOthersMayReadOrThatAreNoneAreNotUsed() throws Exception {
        assertThat(why(secrets("A=b", "rw-r--r--")))
                .matches(BadInputPage.says("secrets of a fence's command that others may read"));
        assertThat(why(folder.resolve("none")))
                .matches(BadInputPage.says("secrets of a fence's command that are missing"));
        assertThat(why(secrets("A=b\nhunter2\n", "rw-------")))
                .matches(BadInputPage.says("secrets of a fence's command in another form"))
                .doesNotContain("hunter2");
    }

    @Test
    void itIsProvedByACommandOfItsOwnAndWithoutOneNotAtAll() throws Exception {
        List<String> never = List.of(script("touch " + folder.resolve("fenced")).toString());
        FenceSettings.Command untested = command(never, Optional.empty(), LONG);
        assertThat(new CommandFence(untested, new ProgramRunner()).prove(CI_A))
                .isInstanceOf(Outcome.NotYet.class);

        FenceSettings.Command tested =
                new FenceSettings.Command(
                        never, List.of(script("exit 0").toString()), Optional.empty(), LONG);
        assertThat(new CommandFence(tested, new ProgramRunner()).prove(CI_A))
                .isEqualTo(new Outcome.Done());
        assertThat(folder.resolve("fenced")).doesNotExist();
    }

    private String why(Path secrets) throws Exception {
        Path script = script("touch " + folder.resolve("ran"));
        Outcome outcome =
                new CommandFence(
                                command(List.of(script.toString()), Optional.of(secrets), LONG),
                                new ProgramRunner())
                        .fence(CI_A);
        assertThat(folder.resolve("ran")).doesNotExist();
        return ((Outcome.Failed) outcome).why();
    }

    private Outcome fence(String body) throws Exception {
        return new CommandFence(
                        command(List.of(script(body).toString()), Optional.empty(), LONG),
                        new ProgramRunner())
                .fence(CI_A);
    }

    private static FenceSettings.Command command(
            List<String> command, Optional<Path> secrets, Duration deadline) {
        return new FenceSettings.Command(command, List.of(), secrets, deadline);
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    private Path secrets(String text, String permissions) throws IOException {
        Path file = Files.createTempFile(folder, "secrets", "");
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private Path script(String body) throws IOException {
        Path file = Files.createTempFile(folder, "fence", ".sh");
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
