package io.understudy.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class StatusLineTest {

    private static final Duration LIMIT = Duration.ofMillis(500);

    private final ServerSocket server;
    private final URI address;

    StatusLineTest() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        address = URI.create("http://127.0.0.1:%d/a%%20b?c=d".formatted(server.getLocalPort()));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void asksForThePageAndItsQuery() throws Exception {
        CompletableFuture<String> asked = answer("HTTP/1.1 200 OK\r\n\r\n", Duration.ZERO);
        assertThat(StatusLine.ask(address, LIMIT)).isEqualTo(new Answer.Good());
        assertThat(asked.get())
                .startsWith("GET /a%20b?c=d HTTP/1.1\r\nHost: 127.0.0.1:" + server.getLocalPort())
                .endsWith("Connection: close\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 204\r\n\r\n", "HTTP/1.0 399 ", "HTTP/1.1 302 Found\r\n\r\n"})
    void fromTwoHundredOnItIsGood(String said) {
        var _ = answer(said, Duration.ZERO);
        assertThat(StatusLine.ask(address, LIMIT)).isEqualTo(new Answer.Good());
    }

    @Test
    void anErrorIsBad() {
        var _ = answer("HTTP/1.1 503 Service Unavailable\r\n\r\n", Duration.ZERO);
        assertThat(StatusLine.ask(address, LIMIT))
                .isEqualTo(new Answer.Bad(address + " answered 503"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 2000 OK\r\n"})
    void whatIsNoHttpIsBad(String said) {
        var _ = answer(said, Duration.ZERO);
        assertThat(StatusLine.ask(address, LIMIT))
                .isEqualTo(new Answer.Bad(address + " answered what is no HTTP"));
    }

    @Test
    void aServerThatTricklesIsWaitedForNoLonger() {
        var _ = answer("HTTP/1.1 200 OK\r\n\r\n", Duration.ofMillis(200));
        long began = System.nanoTime();
        assertThat(StatusLine.ask(address, LIMIT))
                .isEqualTo(new Answer.Bad("no answer from " + address + " within 500 ms"));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LIMIT.multipliedBy(4));
    }

    @Test
    void aServerThatAcceptsAndIsSilentIsBad() {
        assertThat(StatusLine.ask(address, LIMIT))
                .isEqualTo(new Answer.Bad("no answer from " + address + " within 500 ms"));
    }

    @Test
    void onlyThisHostsOwnAddressesAreAskedThisWay() {
        assertThat(StatusLine.canAsk(address)).isTrue();
        assertThat(StatusLine.canAsk(URI.create("http://localhost:8153/health"))).isTrue();
        assertThat(StatusLine.canAsk(URI.create("http://[::1]:8153"))).isTrue();
        assertThat(StatusLine.canAsk(URI.create("http://ci.example.org/"))).isFalse();
        assertThat(StatusLine.canAsk(URI.create("https://127.0.0.1/"))).isFalse();
    }

    private CompletableFuture<String> answer(String said, Duration betweenBytes) {
        CompletableFuture<String> asked = new CompletableFuture<>();
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    try (Socket socket = server.accept()) {
                        byte[] request = new byte[4096];
                        int length = socket.getInputStream().read(request);
                        asked.complete(new String(request, 0, length, StandardCharsets.US_ASCII));
                        for (byte one : said.getBytes(StandardCharsets.US_ASCII)) {
                            socket.getOutputStream().write(one);
                            Thread.sleep(betweenBytes);
                        }
                    } catch (IOException | InterruptedException e) {
                        asked.completeExceptionally(e);
                    }
                });
        return asked;
    }
}
