package io.understudy.node.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;

/**
 * A client that is refused learns little: the server may hang up before its alert is read. So the
 * sentence that counts is the server's.
 */
class ClusterTlsTest {

    private final Issuer issuer = Issuer.create();
    private final Identity a = issuer.identity(Cluster.A, Purpose.NODE);
    private final Identity b = issuer.identity(Cluster.B, Purpose.NODE);

    @Test
    void connectsTwoNodesOfOneCluster() throws IOException {
        assertThat(Handshake.of(server(a), client(b)).succeeded()).isTrue();
    }

    @Test
    void letsAnOperatorAndATokenInWhereAServerTakesThem() throws IOException {
        SSLContext open = tls(a).server(EnumSet.allOf(Purpose.class));

        for (Purpose purpose : Purpose.values()) {
            Identity client = issuer.identity(Cluster.B, purpose);
            assertThat(Handshake.of(open, client(client)).succeeded()).isTrue();
        }
    }

    @Test
    void refusesATokensCertificateWhereNodesAreNeeded() throws IOException {
        Handshake handshake =
                Handshake.of(server(a), client(issuer.identity(Cluster.B, Purpose.JOIN)));

        assertThat(handshake.client()).isPresent();
        assertThat(handshake.server())
                .contains("the client: needed a certificate for a node, found ci-b's for joining");
    }

    @Test
    void refusesAnOperatorThatPosesAsAServer() throws IOException {
        Handshake handshake =
                Handshake.of(server(issuer.identity(Cluster.A, Purpose.OPERATOR)), client(b));

        assertThat(handshake.client())
                .contains(
                        "the server: needed a certificate for a node, found ci-a's for an"
                                + " operator");
    }

    @Test
    void refusesAClientWithoutACertificate() throws IOException, GeneralSecurityException {
        SSLContext nobody = SSLContext.getInstance("TLSv1.3");
        nobody.init(null, new TrustManager[] {trustOf(b)}, new SecureRandom());

        Handshake handshake = Handshake.of(server(a), nobody);

        assertThat(handshake.client()).isPresent();
        assertThat(handshake.server()).isPresent();
    }

    @Test
    void refusesAPeerOfAnotherAuthority() throws IOException {
        Issuer other = Issuer.create();
        Identity stranger = other.identity(Cluster.B, Purpose.NODE);

        Handshake handshake = Handshake.of(server(a), client(impostor(stranger)));

        assertThat(handshake.client()).isPresent();
        assertThat(handshake.server())
                .contains(
                        "the client: needed a certificate of this cluster (%s), found ci-b's of"
                                        .formatted(issuer.cluster())
                                + " another cluster (%s); correct the address in understudy.yaml, or"
                                        .formatted(other.cluster())
                                + " move that node's identity folder away and join it to this"
                                + " cluster");
    }

    @Test
    void refusesAForgedNameOfThisCluster() throws IOException {
        Issuer forger = new Issuer(Issuer.create().authority(), issuer.cluster());

        Handshake handshake =
                Handshake.of(server(a), client(impostor(forger.identity(Cluster.B, Purpose.NODE))));

        assertThat(handshake.server())
                .contains(
                        "the client: needed a certificate that this cluster's authority signed,"
                                + " found one in ci-b's name that it did not");
    }

    @Test
    void refusesAnotherClusterOfTheSameAuthority() throws IOException {
        Identity stranger = issuer.withOtherCluster().identity(Cluster.B, Purpose.NODE);

        assertThat(Handshake.of(server(a), client(impostor(stranger))).server().orElseThrow())
                .startsWith("the client: needed a certificate of this cluster");
    }

    @Test
    void refusesAnExpiredClient() throws IOException {
        Instant now = Instant.now();
        Identity expired =
                issuer.identity(
                        Cluster.B,
                        Purpose.NODE,
                        new Authority.Validity(
                                now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(2))));

        Handshake handshake = Handshake.of(server(a), client(expired));

        assertThat(handshake.client()).isPresent();
        assertThat(handshake.server().orElseThrow())
                .startsWith(
                        "the client: needed a valid certificate, found that the certificate of ci-b"
                                + " expired at ")
                .endsWith(" away and join with a fresh token");
    }

    @Test
    void refusesAServerFromTheFuture() throws IOException {
        Instant now = Instant.now();
        Identity early =
                issuer.identity(
                        Cluster.A,
                        Purpose.NODE,
                        new Authority.Validity(
                                now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(2))));

        assertThat(Handshake.of(server(early), client(b)).client().orElseThrow())
                .startsWith(
                        "the server: needed a valid certificate, found that the certificate of ci-a"
                                + " is valid from ")
                .endsWith("; set this host's clock");
    }

    @Test
    void refusesAnExpiredAuthority() throws IOException {
        Issuer old = Issuer.at(Instant.now().minus(Duration.ofDays(3660)));

        assertThat(
                        Handshake.of(
                                        server(old.identity(Cluster.A, Purpose.NODE)),
                                        client(old.identity(Cluster.B, Purpose.NODE)))
                                .client()
                                .orElseThrow())
                .startsWith(
                        "the server: needed a valid certificate, found that the certificate of the"
                                + " cluster's authority expired at ");
    }

    @Test
    void refusesAnotherNodeThanTheOneThatWasMeant() throws IOException {
        SSLContext meansB = tls(b).client(Cluster.B);

        assertThat(Handshake.of(server(a), meansB).client())
                .contains(
                        "the server: needed ci-b to answer, found ci-a; compare the addresses in"
                                + " understudy.yaml");
    }

    @Test
    void refusesAnOlderProtocolByItself() throws IOException {
        SSLParameters old = new SSLParameters();
        old.setProtocols(new String[] {"TLSv1.2"});

        Handshake handshake = Handshake.of(server(a), client(b), old);

        assertThat(handshake.client())
                .contains("the server: needed TLSv1.3, found an older protocol");
    }

    private static ClusterTls tls(Identity identity) {
        return new ClusterTls(identity, InstantSource.system());
    }

    private static SSLContext server(Identity identity) {
        return tls(identity).server(Set.of(Purpose.NODE));
    }

    private static SSLContext client(Identity identity) {
        return tls(identity).client(Cluster.A);
    }

    /** Shows the stranger's certificate, and would take any answer of this cluster's. */
    private Identity impostor(Identity stranger) {
        return new Identity(b.self(), stranger.certificate(), stranger.key(), b.authority());
    }

    private static ClusterTrust trustOf(Identity identity) {
        return new ClusterTrust(
                new CertificateCheck(identity.cluster(), identity.authority()),
                Set.of(Purpose.NODE),
                Optional.empty(),
                InstantSource.system());
    }
}
