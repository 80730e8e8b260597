package io.understudy.node.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetachedGroupTest {

    private static final Duration SECONDS = Duration.ofSeconds(10);

    @TempDir Path folder = Path.of("/");
    private LogFile log = new LogFile(Path.of("/none"), 10_000);
    private DetachedGroup group = new DetachedGroup(Path.of("/none"), log);

    @BeforeEach
    void create() {
        log = new LogFile(folder.resolve("log/out.log"), 10_000);
        group = new DetachedGroup(folder.resolve("state/process"), log);
    }

    @AfterEach
    void stopAll() {
        assertThat(group.stop(Duration.ZERO, SECONDS)).isEmpty();
    }

    @Test
    void leadsASessionOfItsOwn() throws Exception {
        start("ps -o pid=,pgid=,sid= -p $$; sleep 600");
        String pid = Long.toString(group.pid().orElseThrow());
        awaitLog("%s %s %s".formatted(pid, pid, pid));
        assertThat(group.isRunning()).isTrue();
    }

    @Test
    void leavesNoGrandchildEvenOneThatLeftTheSession() {
        start("sleep 600 & setsid sleep 601 & (sleep 602 &) ; echo on; wait");
        awaitLog("on");
        await().atMost(SECONDS).until(() -> sleepers().size() == 3);
        assertThat(group.stop(SECONDS, SECONDS)).isEmpty();
        assertThat(sleepers()).isEmpty();
        assertThat(group.isRunning()).isFalse();
    }

    @Test
    void stillRunsWhileOnlyAGrandchildIsLeft() {
        start("sleep 600 & echo on");
        awaitLog("on");
        await().atMost(SECONDS).until(() -> group.pid().isEmpty());
        assertThat(group.isRunning()).isTrue();
        assertThat(later().isRunning()).isTrue();
        assertThat(later().stop(SECONDS, SECONDS)).isEmpty();
        assertThat(group.isRunning()).isFalse();
    }

    @Test
    void findsAChildThatClearedItsEnvironment() {
        start("env -i sleep 600 & echo on; wait");
        awaitLog("on");
        await().atMost(SECONDS).until(() -> sleepers().size() == 1);
        assertThat(later().stop(SECONDS, SECONDS)).isEmpty();
        assertThat(sleepers()).isEmpty();
    }

    @Test
    void killsWhatIgnoresTheRequest() {
        start("trap '' TERM; echo on; while :; do sleep 0.05; done");
        awaitLog("on");
        long begin = System.nanoTime();
        assertThat(group.stop(Duration.ofMillis(200), SECONDS)).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(200), SECONDS);
        assertThat(group.isRunning()).isFalse();
    }

    @Test
    void endsAProcessThatIsFrozen() {
        start("echo on; kill -STOP $$");
        awaitLog("on");
        assertThat(group.stop(Duration.ofMillis(100), SECONDS)).isEmpty();
    }

    @Test
    void isFoundWithoutItsStateFile() throws Exception {
        start("echo on; sleep 600");
        awaitLog("on");
        Files.delete(folder.resolve("state/process"));
        DetachedGroup later = later();
        assertThat(later.isRunning()).isTrue();
        assertThat(later.stop(SECONDS, SECONDS)).isEmpty();
        assertThat(group.isRunning()).isFalse();
    }

    @Test
    void neverTakesAnotherProcessForItsOwn() throws Exception {
        // The number in the file was given to this test's own process since.
        Files.createDirectories(folder.resolve("state"));
        new Leader(ProcessHandle.current().pid(), 1, bootOfThisHost())
                .write(folder.resolve("state/process"));
        assertThat(later().isRunning()).isFalse();
        assertThat(later().stop(Duration.ZERO, SECONDS)).isEmpty();
        new Leader(parentStart().pid(), parentStart().startTicks(), "another boot")
                .write(folder.resolve("state/process"));
        assertThat(later().isRunning()).isFalse();
    }

    @Test
    void outlivesTheDaemonAndEverySignalToItsGroup() throws Exception {
        Path output = folder.resolve("daemon.out");
        Process daemon =
                new ProcessBuilder(
                                "setsid",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ShortLivedDaemon.class.getName(),
                                folder.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        await().atMost(SECONDS).until(() -> Files.readString(output).contains("started"));
        var signal = Program.of("/bin/sh", "-c", "kill -KILL -" + daemon.pid());
        assertThat(new ProgramRunner().run(signal, SECONDS))
                .isEqualTo(new RunResult.Exited(0, "", ""));
        assertThat(daemon.waitFor(10, TimeUnit.SECONDS)).isTrue();

        DetachedGroup later = later();
        assertThat(later.pid()).isPresent();
        assertThat(later.stop(SECONDS, SECONDS)).isEmpty();
        assertThat(later.isRunning()).isFalse();
    }

    @Test
    void isRecognisedAlsoWhenItRunsAsAnotherUser() {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
        var program =
                new Program(
                        List.of("sh", "-c", "(setsid sleep 600 &) ; id -un; exec sleep 601"),
                        Path.of("/"),
                        Optional.of("nobody"),
                        Map.of());
        assertThat(group.start(program)).isEqualTo(new DetachedGroup.StartResult.Running());
        awaitLog("nobody");
        assertThat(later().pid()).isEqualTo(group.pid());
        assertThat(later().stop(SECONDS, SECONDS)).isEmpty();
        assertThat(group.isRunning()).isFalse();
    }

    @Test
    void isStartedOnlyOnce() {
        start("echo on; sleep 600");
        awaitLog("on");
        Optional<Long> pid = group.pid();
        start("echo on; sleep 600");
        assertThat(later().start(shell("sleep 600")))
                .isEqualTo(new DetachedGroup.StartResult.Running());
        assertThat(group.pid()).isEqualTo(pid);
    }

    @Test
    void tellsWhyItEnded() {
        start("echo one; echo 'no database'; exit 4");
        await().atMost(SECONDS).until(() -> !group.isRunning());
        await().atMost(SECONDS).until(() -> group.exitStatus().isPresent());
        assertThat(group.exitStatus()).hasValue(4);
        assertThat(log.lastLine()).isEqualTo("no database");
    }

    @Test
    void tellsAVariableOfTheRunningProcess() {
        assertThat(group.start(shell("echo on; sleep 600").withVariable("UNDERSTUDY_EPOCH", "7")))
                .isEqualTo(new DetachedGroup.StartResult.Running());
        awaitLog("on");
        assertThat(later().variable("UNDERSTUDY_EPOCH")).contains("7");
    }

    @Test
    void keepsTheLogOfEarlierRunsAndBoundsAllOfThem() throws Exception {
        for (int run = 1; run <= 6; run++) {
            start("echo run " + run);
            await().atMost(SECONDS).until(() -> !group.isRunning());
        }
        assertThat(log.lastLine()).isEqualTo("run 6");
        assertThat(folder.resolve("log/out.log.1")).hasContent("run 5");
        assertThat(folder.resolve("log/out.log.3")).hasContent("run 3");
        assertThat(folder.resolve("log/out.log.4")).doesNotExist();

        start("seq 1 5000; echo on; read -r _ < go; echo after; sleep 600");
        awaitLog("on");
        group.keepLogWithinCap();
        assertThat(Files.size(log.path())).isZero();
        assertThat(Files.size(folder.resolve("log/out.log.1"))).isEqualTo(5_000);
        Files.writeString(folder.resolve("go"), "\n", StandardOpenOption.WRITE);
        awaitLog("after");
        assertThat(Files.size(log.path())).isEqualTo("after\n".length());
    }

    private void start(String script) {
        assertThat(group.start(shell("mkfifo go 2>/dev/null; " + script)))
                .isEqualTo(new DetachedGroup.StartResult.Running());
    }

    private Program shell(String script) {
        return new Program(List.of("sh", "-c", script), folder, Optional.empty(), Map.of());
    }

    private DetachedGroup later() {
        return new DetachedGroup(folder.resolve("state/process"), log);
    }

    private void awaitLog(String line) {
        await().atMost(SECONDS)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> log.lastLine().replaceAll(" +", " ").equals(line));
    }

    /** The sleeping processes in this test's folder. */
    private List<ProcessEntry> sleepers() {
        return new ProcessTable(Path.of("/proc"))
                .allAlive().stream()
                        .filter(one -> link(one.pid(), "cwd").equals(folder))
                        .filter(one -> link(one.pid(), "exe").endsWith("sleep"))
                        .toList();
    }

    private static Path link(long pid, String name) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/" + name));
        } catch (IOException _) {
            return Path.of("/none");
        }
    }

    private static String bootOfThisHost() {
        return new ProcessTable(Path.of("/proc")).boot();
    }

    private static ProcessEntry parentStart() {
        long parent = ProcessHandle.current().parent().orElseThrow().pid();
        return new ProcessTable(Path.of("/proc")).alive(parent).orElseThrow();
    }
}
