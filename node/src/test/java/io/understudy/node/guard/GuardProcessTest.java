package io.understudy.node.guard;

import static io.understudy.node.guard.TestHome.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.Moment;
import io.understudy.core.observation.GuardState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real program, where it is stopped, lied to, started twice, or left alone. */
@Timeout(60)
class GuardProcessTest {

    private static final Epoch SEVEN = new Epoch(7);
    private static final Duration A_WHILE = Duration.ofMillis(400);
    private static final Duration FAR = Duration.ofMinutes(10);

    private final TestHome home = new TestHome();
    private final GuardProgram guard = home.guard();

    @AfterEach
    void end() {
        home.close();
    }

    @Test
    void endsChildrenThatLeftTheirSessionOrDefendThemselves() throws IOException {
        home.serve();
        await().atMost(SOON).until(() -> seen(guard).count() == 3);
        List<Long> processes = seen(guard).targets().stream().map(Sight.Target::pid).toList();
        guard.arm(SEVEN, home.now(), SOON);
        await().atMost(SOON)
                .until(() ->
                        processes.stream()
                                .noneMatch(pid ->
                                        ProcessHandle.of(pid)
                                                .filter(ProcessHandle::isAlive)
                                                .isPresent()));
        assertThat(log()).contains("armed in epoch 7", "ended what served here in epoch 7");
    }

    @Test
    void actsWithNobodyConnected() {
        home.serve();
        Moment until = home.now().plus(A_WHILE);
        guard.arm(SEVEN, until, SOON);
        guard.close();
        assertThat(home.serving()).isTrue();
        TestHome.waitUntil(until);
        await().atMost(SOON).until(() -> !home.serving());
    }

    @Test
    void actsAtOnceWhenItIsLetGoOnPastItsDeadline() throws Exception {
        home.serve();
        Moment until = home.now().plus(A_WHILE);
        guard.arm(SEVEN, until, SOON);
        signal("STOP");
        TestHome.waitUntil(until.plus(A_WHILE));
        assertThat(home.serving()).isTrue();
        assertThat(guard.look(Duration.ofMillis(100))).isInstanceOf(GuardState.Missing.class);
        signal("CONT");
        await().atMost(SOON).until(() -> !home.serving());
    }

    @Test
    void leavesANeighbourAlone() {
        try (TestHome neighbour = new TestHome()) {
            home.serve();
            neighbour.serve();
            guard.arm(SEVEN, home.now(), SOON);
            await().atMost(SOON).until(() -> !home.serving());
            assertThat(neighbour.serving()).isTrue();
        }
    }

    @Test
    void goesOnWhileArmedWhenItIsAskedToEnd() throws Exception {
        GuardState armed = guard.arm(SEVEN, home.now().plus(FAR), SOON);
        for (String signal : List.of("TERM", "INT", "HUP", "QUIT")) {
            signal(signal);
        }
        assertThat(guard.look(SOON)).isEqualTo(armed);
        guard.disarm(SOON);
        signal("TERM");
        await().atMost(SOON).until(() -> home.process().isEmpty());
    }

