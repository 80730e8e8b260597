package io.understudy.node.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class PatientBodyTest {

    private static final int SENT = 1000;
    private static final int SHORT = SENT / 2;
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration WHOLE = Duration.ofSeconds(5);

    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.createContext(
                "/whole",
                exchange -> {
                    exchange.sendResponseHeaders(200, SENT);
                    exchange.getResponseBody().write(new byte[SENT]);
                    exchange.close();
                });
        server.createContext(
                "/stalls",
                exchange -> {
                    exchange.sendResponseHeaders(200, SENT);
                    exchange.getResponseBody().write(new byte[SHORT]);
                    exchange.getResponseBody().flush();
                    awaitEnd();
                    exchange.close();
                });
        server.createContext(
                "/trickles",
                exchange -> {
                    exchange.sendResponseHeaders(200, SENT);
                    try {
                        while (!over.await(PATIENCE.toMillis() / 5, TimeUnit.MILLISECONDS)) {
                            exchange.getResponseBody().write(1);
                            exchange.getResponseBody().flush();
                        }
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                    exchange.close();
                });
        server.start();
    }

    private void awaitEnd() {
        try {
            over.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void close() {
        over.countDown();
        server.stop(0);
    }

    @Test
    void aBodyThatStallsFailsWithASentenceAfterWhatCame() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient();
                InputStream body = body(client, "/stalls")) {
            assertThat(body.readNBytes(SHORT)).hasSize(SHORT);
            assertThatThrownBy(body::read)
                    .isInstanceOf(IOException.class)
                    .hasMessage("ci-a has sent nothing for 1 s; it is asked again");
            client.shutdownNow();
        }
    }

    @Test
    void aSenderThatTricklesIsNotWaitedForForEver() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient();
                InputStream body = body(client, "/trickles")) {
            assertThatThrownBy(body::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "ci-a has not sent all within 5 s; it is asked again for what is"
                                    + " missing");
            client.shutdownNow();
        }
    }

    @Test
    void aReaderMayTakeLongerThanTheSender() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient();
                InputStream body = body(client, "/whole")) {
            assertThat(body.readNBytes(SHORT)).hasSize(SHORT);
            Thread.sleep(PATIENCE.multipliedBy(2));
            assertThat(body.readAllBytes()).hasSize(SENT - SHORT);
        }
    }

    private InputStream body(HttpClient client, String path) throws Exception {
        URI uri =
                URI.create("http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path));
        HttpResponse<InputStream> response =
                client.send(
                        HttpRequest.newBuilder(uri).build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        return new PatientBody(response.body(), "ci-a", PATIENCE, WHOLE);
    }
}
