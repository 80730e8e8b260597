package io.understudy.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramRunnerTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final ProgramRunner runner = new ProgramRunner();

    @Test
    void tellsStatusOutputAndErrorsApart() throws Exception {
        assertThat(runner.run(shell("echo out; echo err >&2; exit 3"), LONG))
                .isEqualTo(new RunResult.Exited(3, "out\n", "err\n"));
    }

    @Test
    void keepsTheLastPartOfMuchOutput() throws Exception {
        var result = (RunResult.Exited) runner.run(shell("seq 1 200000; echo the-end"), LONG);
        assertThat(result.output()).hasSize(64 * 1024).endsWith("200000\nthe-end\n");
    }

    @Test
    void killsACommandWithItsChildrenAtTheDeadline(@TempDir Path folder) throws Exception {
        Path child = folder.resolve("child");
        long begin = System.nanoTime();
        RunResult result =
                runner.run(
                        shell("trap '' TERM; sleep 600 & echo $! > " + child + "; echo on; wait"),
                        Duration.ofMillis(500));
        assertThat(result).isEqualTo(new RunResult.TimedOut("on\n", ""));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONG);
        long pid = Long.parseLong(Files.readString(child).strip());
        assertThat(new ProcessTable(Path.of("/proc")).alive(pid)).isEmpty();
    }

    @Test
    void doesNotWaitForAGrandchildThatHoldsTheOutput() throws Exception {
        long begin = System.nanoTime();
        RunResult result = runner.run(shell("sleep 30 & echo $!"), LONG);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        String pid = ((RunResult.Exited) result).output().strip();
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void saysThatAProgramIsMissingOrNotExecutable(@TempDir Path folder) throws Exception {
        assertThat(runner.run(Program.of("no-such-program"), LONG))
                .isEqualTo(
                        new RunResult.NotStarted(
                                "Needed the program no-such-program, found none; install it or"
                                        + " correct the command in the configuration."));
        Path plain = Files.writeString(folder.resolve("plain"), "x");
        assertThat(runner.run(Program.of(plain.toString()), LONG))
                .isEqualTo(
                        new RunResult.NotStarted(
                                "Needed the program %s, found a file that is not executable; type: chmod +x %s"
                                        .formatted(plain, plain)));
    }

    @Test
    void saysThatTheUserOrTheDirectoryIsMissing() throws Exception {
        var user =
                new Program(List.of("true"), Path.of("/"), Optional.of("no-such-user"), Map.of());
        assertThat(runner.run(user, LONG)).isInstanceOf(RunResult.NotStarted.class);
        var directory =
                new Program(List.of("true"), Path.of("/no/such"), Optional.empty(), Map.of());
        assertThat(runner.run(directory, LONG))
                .isInstanceOfSatisfying(
                        RunResult.NotStarted.class,
                        no -> assertThat(no.why()).contains("/no/such"));
    }

    @Test
    void runsAsAnotherUserWhenRoot() throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
        var program =
                new Program(
                        List.of("sh", "-c", "id -un; id -gn; echo $HOME"),
                        Path.of("/"),
                        Optional.of("nobody"),
                        Map.of());
        assertThat(runner.run(program, LONG))
                .isEqualTo(new RunResult.Exited(0, "nobody\nnogroup\n/nonexistent\n", ""));
    }

    private static Program shell(String script) {
        return Program.of("sh", "-c", script);
    }
}
