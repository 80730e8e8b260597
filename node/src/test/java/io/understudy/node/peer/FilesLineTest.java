package io.understudy.node.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.core.model.NodeId;
import io.understudy.node.files.FileSource;
import io.understudy.node.files.FileSource.Reply;
import io.understudy.node.identity.ClusterTls;
import io.understudy.node.identity.Purpose;
import io.understudy.node.identity.TestAuthority;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
final class FilesLineTest {

    private static final NodeId A = new NodeId("ci-a");
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final FilesLine.Patience PATIENCE =
            new FilesLine.Patience(Duration.ofSeconds(1), Duration.ofSeconds(2));

    private final CountDownLatch over = new CountDownLatch(1);
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private TestAuthority authority;
    private SSLServerSocket server;
    private volatile Script script = out -> out.write(answer("hello"));

    /** What the server says to one request. */
    private interface Script {
        void tell(OutputStream out) throws IOException, InterruptedException;
    }

    @BeforeEach
    void listen() throws Exception {
        authority = new TestAuthority();
        ClusterTls tls = authority.tls("ci-a", Purpose.NODE);
        server =
                (SSLServerSocket)
                        tls.server(EnumSet.allOf(Purpose.class))
                                .getServerSocketFactory()
                                .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        server.setSSLParameters(ClusterTls.serverParameters());
        Thread.ofVirtual().start(this::accept);
    }