    @Test
    void runsOnceForAHome() throws Exception {
        guard.look(SOON);
        Process second =
                new ProcessBuilder(home.program().toString(), "--home", home.root().toString())
                        .start();
        assertThat(second.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(3);
        Optional<Long> before = home.process().map(ProcessHandle::pid);
        assertThat(home.guard().look(SOON)).isEqualTo(new GuardState.Idle());
        assertThat(home.process().map(ProcessHandle::pid)).isEqualTo(before);
    }

    @Test
    void endsByItselfOnceNobodyCanFindIt() throws IOException {
        home.serve();
        Moment until = home.now().plus(A_WHILE);
        guard.arm(SEVEN, until, SOON);
        Files.delete(home.root().resolve("run/guard.sock"));
        assertThat(home.process()).isPresent();
        TestHome.waitUntil(until);
        await().atMost(SOON).until(() -> !home.serving());
        await().atMost(SOON).until(() -> home.process().isEmpty());
        guard.close();
        assertThat(guard.look(SOON)).isEqualTo(new GuardState.Idle());
    }

    @Test
    void isForItsOwnUserAlone() throws IOException {
        guard.look(SOON);
        Path folder = home.root().resolve("run");
        assertThat(permissions(folder)).isEqualTo("rwx------");
        assertThat(permissions(folder.resolve("guard.sock"))).isEqualTo("rw-------");
    }

    @Test
    void takesNoHarmFromLinesThatItDoesNotKnow() throws IOException {
        GuardState armed = guard.arm(SEVEN, home.now().plus(FAR), SOON);
        Random random = new Random(7);
        for (int size : List.of(1, 100, 9_000, 60_000)) {
            byte[] garbage = new byte[size];
            random.nextBytes(garbage);
            try (SocketChannel stranger = home.connect()) {
                stranger.write(ByteBuffer.wrap(garbage));
            } catch (IOException _) {
                // It hangs up on lines without an end.
            }
        }
        try (Asked stranger = new Asked(home)) {
            assertThat(stranger.greeting).matches("understudy-guard 1 [0-9]+");
            assertThat(stranger.ask("disarm")).startsWith("error ");
            assertThat(stranger.ask("arm 8 1")).startsWith("error ");
            assertThat(stranger.ask("state extra")).startsWith("error ");
            assertThat(stranger.ask("")).startsWith("error ");
            assertThat(stranger.ask("state")).startsWith("armed 7 ");
        }
        assertThat(guard.look(SOON)).isEqualTo(armed);
    }

    @Test
    void refusesWhatItCannotUnderstandFromTheDaemonToo() throws IOException {
        guard.look(SOON);
        try (Asked daemon = new Asked(home)) {
            assertThat(daemon.ask("lead")).isEqualTo("idle");
            for (String line :
                    List.of(
                            "arm",
                            "arm 7",
                            "arm 0 5",
                            "arm -1 5",
                            "arm 7 99999999999999999999",
                            "arm 7 5x",
                            "watch server",
                            "watch server relative",
                            "watch server /a%00",
                            "watch server /a%4",
                            "watch database /a",
                            "watchdog sometimes",
                            "disarm now")) {
                assertThat(daemon.ask(line)).as(line).startsWith("error ");
            }
            assertThat(daemon.ask("state")).isEqualTo("idle");
        }
    }

    @Test
    void hearsOnlyTheLatestDaemon() throws IOException {
        guard.look(SOON);
        try (Asked earlier = new Asked(home)) {
            assertThat(earlier.ask("lead")).isEqualTo("idle");
            GuardState armed = home.guard().arm(SEVEN, home.now().plus(FAR), SOON);
            assertThat(earlier.ask("disarm")).isEmpty();
            assertThat(home.guard().look(SOON)).isEqualTo(armed);
        }
    }

    @Test
    void watchesOverMoreButNeverLessWhileItIsArmed() throws IOException {
        home.serve();
        guard.arm(SEVEN, home.now().plus(FAR), SOON);
        try (Asked daemon = new Asked(home)) {
            daemon.ask("lead");
            assertThat(daemon.ask("watch database /data /side")).isEqualTo("watching 2");
            assertThat(daemon.ask("arm 7 1")).isEqualTo("armed 7 1");
        }
        await().atMost(SOON).until(() -> !home.serving());
    }

    @Test
    void provesItselfOnADecoyAndHarmsNothing() {
        home.serve();
        GuardState armed = guard.arm(SEVEN, home.now().plus(FAR), SOON);
        assertThat(guard.lastProof()).isEmpty();
        assertThat(guard.drill())
                .isInstanceOfSatisfying(
                        Drill.Proved.class,
                        proved -> {
                            assertThat(proved.late()).isPositive();
                            assertThat(proved.processes()).isEqualTo(3);
                            assertThat(guard.lastProof().orElseThrow().late())
                                    .isEqualTo(proved.late());
                        });
        assertThat(home.serving()).isTrue();
        assertThat(guard.look(SOON)).isEqualTo(armed);
    }

    @Test
    void waitsForNobodyWithoutUsingTheProcessor() {
        guard.arm(SEVEN, home.now().plus(FAR), SOON);
        Duration before = used();
        TestHome.waitUntil(home.now().plus(Duration.ofSeconds(2)));
        assertThat(used().minus(before)).isLessThanOrEqualTo(Duration.ofMillis(20));
    }

    @Test
    void saysWhereItsSocketsNameIsTooLong() throws IOException {
        Path deep = Files.createDirectories(home.root().resolve("d".repeat(100)));
        GuardProgram unreachable =
                new GuardProgram(
                        new GuardSettings(
                                home.program(), deep, List.of(), GuardSettings.Watchdog.OFF));
        assertThat(unreachable.look(SOON))
                .isInstanceOfSatisfying(
                        GuardState.Missing.class,
                        missing -> assertThat(missing.why()).contains("107 are the most"));
    }

    private static Sight.Seen seen(GuardProgram guard) {
        return guard.sight(SOON) instanceof Sight.Seen seen
                ? seen
                : new Sight.Seen(false, false, false, "", List.of(), 0);
    }

    private Duration used() {
        return home.process().flatMap(one -> one.info().totalCpuDuration()).orElseThrow();
    }

    private void signal(String signal) throws Exception {
        Process kill =
                new ProcessBuilder(
                                "kill",
                                "-s",
                                signal,
                                Long.toString(home.process().orElseThrow().pid()))
                        .start();
        assertThat(kill.waitFor()).isZero();
    }

    private String log() throws IOException {
        return Files.readString(home.root().resolve("log/guard.log"));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
