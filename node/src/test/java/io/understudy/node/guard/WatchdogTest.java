package io.understudy.node.guard;

import static io.understudy.node.guard.TestHome.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.Moment;
import io.understudy.core.observation.GuardState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The guard's use of a watchdog, by a file in the place of one: a real device would reset the host
 * that runs the tests.
 */
@Timeout(120)
class WatchdogTest {

    private static final Epoch SEVEN = new Epoch(7);
    private static final Path SOURCES = TestHome.module().resolve("src");

    private final TestHome home = new TestHome();
    private final Path device = home.root().resolve("watchdog");

    @AfterEach
    void end() {
        home.close();
    }

    @Test
    void isFedWhileItIsArmedAndClosedOnPurpose() throws Exception {
        GuardProgram guard = begin(GuardSettings.Watchdog.REQUIRED, 1);
        assertThat(transcript()).isEmpty();
        guard.arm(SEVEN, home.now().plus(Duration.ofSeconds(4)), SOON);
        await().atMost(SOON).until(() -> transcript().matches("SKK+"));
        assertThat(watchdog(guard)).isEqualTo("open, 1 s");
        guard.disarm(SOON);
        assertThat(transcript()).matches("SKK+V");
        assertThat(watchdog(guard)).isEqualTo("required");
    }

    @Test
    void isClosedOnceNothingIsLeft() throws Exception {
        GuardProgram guard = begin(GuardSettings.Watchdog.AUTOMATIC, 1);
        home.serve();
        guard.arm(SEVEN, home.now().plus(Duration.ofMillis(300)), SOON);
        await().atMost(SOON).until(() -> !home.serving());
        await().atMost(SOON).until(() -> transcript().endsWith("V"));
    }

    @Test
    void isTakenThoughItIsSlowUnlessItIsRequired() throws Exception {
        Moment until = home.now().plus(Duration.ofMinutes(1));
        GuardProgram guard = begin(GuardSettings.Watchdog.AUTOMATIC, 300);
        assertThat(guard.arm(SEVEN, until, SOON)).isEqualTo(new GuardState.Armed(SEVEN, until));
        assertThat(watchdog(guard)).isEqualTo("open, 300 s");
        guard.disarm(SOON);
        guard.close();
        home.watchdog(GuardSettings.Watchdog.REQUIRED);
        assertThat(home.guard().arm(SEVEN, until, SOON))
                .isInstanceOfSatisfying(
                        GuardState.Missing.class,
                        missing -> assertThat(missing.why()).contains("at least 300 s"));
    }

    @Test
    void isDoneWithoutWhereThereIsNoneUnlessItIsRequired() throws Exception {
        Moment until = home.now().plus(Duration.ofMinutes(1));
        GuardProgram guard = begin(GuardSettings.Watchdog.AUTOMATIC, 1);
        Files.delete(device);
        assertThat(guard.arm(SEVEN, until, SOON)).isEqualTo(new GuardState.Armed(SEVEN, until));
        assertThat(watchdog(guard)).startsWith("unusable: needed the watchdog " + device);
        guard.disarm(SOON);
        guard.close();
        home.watchdog(GuardSettings.Watchdog.REQUIRED);
        GuardProgram strict = home.guard();
        assertThat(strict.arm(SEVEN, until, SOON)).isInstanceOf(GuardState.Missing.class);
        assertThat(strict.look(SOON)).isEqualTo(new GuardState.Idle());
    }

    private GuardProgram begin(GuardSettings.Watchdog mode, int leastTimeout) throws Exception {
        Files.createFile(device);
        Files.delete(home.program());
        run(
                SOURCES.resolve("main/c/build").toString(),
                home.program().toString(),
                "-DSHIM_LEAST_TIMEOUT=" + leastTimeout,
                "-include",
                SOURCES.resolve("test/c/watchdog_shim.h").toString());
        run(
                home.program().toString(),
                "--home",
                home.root().toString(),
                "--watchdog",
                device.toString());
        home.watchdog(mode);
        GuardProgram guard = home.guard();
        guard.look(SOON);
        return guard;
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private String transcript() throws IOException {
        return Files.readString(device);
    }

    private static String watchdog(GuardProgram guard) {
        return guard.sight(SOON) instanceof Sight.Seen seen ? seen.watchdog() : "";
    }
}
