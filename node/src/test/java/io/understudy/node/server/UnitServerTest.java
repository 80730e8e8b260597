package io.understudy.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.understudy.core.action.Outcome;
import io.understudy.core.action.StopMode;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.ServerState;
import io.understudy.core.port.Server;
import io.understudy.node.guard.GuardSettings;
import io.understudy.node.guard.TestHome;
import io.understudy.node.process.ControlGroup;
import io.understudy.testkit.ClaimedPorts;
import io.understudy.testkit.ServerContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real systemd, which this test boots; that takes a minute. */
@Tag("long")
class UnitServerTest extends ServerContract {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String UNIT = "stub.service";
    private static @Nullable BootedSystemd booted;

    @TempDir private Path folder = Path.of("/");
    private int port;
    private UnitServer server = serverOn(Path.of("/"), Systemd.ofThisHost());

    @BeforeAll
    static void boot() throws IOException {
        var missing = BootedSystemd.missing();
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        booted = BootedSystemd.boot();
        putStub();
    }

    /** That host has folders of its own, /tmp among them, where a checkout may be. */
    private static void putStub() throws IOException {
        String name = StubServer.class.getName().replace('.', '/') + ".class";
        Path there = classes().resolve(name);
        Files.createDirectories(there.getParent());
        try (InputStream in = StubServer.class.getResourceAsStream("StubServer.class")) {
            Files.write(there, in.readAllBytes());
        }
    }

    @AfterAll
    static void end() throws IOException {
        if (booted != null) {
            booted.close();
        }
    }

    @BeforeEach
    void create() throws IOException {
        port = ClaimedPorts.one();
        Files.createDirectories(workplace());
        Files.deleteIfExists(workplace().resolve("silent"));
        booted().write(UNIT, unit(stub(), "Restart=always"));
        server = serverOn(folder, booted().systemd());
    }

    @AfterEach
    void stopAll() {
        assertThat(server.stop(StopMode.AT_ONCE, SOON)).isEqualTo(new Outcome.Done());
    }

    @Override
    protected Server server() {
        return server;
    }

    @Override
    protected Server serverOfRestartedDaemon() {
        return serverOn(folder, booted().systemd());
    }

    @Override
    protected void serverDies() {
        booted().control("kill", "--signal=SIGKILL", UNIT);
    }

