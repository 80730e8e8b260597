package io.understudy.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.core.action.Outcome;
import io.understudy.core.action.StopMode;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.ServerState;
import io.understudy.core.port.Server;
import io.understudy.node.process.LogFile;
import io.understudy.node.process.Program;
import io.understudy.testkit.ClaimedPorts;
import io.understudy.testkit.ServerContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetachedServerTest extends ServerContract {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration EVERY = Duration.ofMillis(50);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    @TempDir Path folder = Path.of("/");
    private int port;
    private Path program = Path.of("/");
    private DetachedServer server = new DetachedServer(settings(Path.of("/"), 1));

    @BeforeEach
    void create() throws IOException {
        port = ClaimedPorts.one();
        program = folder.resolve("run-server");
        Files.writeString(
                program,
                """
                #!/bin/sh
                exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '%s' %s %d
                """
                        .formatted(
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                System.getProperty("java.class.path"),
                                StubServer.class.getName(),
                                port));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        server = new DetachedServer(settings(folder, port));
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
        return new DetachedServer(settings(folder, port));
    }

    @Override
    protected void serverDies() {
        ProcessHandle.of(server.pid().orElseThrow()).orElseThrow().destroyForcibly();
    }

    @Override
    protected void serverFallsSilent() {
        write("silent", "");
    }

    @Override
    protected void serverBecomesUnusable() {
        assertThat(program.toFile().setExecutable(false)).isTrue();
    }

    @Override
    protected Epoch epochThatTheServerKnows() {
        return new Epoch(Long.parseLong(variable("UNDERSTUDY_EPOCH")));
    }

    @Override
    protected Object run() {
        return server.pid().orElseThrow();
    }

    @Test
    void tellsTheServerItsRole() {
        assertThat(server.start(new Epoch(7), SOON)).isEqualTo(new Outcome.Done());
        await().atMost(SOON).until(() -> !environment().isEmpty());
        assertThat(variable("UNDERSTUDY_ROLE")).isEqualTo("primary");
        assertThat(variable("UNDERSTUDY_NODE")).isEqualTo("ci-a");
        assertThat(variable("UNDERSTUDY_CLUSTER")).isEqualTo("acme");
        assertThat(variable("GREETING")).isEqualTo("hello");
    }

    @Test
    void tellsTheLastWordsOfAServerThatCrashedAtOnce() {
        write("run-server", "#!/bin/sh\necho starting\necho 'no licence'\nexit 9\n");
        assertThat(server.start(new Epoch(7), SOON)).isEqualTo(new Outcome.Done());
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(server.look(SOON))
                                .isEqualTo(
                                        new ServerState.Stopped(
                                                "exit status 9, last log line: no licence")));
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(server.lastWords())
                                .isEqualTo("exit status 9, last log line: no licence"));
    }

    @Test
    void doesNotStartAnyMoreWhenOnlyWhatItHadStartedIsLeft() {
        write("run-server", "#!/bin/sh\nsleep 60 &\necho 'no database'\nexit 3\n");
        assertThat(server.start(new Epoch(7), SOON)).isEqualTo(new Outcome.Done());
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(server.look(SOON))
                                .isEqualTo(
                                        new ServerState.Unhealthy(
                                                "The server ended before it answered, and left"
                                                        + " processes behind: exit status 3, last"
                                                        + " log line: no database.")));
    }

    @Test
    void isStartingUntilItAnswersForTheFirstTime() {
        write("silent", "");
        assertThat(server.start(new Epoch(7), SOON)).isEqualTo(new Outcome.Done());
        assertThat(server.look(SOON)).isEqualTo(new ServerState.Starting());
    }

    @Test
    void killsAServerThatDoesNotStopWithinTheDeadline() {
        write("run-server", "#!/bin/sh\ntrap '' TERM\necho on\nwhile :; do sleep 0.05; done\n");
        assertThat(server.start(new Epoch(7), SOON)).isEqualTo(new Outcome.Done());
        await().atMost(SOON).until(() -> server.lastWords().endsWith("on"));
        long begin = System.nanoTime();
        Duration deadline = Duration.ofSeconds(2);
        assertThat(server.stop(StopMode.ORDERLY, deadline)).isEqualTo(new Outcome.Done());
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isLessThan(deadline.multipliedBy(3));
        assertThat(server.look(SOON)).isInstanceOf(ServerState.Stopped.class);
    }

    @Test
    void probesByTcpAndByCommand() throws InterruptedException {
        var prober = new Prober(settings(folder, port).program());
        var tcp =
                new Probe.Tcp(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        "",
                        EVERY,
                        TIMEOUT);
        assertThat(prober.ask(tcp, TIMEOUT)).isInstanceOf(Answer.Bad.class);
        assertThat(server.start(new Epoch(7), SOON)).isEqualTo(new Outcome.Done());
        await().atMost(SOON).until(() -> prober.ask(tcp, TIMEOUT) instanceof Answer.Good);

        assertThat(prober.ask(new Probe.Command(List.of("true"), EVERY, TIMEOUT), TIMEOUT))
                .isEqualTo(new Answer.Good());
        assertThat(
                        prober.ask(
                                new Probe.Command(
                                        List.of("sh", "-c", "echo down; exit 2"), EVERY, TIMEOUT),
                                TIMEOUT))
                .isEqualTo(new Answer.Bad("sh ended with status 2: down"));
        assertThat(
                        prober.ask(
                                new Probe.Command(List.of("sleep", "600"), EVERY, TIMEOUT),
                                Duration.ofMillis(100)))
                .isEqualTo(new Answer.Bad("sleep did not end within 100 ms"));
    }

    @Test
    void tellsAServerThatGreetsFromOneThatOnlyListens() throws IOException, InterruptedException {
        var prober = new Prober(settings(folder, port).program());
        Duration briefly = Duration.ofMillis(300);
        try (var listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var address =
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), listener.getLocalPort());
            var probe = new Probe.Tcp(address, "pb", EVERY, TIMEOUT);
            assertThat(prober.ask(new Probe.Tcp(address, "", EVERY, TIMEOUT), briefly))
                    .as("the kernel accepts for it")
                    .isEqualTo(new Answer.Good());
            assertThat(prober.ask(probe, briefly))
                    .isEqualTo(new Answer.Bad(address + " said nothing within 300 ms"));
        }
        try (var greeter = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var address =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), greeter.getLocalPort());
            var probe = new Probe.Tcp(address, "pb", EVERY, TIMEOUT);
            Thread.ofPlatform().daemon().start(() -> greet(greeter, "pb none", "http"));
            assertThat(prober.ask(probe, SOON)).isEqualTo(new Answer.Good());
            assertThat(prober.ask(probe, SOON))
                    .isEqualTo(new Answer.Bad(address + " did not say 'pb'"));
        }
    }

    /** Says each to one caller. */
    private static void greet(ServerSocket listener, String... words) {
        try {
            for (String word : words) {
                try (var caller = listener.accept()) {
                    caller.getOutputStream().write(word.getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServerSettings settings(Path folder, int port) {
        return new ServerSettings(
                new Program(
                        List.of("./run-server"),
                        folder,
                        Optional.empty(),
                        Map.of("GREETING", "hello")),
                new Probe.Http(URI.create("http://127.0.0.1:" + port + "/"), EVERY, TIMEOUT),
                Duration.ofSeconds(5),
                new LogFile(folder.resolve("server.log"), 100_000),
                folder.resolve("state"),
                new NodeId("ci-a"),
                "acme");
    }

    private void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String variable(String name) {
        return environment().stream()
                .filter(one -> one.startsWith(name + "="))
                .map(one -> one.substring(name.length() + 1))
                .findFirst()
                .orElse("");
    }

    private List<String> environment() {
        try {
            Path environ = Path.of("/proc/" + server.pid().orElseThrow() + "/environ");
            return List.of(Files.readString(environ, StandardCharsets.UTF_8).split("\0", -1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