    @AfterEach
    void close() throws IOException {
        over.countDown();
        server.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = server.accept();
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException _) {
            // The test is over.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    connection.getInputStream(), StandardCharsets.US_ASCII));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                StringBuilder request = new StringBuilder(line);
                int length = 0;
                for (String head = in.readLine(); !head.isEmpty(); head = in.readLine()) {
                    if (head.startsWith("Content-Length: ")) {
                        length = Integer.parseInt(head.substring(16));
                    }
                }
                for (int i = 0; i < length; i++) {
                    request.append(i == 0 ? " with " : "").append((char) in.read());
                }
                asked.add(request.toString());
                script.tell(connection.getOutputStream());
            }
        } catch (IOException _) {
            // The caller has gone.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] answer(String body) {
        return bytes(
                "HTTP/1.1 200 OK\r\nContent-length: %d\r\n\r\n%s".formatted(body.length(), body));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private String endpoint() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    private FilesLine line(NodeId node) throws Exception {
        return new FilesLine(authority.tls("ci-b", Purpose.NODE), node, endpoint(), PATIENCE);
    }

    private static String text(Reply reply) throws IOException {
        if (reply instanceof Reply.Bytes(InputStream in)) {
            try (in) {
                return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            }
        }
        return reply.toString();
    }

    @Test
    void callsFollowOneAnotherOnOneConnection() throws Exception {
        try (FilesLine line = line(A)) {
            assertThat(text(line.ask("/one", Optional.empty(), DEADLINE))).isEqualTo("hello");
            assertThat(text(line.ask("/two", Optional.of("order"), DEADLINE))).isEqualTo("hello");
        }
        assertThat(asked).containsExactly("GET /one HTTP/1.1", "POST /two HTTP/1.1 with order");
        assertThat(connections).hasSize(1);
    }

    @Test
    void anEmptyAnswerIsNothing() throws Exception {
        script = out -> out.write(answer(""));
        try (FilesLine line = line(A)) {
            assertThat(line.ask("/", Optional.empty(), DEADLINE)).isEqualTo(new Reply.Nothing());
            assertThat(line.ask("/", Optional.empty(), DEADLINE)).isEqualTo(new Reply.Nothing());
        }
        assertThat(connections).hasSize(1);
    }

    @Test
    void aKeptConnectionThatWasClosedIsReplaced() throws Exception {
        try (FilesLine line = line(A)) {
            assertThat(text(line.ask("/one", Optional.empty(), DEADLINE))).isEqualTo("hello");
            connections.getFirst().close();
            assertThat(text(line.ask("/two", Optional.empty(), DEADLINE))).isEqualTo("hello");
        }
        assertThat(connections).hasSize(2);
    }

    @Test
    void whatWasNotReadIsNoAnswerToTheNextCall() throws Exception {
        try (FilesLine line = line(A)) {
            if (line.ask("/one", Optional.empty(), DEADLINE) instanceof Reply.Bytes(var in)) {
                in.close();
            }
            assertThat(text(line.ask("/two", Optional.empty(), DEADLINE))).isEqualTo("hello");
        }
        assertThat(connections).hasSize(2);
    }

    @Test
    void anotherNodeAtThatAddressIsNotAsked() throws Exception {
        try (FilesLine line = line(new NodeId("ci-c"))) {
            assertThat(line.ask("/", Optional.empty(), DEADLINE))
                    .isInstanceOfSatisfying(
                            Reply.Silent.class,
                            silent ->
                                    assertThat(silent.why())
                                            .contains("needed ci-c to answer, found ci-a"));
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void aNodeOfAnotherClusterIsNotAsked() throws Exception {
        authority = new TestAuthority();
        try (FilesLine line = line(A)) {
            assertThat(line.ask("/", Optional.empty(), DEADLINE))
                    .isInstanceOfSatisfying(
                            Reply.Silent.class,
                            silent ->
                                    assertThat(silent.why())
                                            .contains("needed a certificate of this cluster"));
        }
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 200 OK#Content-Length: 5#Content-Length: 6##hello | one whose length is"
                        + " not clear",
                "HTTP/1.1 200 OK#Content-Length: -5##hello | one whose length is not clear",
                "HTTP/1.1 200 OK#Transfer-Encoding: chunked##5#hello#0## | one in chunks",
                "HTTP/1.1 200 OK##hello | one that does not tell its length",
                "SSH-2.0-OpenSSH## | one that is not HTTP/1.1"
            })
    void whatIsNoAnswerIsNamed(String answer, String found) throws Exception {
        script = out -> out.write(bytes(answer.replace("#", "\r\n")));
        try (FilesLine line = line(A)) {
            assertThat(line.ask("/", Optional.empty(), DEADLINE))
                    .isEqualTo(
                            new Reply.Silent(
                                    "needed an answer that this version understands from ci-a at %s, found %s"
                                            .formatted(endpoint(), found)));
        }
        assertThat(asked).hasSize(1);
    }

    @Test
    void aHeadWithoutEndIsNotTakenIn() throws Exception {
        script =
                out -> {
                    out.write(bytes("HTTP/1.1 200 OK\r\n"));
                    while (true) {
                        out.write(bytes("More: and more and more\r\n"));
                    }
                };
        try (FilesLine line = line(A)) {
            assertThat(line.ask("/", Optional.empty(), DEADLINE).toString())
                    .contains("one with too long a head");
        }
    }

    @Test
    void whoSaysNoHasDeclined() throws Exception {
        script = out -> out.write(bytes("HTTP/1.1 503 Busy\r\nContent-length: 2\r\n\r\n{}"));
        try (FilesLine line = line(A)) {
            assertThat(line.ask("/", Optional.empty(), DEADLINE))
                    .isEqualTo(new Reply.Silent("ci-a at " + endpoint() + " declined (503)"));
        }
    }

    @Test
    void anOlderVersionThatSendsNothingAheadIsAskedAsBefore() throws Exception {
        script =
                out ->
                        out.write(
                                asked.getLast().contains("/ahead")
                                        ? bytes("HTTP/1.1 404 No\r\nContent-length: 2\r\n\r\n{}")
                                        : answer("manifest"));
        FileSource.Here nothing =
                new FileSource.Here(Optional.empty(), Optional.empty(), Optional.empty());
        try (PeerFiles files =
                new PeerFiles(authority.tls("ci-b", Purpose.NODE), Map.of(A, endpoint()))) {
            assertThat(text(files.next(A, nothing, DEADLINE))).isEqualTo("manifest");
            assertThat(text(files.next(A, nothing, DEADLINE))).isEqualTo("manifest");
        }
        assertThat(asked)
                .containsExactly(
                        "GET /v1/files/ahead?wait=10000&after=none&have=none&seen=none HTTP/1.1",
                        "GET /v1/files?wait=10000&after=none&have=none HTTP/1.1",
                        "GET /v1/files?wait=10000&after=none&have=none HTTP/1.1");
    }

    @Test
    void anAnswerThatEndsEarlyFails() throws Exception {
        script =
                out -> {
                    out.write(bytes("HTTP/1.1 200 OK\r\nContent-length: 10\r\n\r\nhello"));
                    connections.getFirst().close();
                };
        try (FilesLine line = line(A)) {
            Reply reply = line.ask("/", Optional.empty(), DEADLINE);
            assertThatThrownBy(() -> text(reply)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whoSaysNothingIsWaitedForUntilTheDeadline() throws Exception {
        script = _ -> over.await();
        try (FilesLine line = line(A)) {
            assertNoneInTime(line.ask("/", Optional.empty(), Duration.ofMillis(500)));
        }
        assertThat(asked).hasSize(1);
    }

    @Test
    void aHeadThatTricklesIsWaitedForUntilTheDeadline() throws Exception {
        script = this::trickle;
        try (FilesLine line = line(A)) {
            assertNoneInTime(line.ask("/", Optional.empty(), Duration.ofMillis(700)));
        }
    }

    @Test
    void aHandshakeIsWaitedForUntilTheDeadline() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                FilesLine line =
                        new FilesLine(
                                authority.tls("ci-b", Purpose.NODE),
                                A,
                                "127.0.0.1:" + mute.getLocalPort(),
                                PATIENCE)) {
            assertNoneInTime(line.ask("/", Optional.empty(), Duration.ofMillis(500)));
        }
    }

    private static void assertNoneInTime(Reply reply) {
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Reply.Silent.class,
                        silent -> assertThat(silent.why()).contains("found none in time"));
    }

    private void trickle(OutputStream out) throws IOException, InterruptedException {
        while (!over.await(100, java.util.concurrent.TimeUnit.MILLISECONDS)) {
            out.write('H');
        }
    }

    @Test
    void aBodyThatStallsFailsWithASentence() throws Exception {
        script =
                out -> {
                    out.write(bytes("HTTP/1.1 200 OK\r\nContent-length: 10\r\n\r\nhello"));
                    over.await();
                };
        try (FilesLine line = line(A)) {
            Reply reply = line.ask("/", Optional.empty(), DEADLINE);
            assertThatThrownBy(() -> text(reply))
                    .hasMessage(
                            "ci-a at %s has sent nothing for 1 s; it is asked again"
                                    .formatted(endpoint()));
        }
    }

    @Test
    void aBodyThatTricklesIsNotReadForEver() throws Exception {
        script =
                out -> {
                    out.write(bytes("HTTP/1.1 200 OK\r\nContent-length: 1000\r\n\r\n"));
                    trickle(out);
                };
        try (FilesLine line = line(A)) {
            Reply reply = line.ask("/", Optional.empty(), DEADLINE);
            assertThatThrownBy(() -> text(reply))
                    .hasMessageContaining("has not sent all within 2 s");
        }
    }

    @Test
    void whoIsToldToStopStops() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        script =
                _ -> {
                    reached.countDown();
                    over.await();
                };
        AtomicReference<Reply> reply = new AtomicReference<>();
        try (FilesLine line = line(A)) {
            Thread caller =
                    Thread.ofPlatform()
                            .start(() -> reply.set(line.ask("/", Optional.empty(), DEADLINE)));
            reached.await();
            caller.interrupt();
            caller.join();
        }
        assertThat(reply.get()).isEqualTo(new Reply.Silent("it was told to stop"));
    }
}