    @Override
    protected void serverFallsSilent() {
        try {
            Files.createFile(workplace().resolve("silent"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void serverBecomesUnusable() {
        booted().control("mask", "--runtime", UNIT);
        try {
            Files.delete(booted().systemd().file("/etc/systemd/system/" + UNIT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        booted().control("daemon-reload");
    }

    @Override
    protected Epoch epochThatTheServerKnows() {
        return new Epoch(Long.parseLong(variable("UNDERSTUDY_EPOCH")));
    }

    @Override
    protected Object run() {
        return booted().control("show", "--property=InvocationID", UNIT);
    }

    @Test
    void tellsTheServerItsRole() {
        startHealthy(7);
        assertThat(variable("UNDERSTUDY_ROLE")).isEqualTo("primary");
        assertThat(variable("UNDERSTUDY_NODE")).isEqualTo("ci-a");
        assertThat(variable("UNDERSTUDY_CLUSTER")).isEqualTo("acme");
    }

    @Test
    void isStartedByNobodyElseOnANodeThatIsNotToServe() {
        assertThat(server.look(SOON)).isInstanceOf(ServerState.Stopped.class);
        assertThat(booted().systemd().control(SOON, "start", UNIT))
                .isInstanceOf(Systemd.Said.No.class);
        startHealthy(7);
        assertThat(server.stop(StopMode.ORDERLY, SOON)).isEqualTo(new Outcome.Done());
        assertThat(booted().systemd().control(SOON, "start", UNIT))
                .isInstanceOf(Systemd.Said.No.class);
        assertThat(server.look(SOON)).isInstanceOf(ServerState.Stopped.class);
    }

    @Test
    void killsWhatLeftItsSessionAndWhatHidesFromSignals() {
        booted().write(
                        UNIT,
                        unit(
                                "/bin/sh -c 'trap \"\" TERM; env -i setsid sleep 600 & setsid sleep"
                                        + " 601 & wait'",
                                "KillMode=process"));
        assertThat(server.start(new Epoch(7), SOON)).isEqualTo(new Outcome.Done());
        await().atMost(SOON).until(() -> group().processes().size() == 3);
        long begin = System.nanoTime();
        assertThat(server.stop(StopMode.AT_ONCE, SOON)).isEqualTo(new Outcome.Done());
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        assertThat(group().processes()).isEmpty();
    }

    @Test
    void killsAServerThatDoesNotStopWithinTheDeadline() {
        booted().write(
                        UNIT,
                        unit(
                                "/bin/sh -c 'trap \"\" TERM; echo on; while :; do sleep 0.05;"
                                        + " done'",
                                "TimeoutStopSec=300"));
        assertThat(server.start(new Epoch(7), SOON)).isEqualTo(new Outcome.Done());
        assertThat(server.stop(StopMode.ORDERLY, Duration.ofSeconds(2)))
                .isEqualTo(new Outcome.Done());
        assertThat(server.look(SOON)).isInstanceOf(ServerState.Stopped.class);
    }

    /**
     * The journal learns from /proc whose line it is, so one that is written and left in the same
     * moment may belong to nobody.
     */
    @Test
    void tellsTheLastWordsOfAServerThatCrashedSoon() {
        booted().write(
                        UNIT,
                        unit("/bin/sh -c 'echo no licence; sleep 0.5; exit 9'", "Restart=always"));
        assertThat(server.start(new Epoch(7), SOON)).isEqualTo(new Outcome.Done());
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(serverOfRestartedDaemon().look(SOON))
                                .isEqualTo(
                                        new ServerState.Stopped(
                                                "exit status 9, last log line: no licence")));
    }

    @Test
    void saysThatAnotherDropInMakesSystemdStartItAgain() throws IOException {
        Path later = booted().systemd().file("/etc/systemd/system/" + UNIT + ".d/zzz-own.conf");
        Files.createDirectories(later.resolveSibling(""));
        Files.writeString(later, "[Service]\nRestart=always\n");
        try {
            assertThat(server.start(new Epoch(7), SOON))
                    .isEqualTo(
                            new Outcome.Refused(
                                    "Needed a unit that Understudy alone starts again, found"
                                        + " Restart=always in a drop-in of stub.service that comes"
                                        + " after Understudy's; see: systemctl cat stub.service"));
        } finally {
            Files.delete(later);
            booted().control("daemon-reload");
        }
    }

    @Test
    void isEndedByTheGuardWhereverItsProcessesWent() {
        booted().write(
                        UNIT,
                        unit(
                                "/bin/sh -c 'trap \"\" TERM; env -i setsid sleep 600 & setsid sleep"
                                        + " 601 & wait'",
                                "Restart=always"));
        assertThat(server.start(new Epoch(7), SOON)).isEqualTo(new Outcome.Done());
        await().atMost(SOON).until(() -> group().processes().size() == 3);
        try (TestHome home = new TestHome()) {
            home.watchOverToo(new GuardSettings.Watched.Unit(booted().group(UNIT)));
            var guard = home.guard();
            guard.arm(new Epoch(7), home.now().plus(Duration.ofMillis(300)), SOON);
            await().atMost(SOON).until(() -> group().processes().isEmpty());
        }
        // Nor does systemd start it again.
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(booted().control("show", "--property=ActiveState", UNIT).strip())
                                .isEqualTo("ActiveState=failed"));
        assertThat(group().processes()).isEmpty();
    }

    private void startHealthy(long epoch) {
        assertThat(server.start(new Epoch(epoch), SOON)).isEqualTo(new Outcome.Done());
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(
                        () -> assertThat(server.look(SOON)).isEqualTo(new ServerState.Healthy()));
    }

    private static BootedSystemd booted() {
        BootedSystemd found = booted;
        if (found == null) {
            throw new IllegalStateException("no systemd was booted");
        }
        return found;
    }

    private static Path classes() {
        return booted().systemd().file("/srv/classes");
    }

    /** Of the server, on its host. */
    private static Path workplace() {
        return booted().systemd().file("/srv/stub");
    }

    private static ControlGroup group() {
        return new ControlGroup(booted().systemd().groups(), UNIT);
    }

    private UnitServer serverOn(Path state, Systemd systemd) {
        return new UnitServer(
                new UnitSettings(
                        UNIT,
                        new Probe.Http(
                                URI.create("http://127.0.0.1:" + port + "/"),
                                Duration.ofMillis(50),
                                Duration.ofSeconds(2)),
                        Duration.ofSeconds(5),
                        state.resolve("state"),
                        new NodeId("ci-a"),
                        "acme"),
                systemd);
    }

    private String stub() {
        return "%s -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp /srv/classes %s %d"
                .formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        StubServer.class.getName(),
                        port);
    }

    private static String unit(String command, String option) {
        return "[Service]\nWorkingDirectory=/srv/stub\nExecStart=%s\nSuccessExitStatus=143\n%s\n"
                .formatted(command, option);
    }

    private static String variable(String name) {
        for (long pid : group().processes()) {
            try {
                for (String one :
                        List.of(
                                Files.readString(Path.of("/proc/" + pid + "/environ"))
                                        .split("\0", -1))) {
                    if (one.startsWith(name + "=")) {
                        return one.substring(name.length() + 1);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return "";
    }
}
