package io.understudy.node.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.understudy.testkit.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real HTTP server. */
class WebhookCourierTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    @TempDir private Path folder;
    private HttpServer server;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    private record Received(Map<String, String> headers, String body) {}

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(loopback(), 0);
        server.start();
        secret("the shared secret");
    }

    @AfterEach
    void end() {
        ended.countDown();
        server.stop(0);
    }

    @Test
    void theReceiverKnowsByTheSignatureThatItIsOursAndNew() throws Exception {
        answers(204, Map.of());

        assertThat(deliver()).isEqualTo(new Delivery.Done());

        Received got = received.take();
        assertThat(got.headers().get("understudy-signature"))
                .isEqualTo(
                        "t=%d,v1=%s"
                                .formatted(
                                        NOW.getEpochSecond(),
                                        WebhookCourier.signature(
                                                "the shared secret",
                                                NOW.getEpochSecond() + "." + got.body())));
        assertThat(got.headers()).containsEntry("idempotency-key", Letters.SERVICE.id());
        assertThat(got.headers().get("content-type")).startsWith("application/json");
        assertThat(new LetterJson().read(got.body(), Letter.class)).contains(Letters.SERVICE);
        assertThat(got.body()).doesNotContain("shared secret");
    }

    /** So that whoever writes a receiver can check its own code. */
    @Test
    void theSignatureIsTheOneOfTheDocumentation() {
        assertThat(WebhookCourier.signature("key", "The quick brown fox jumps over the lazy dog"))
                .isEqualTo("f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 503})
    void whatMayPassIsTriedAgain(int status) throws Exception {
        answers(status, Map.of());

        assertThat(deliver()).isEqualTo(new Delivery.Later("HTTP status " + status, Duration.ZERO));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 410, 422})
    void aNoIsANo(int status) throws Exception {
        answers(status, Map.of());

        assertThat(deliver()).isEqualTo(new Delivery.Refused("HTTP status " + status));
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        answers(307, Map.of("Location", "http://127.0.0.1:1/elsewhere"));

        assertThat(deliver())
                .isEqualTo(
                        new Delivery.Refused(
                                "HTTP status 307, and redirects are not followed: correct the"
                                        + " url"));
    }

    @Test
    void theReceiversWishForAPauseIsHonouredWithinReason() throws Exception {
        answers(503, Map.of("Retry-After", "120"));
        assertThat(deliver())
                .isEqualTo(new Delivery.Later("HTTP status 503", Duration.ofMinutes(2)));
        server.removeContext("/");
        answers(503, Map.of("Retry-After", "Fri, 27 Nov 2026 12:05:00 GMT"));
        assertThat(deliver())
                .isEqualTo(new Delivery.Later("HTTP status 503", Duration.ofMinutes(5)));
        server.removeContext("/");
        answers(429, Map.of("Retry-After", "999999"));
        assertThat(deliver()).isEqualTo(new Delivery.Later("HTTP status 429", Duration.ofHours(1)));
        server.removeContext("/");
        answers(429, Map.of("Retry-After", "soon"));
        assertThat(deliver()).isEqualTo(new Delivery.Later("HTTP status 429", Duration.ZERO));
    }

    @Test
    void whoeverDoesNotAnswerIsLeftAfterTheDeadline() throws Exception {
        server.createContext(
                "/",
                exchange -> {
                    try {
                        ended.await();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                });

        assertThat(
                        courier()
                                .deliver(
                                        hook(port(), Optional.empty()),
                                        Letters.SERVICE,
                                        Duration.ofMillis(300)))
                .isEqualTo(new Delivery.Later("no answer within 300 ms"));
    }

    @Test
    void nobodyListensThere() throws Exception {
        int port = port();
        server.stop(0);

        assertThat(courier().deliver(hook(port, Optional.empty()), Letters.SERVICE, DEADLINE))
                .isInstanceOf(Delivery.Later.class);
    }

    @Test
    void aSecretThatOthersMayReadIsNotUsed() throws Exception {
        Files.setPosixFilePermissions(
                folder.resolve("secret"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(deliver())
                .isInstanceOfSatisfying(
                        Delivery.Later.class,
                        later ->
                                assertThat(later.why())
                                        .contains("for the daemon's user alone", "chmod 600"));
        assertThat(received).isEmpty();
    }

    @Test
    void aServerMustShowACertificateOfTheAuthorityThatIsNamed() throws Exception {
        TestAuthority.Issued issued =
                new TestAuthority("hooks").issue("hook", folder.resolve("own"));
        TestAuthority.Issued other =
                new TestAuthority("others").issue("hook", folder.resolve("other"));
        HttpsServer secure = HttpsServer.create(loopback(), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(context(issued)));
        secure.createContext("/", exchange -> answer(exchange, 200, Map.of()));
        secure.start();
        try {
            URI url = URI.create("https://localhost:" + secure.getAddress().getPort() + "/");
            assertThat(
                            courier()
                                    .deliver(
                                            hook(url, Optional.of(issued.authority())),
                                            Letters.SERVICE,
                                            DEADLINE))
                    .isEqualTo(new Delivery.Done());
            assertThat(
                            courier()
                                    .deliver(
                                            hook(url, Optional.of(other.authority())),
                                            Letters.SERVICE,
                                            DEADLINE))
                    .isInstanceOf(Delivery.Later.class);
            assertThat(courier().deliver(hook(url, Optional.empty()), Letters.SERVICE, DEADLINE))
                    .isInstanceOf(Delivery.Later.class);
        } finally {
            secure.stop(0);
        }
        assertThat(received).hasSize(1);
    }

    private static SSLContext context(TestAuthority.Issued issued) throws Exception {
        Certificate certificate;
        try (var in = Files.newInputStream(issued.certificate())) {
            certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
        String pem = Files.readString(issued.key()).replaceAll("-----[A-Z ]+-----|\\s", "");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "own",
                KeyFactory.getInstance("EC")
                        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem))),
                new char[0],
                new Certificate[] {certificate});
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private void answers(int status, Map<String, String> headers) {
        server.createContext("/", exchange -> answer(exchange, status, headers));
    }

    private void answer(HttpExchange exchange, int status, Map<String, String> headers)
            throws IOException {
        Map<String, String> got = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> got.put(name, values.getFirst()));
        received.add(
                new Received(
                        got,
                        new String(
                                exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        headers.forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private Delivery deliver() throws InterruptedException {
        return courier().deliver(hook(port(), Optional.empty()), Letters.SERVICE, DEADLINE);
    }

    private static WebhookCourier courier() {
        return new WebhookCourier(InstantSource.fixed(NOW));
    }

    private Channel.Webhook hook(int port, Optional<Path> authority) {
        return hook(URI.create("http://127.0.0.1:" + port + "/hook"), authority);
    }

    private Channel.Webhook hook(URI url, Optional<Path> authority) {
        return new Channel.Webhook(url, folder.resolve("secret"), authority);
    }

    private void secret(String text) throws IOException {
        Path file = folder.resolve("secret");
        Files.writeString(file, text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
