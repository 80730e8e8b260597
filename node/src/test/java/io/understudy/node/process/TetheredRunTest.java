package io.understudy.node.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.node.guard.TestHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the real program, and on a JVM that is killed. */
class TetheredRunTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final ProgramRunner runner = ProgramRunner.tethered(TestHome.guardProgram());
    private final ProcessTable table = new ProcessTable(Path.of("/proc"));

    @TempDir private Path folder = Path.of("/");

    @Test
    void tellsStatusOutputAndErrorsAsWithoutIt() throws Exception {
        assertThat(runner.run(shell("echo out; echo err >&2; exit 3"), LONG))
                .isEqualTo(new RunResult.Exited(3, "out\n", "err\n"));
        assertThat(runner.run(shell("kill -TERM $$"), LONG))
                .isEqualTo(new RunResult.Exited(128 + 15, "", ""));
    }

    @Test
    void isKilledAtItsDeadlineWithAllThatItStarted() throws Exception {
        assertThat(runner.run(shell(noting("wait")), Duration.ofMillis(1500)))
                .isInstanceOf(RunResult.TimedOut.class);

        for (long pid : noted()) {
            await().atMost(LONG).until(() -> table.alive(pid).isEmpty());
        }
    }

    @Test
    void endsWithADaemonThatIsKilled() throws Exception {
        Process daemon =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                TetheringDaemon.class.getName(),
                                TestHome.guardProgram().toString(),
                                noting("wait"))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("daemon.out").toFile())
                        .start();
        await().atMost(LONG).until(() -> Files.exists(folder.resolve("ready")));
        List<Long> began = noted();
        assertThat(began).allMatch(pid -> table.alive(pid).isPresent());

        daemon.destroyForcibly().waitFor();

        for (long pid : began) {
            await().atMost(LONG).until(() -> table.alive(pid).isEmpty());
        }
    }

    @Test
    void isNotBegunByADaemonThatIsGone() throws Exception {
        Process orphan =
                new ProcessBuilder(
                                TestHome.guardProgram().toString(),
                                "--tether",
                                "1",
                                "/bin/touch",
                                folder.resolve("ready").toString())
                        .redirectErrorStream(true)
                        .start();

        assertThat(orphan.waitFor()).isEqualTo(127);
        assertThat(new String(orphan.getInputStream().readAllBytes(), UTF_8))
                .contains("needed to watch the daemon");
        assertThat(folder.resolve("ready")).doesNotExist();
    }

    @Test
    void saysThatTheProgramItRunsByIsMissing() throws Exception {
        assertThat(
                        ProgramRunner.tethered(Path.of("/none/understudy-guard"))
                                .run(shell("true"), LONG))
                .isEqualTo(
                        new RunResult.NotStarted(
                                "Needed the guard's program to run /bin/sh by, found no"
                                        + " /none/understudy-guard that can be run; install"
                                        + " Understudy whole."));
    }

    private String noting(String then) {
        return "sleep 600 & echo $! >%1$s/child; echo $$ >%1$s/self; touch %1$s/ready; %2$s"
                .formatted(folder, then);
    }

    private List<Long> noted() throws Exception {
        return List.of(pid("child"), pid("self"));
    }

    private long pid(String file) throws Exception {
        return Long.parseLong(Files.readString(folder.resolve(file)).strip());
    }

    private static Program shell(String script) {
        return Program.of("/bin/sh", "-c", script);
    }
}
