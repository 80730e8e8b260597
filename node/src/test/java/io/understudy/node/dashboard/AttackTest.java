package io.understudy.node.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.node.users.UserRole;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every path against whoever may not have it, and the server against clients that mean ill. */
@Timeout(60)
class AttackTest {

    @TempDir Path home;
    private TestPage page;
    private final List<Socket> open = new ArrayList<>();

    @BeforeEach
    void listen() throws Exception {
        page = new TestPage(home);
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
        page.close();
    }

    @Test
    void noPathAnswersAStranger() throws Exception {
        for (Map.Entry<String, PageRoute> route : page.routes().entrySet()) {
            if (route.getValue().who() == PageRoute.Who.ANYBODY) {
                continue;
            }
            for (String method : List.of("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS")) {
                assertThat(page.browser().method(method, route.getKey()).statusCode())
                        .as(method + " " + route.getKey())
                        .isEqualTo(401);
            }
        }
        assertThat(page.cluster.desk.asked()).isEmpty();
    }

    @Test
    void noOperatorsPathAnswersAViewer() throws Exception {
        String token = page.token("grafana", UserRole.VIEWER, Duration.ofDays(1));
        Browser ben = page.loggedIn("ben");
        for (Map.Entry<String, PageRoute> route : page.routes().entrySet()) {
            if (route.getValue().who() != PageRoute.Who.OPERATOR) {
                continue;
            }
            boolean changes = route.getValue().changes();
            assertThat(
                            (changes ? ben.post(route.getKey(), "{}") : ben.get(route.getKey()))
                                    .statusCode())
                    .as(route.getKey())
                    .isEqualTo(403);
            assertThat(
                            (changes
                                            ? page.browser().program(route.getKey(), token, "{}")
                                            : page.browser().program(route.getKey(), token))
                                    .statusCode())
                    .as(route.getKey())
                    .isEqualTo(403);
        }
        assertThat(page.cluster.desk.asked()).isEmpty();
    }

    @Test
    void noChangingPathTakesWhatAnotherPageMade() throws Exception {
        Browser anna = page.loggedIn("anna");
        for (Map.Entry<String, PageRoute> route : page.routes().entrySet()) {
            if (route.getValue().changes()) {
                for (Map<String, String> forged :
                        List.of(
                                Map.of("Origin", "https://evil.example"),
                                Map.of("Origin", ""),
                                Map.of("Sec-Fetch-Site", "cross-site"),
                                Map.of("Content-Type", "text/plain"))) {
                    assertThat(anna.post(route.getKey(), "{}", forged).statusCode())
                            .as(route.getKey() + " " + forged)
                            .isEqualTo(403);
                }
            } else {
                assertThat(anna.get(route.getKey(), "Sec-Fetch-Site", "cross-site").statusCode())
                        .as(route.getKey())
                        .isEqualTo(403);
            }
        }
        assertThat(page.cluster.desk.asked()).isEmpty();
    }

    @Test
    void aHeadThatComesSlowlyIsNotWaitedFor() throws Exception {
        Socket socket = connected("127.0.0.1");
        socket.setSoTimeout(20_000);
        long began = System.nanoTime();
        socket.getOutputStream()
                .write("GET / HTTP/1.1\r\nX-Slow: ".getBytes(StandardCharsets.UTF_8));

        assertThat(endOf(socket)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void oneAddressThatSendsSlowlyKeepsNobodyElseFromTheLogin() throws Exception {
        for (int i = 0; i < 40; i++) {
            send("127.0.0.9", aLoginThatDoesNotEnd());
        }

        for (int i = 0; i < 3; i++) {
            page.loggedIn("ben");
        }
    }

    @Test
    void aBodyThatNobodyAskedForIsNotWaitedFor() throws Exception {
        String cookieless = "GET /api/v1/overview HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n";
        String token = page.token("grafana", UserRole.VIEWER, Duration.ofDays(1));
        String known = cookieless.replace("Host: x", "Host: x\r\nAuthorization: Bearer " + token);
        String large =
                "POST /api/v1/login HTTP/1.1\r\nHost: x\r\nOrigin: https://x\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 999999999\r\n\r\n{";
        for (String request : List.of(cookieless, known, large)) {
            Socket socket = send("127.0.0.1", request);
            // Less than the server's own limit, after which it would be closed without a word.
            socket.setSoTimeout(3000);
            byte[] answer = socket.getInputStream().readNBytes("HTTP/1.1 413".length());

            assertThat(new String(answer, StandardCharsets.US_ASCII))
                    .isEqualTo(request.equals(cookieless) ? "HTTP/1.1 401" : "HTTP/1.1 413");
        }
    }

    @Test
    void clientsThatReadNothingHoldUpNobody() throws Exception {
        String token = page.token("grafana", UserRole.VIEWER, Duration.ofDays(1));
        for (int i = 0; i < 60; i++) {
            send(
                    "127.0.0.1",
                    "GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
                            .formatted(token));
        }

        assertThat(page.loggedIn("ben").get("/api/v1/overview").statusCode()).isEqualTo(200);
    }

    /** They begin a handshake and leave it at that: whom the server takes in stays connected. */
    @Test
    void oneAddressBeginsSoManyConnectionsAndNoMore() throws Exception {
        boolean refused = false;
        for (int i = 0; i < 900 && !refused; i++) {
            Socket socket = new Socket();
            open.add(socket);
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.8"), 0));
            socket.connect(page.address());
            socket.getOutputStream().write(new byte[] {0x16, 0x03, 0x01, 0x02, 0x00});
            socket.setSoTimeout(100);
            refused = i % 50 == 49 && endOf(socket);
        }

        assertThat(refused).isTrue();
        page.loggedIn("ben");
    }

    /** After its handshake. */
    private SSLSocket connected(String from) throws IOException {
        SSLSocket socket = (SSLSocket) page.trust.getSocketFactory().createSocket();
        open.add(socket);
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(page.address());
        socket.startHandshake();
        return socket;
    }

    private Socket send(String from, String text) throws IOException {
        Socket socket = connected(from);
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
        return socket;
    }

    private static boolean endOf(Socket socket) {
        try {
            return socket.getInputStream().readAllBytes().length == 0;
        } catch (SocketTimeoutException _) {
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    private String aLoginThatDoesNotEnd() {
        return String.join(
                "\r\n",
                "POST /api/v1/login HTTP/1.1",
                "Host: 127.0.0.1:" + page.port(),
                "Origin: https://127.0.0.1:" + page.port(),
                "Content-Type: application/json",
                "Content-Length: 100",
                "",
                "{");
    }
}
