package io.understudy.node.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.understudy.core.model.NodeId;
import io.understudy.testkit.ClaimedPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/** A founded cluster on the loopback, with a founder that lets nodes in over real TLS. */
final class Cluster implements AutoCloseable {

    static final NodeId A = new NodeId("ci-a");
    static final NodeId B = new NodeId("ci-b");

    private final NodeHome founder;
    private final Identity identity;
    private final HttpsServer server;

    private Cluster(NodeHome founder, Identity identity, HttpsServer server) {
        this.founder = founder;
        this.identity = identity;
        this.server = server;
    }

    static Cluster found(Path folder) throws IOException {
        int port = ClaimedPorts.one();
        Path config = writeConfig(folder, port);
        NodeHome home = new NodeHome(folder.resolve("ci-a"));
        // Founded yesterday, so that a test can have a token of some hours ago.
        InstantSource yesterday = () -> InstantSource.system().instant().minus(Duration.ofDays(1));
        Identity identity = enrolled(new Founding(yesterday).init(config, A, home));
        return new Cluster(home, identity, serve(home, identity, port));
    }

    static Path writeConfig(Path folder, int port) throws IOException {
        return Files.writeString(
                folder.resolve("understudy.yaml"),
                """
                cluster: acme
                nodes:
                  ci-a: { address: 127.0.0.1, ports: { api: %d } }
                  ci-b: { address: 127.0.0.2 }
                  vote: { address: 127.0.0.3, witness: true }
                database: { postgresql: { data: /nowhere } }
                """
                        .formatted(port));
    }

    private static HttpsServer serve(NodeHome home, Identity identity, int port)
            throws IOException {
        HttpsServer server =
                HttpsServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        ClusterTls tls = new ClusterTls(identity, InstantSource.system());
        server.setHttpsConfigurator(
                new HttpsConfigurator(tls.server(Set.of(Purpose.NODE, Purpose.JOIN))) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        parameters.setSSLParameters(ClusterTls.serverParameters());
                    }
                });
        JoinEndpoint endpoint = new JoinEndpoint(new Admission(home, InstantSource.system()));
        server.createContext(
                JoinEndpoint.PATH,
                exchange -> {
                    try (exchange) {
                        X509Certificate client =
                                (X509Certificate)
                                        ((HttpsExchange) exchange)
                                                .getSSLSession()
                                                .getPeerCertificates()[0];
                        JoinEndpoint.Reply reply =
                                endpoint.answer(client, exchange.getRequestBody().readAllBytes());
                        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(reply.status(), body.length);
                        exchange.getResponseBody().write(body);
                    }
                });
        server.start();
        return server;
    }

    NodeHome founder() {
        return founder;
    }

    Identity identity() {
        return identity;
    }

    int port() {
        return server.getAddress().getPort();
    }

    JoinToken token(NodeId node) {
        return token(node, InstantSource.system());
    }

    JoinToken token(NodeId node, InstantSource clock) {
        return switch (new Tokens(founder, clock).issue(node)) {
            case TokenResult.Made(JoinToken token, _) -> token;
            case TokenResult.Refused(String why) -> throw new AssertionError(why);
        };
    }

    static Identity enrolled(Enrolment enrolment) {
        assertThat(enrolment).isInstanceOf(Enrolment.Enrolled.class);
        return ((Enrolment.Enrolled) enrolment).identity();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
