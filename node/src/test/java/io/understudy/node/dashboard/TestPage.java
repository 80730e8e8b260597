package io.understudy.node.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.node.api.TrustEverybody;
import io.understudy.node.api.Wire;
import io.understudy.node.identity.NodeHome;
import io.understudy.node.identity.PageCertificate;
import io.understudy.node.identity.PageKeys;
import io.understudy.node.identity.Purpose;
import io.understudy.node.identity.TestAuthority;
import io.understudy.node.users.ApiToken;
import io.understudy.node.users.Passwords;
import io.understudy.node.users.UserRole;
import io.understudy.node.users.Users;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** A page of ci-a that runs: anna is an operator, ben a viewer. */
final class TestPage implements AutoCloseable {

    static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    final ScriptedCluster cluster = new ScriptedCluster();
    final SSLContext trust;
    final AtomicInteger compared = new AtomicInteger();
    private final Path audit;
    private final HttpClient client;
    private final DashboardServer server;
    private volatile Users users =
            Users.NONE
                    .with(ScriptedCluster.user("anna", UserRole.OPERATOR), "1")
                    .with(ScriptedCluster.user("ben", UserRole.VIEWER), "2");

    TestPage(Path home) throws Exception {
        TestAuthority authority = new TestAuthority();
        audit = home.resolve("audit.jsonl");
        trust = TrustEverybody.context(authority.identity("ci-b", Purpose.NODE));
        client =
                HttpClient.newBuilder()
                        .sslContext(trust)
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
        server = listen(new InetSocketAddress(LOOPBACK, 0), authority);
    }

    private DashboardServer listen(InetSocketAddress at, TestAuthority authority) throws Exception {
        return DashboardServer.listen(
                at,
                new PageKeys(
                                Optional.empty(),
                                PageCertificate.of(new NodeHome(audit.resolveSibling("home"))),
                                authority.tls("ci-a", Purpose.NODE).page(),
                                System::nanoTime)
                        .context(),
                cluster,
                people());
    }

    DashboardServer.People people() {
        return new DashboardServer.People(() -> users, this::verify, audit);
    }

    /** The users' passwords are known by their hashes, so that no test waits for a real one. */
    private Passwords.Verdict verify(String hash, String password) {
        compared.incrementAndGet();
        String name = password.split(" ", 2)[0];
        return hash.contains("$" + name + "0") && password.equals(ScriptedCluster.password(name))
                ? new Passwords.Verdict.Right()
                : new Passwords.Verdict.Wrong();
    }

    void change(UnaryOperator<Users> change) {
        users = change.apply(users);
    }

    /** A new one, as whoever gets it sees it. */
    String token(String name, UserRole role, Duration life) {
        String text = ApiToken.make(new SecureRandom());
        change(before ->
                before.with(
                        new ApiToken(
                                name,
                                role,
                                ApiToken.hash(text),
                                Instant.now().plus(life).getEpochSecond()),
                        "f"));
        return text;
    }

    /** All that the server answers, but for the page's files. */
    Map<String, PageRoute> routes() {
        Wire wire = new Wire();
        Audit log = new Audit(audit, ScriptedCluster.A, wire);
        Login login =
                new Login(
                        () -> users,
                        this::verify,
                        new Login.Means(
                                new Sessions(System::nanoTime),
                                new Lockout(System::nanoTime),
                                log));
        Lookouts lookouts = new Lookouts(cluster);
        PageRoutes routes =
                new PageRoutes(
                        new PageRoutes.Parts(
                                cluster, login, lookouts, new Board(lookouts, wire), log),
                        new Cookie(port()),
                        wire);
        return routes.paths().stream()
                .collect(Collectors.toMap(path -> path, path -> routes.at(path).orElseThrow()));
    }

    InetSocketAddress address() {
        return server.address();
    }

    int port() {
        return server.address().getPort();
    }

    Browser browser() {
        return new Browser(client, port());
    }

    Browser loggedIn(String name) throws Exception {
        Browser browser = browser();
        assertThat(browser.login(name, ScriptedCluster.password(name)).statusCode()).isEqualTo(200);
        return browser;
    }

    String audited() throws Exception {
        return Files.exists(audit) ? Files.readString(audit) : "";
    }

    @Override
    public void close() {
        server.close();
        client.shutdownNow();
    }
}
