package io.understudy.node.identity;

import io.understudy.core.model.NodeId;
import java.io.IOException;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Mutual TLS 1.3 with the cluster's certificates. Immutable; any thread may use it.
 *
 * <p>Its contexts refuse any older protocol by themselves. A server must still be told to need a
 * client's certificate, by {@link #serverParameters} or its own setting.
 */
public final class ClusterTls {

    /**
     * PKCS #12 would derive a key from the empty password in 10,000 rounds, twice for each peer:
     * half of what {@code understudy status} took. This type has no rounds, and nothing is written.
     */
    private static final String IN_MEMORY = "JKS";

    private final Identity identity;
    private final InstantSource clock;

    public ClusterTls(Identity identity, InstantSource clock) {
        this.identity = identity;
        this.clock = clock;
    }

    /**
     * For a server whose clients have one of these purposes. Who a client is, {@link
     * PeerIdentity#of} reads from its certificate.
     */
    public SSLContext server(Set<Purpose> clients) {
        return context(clients, Optional.empty());
    }

    /** For a server whose clients show no certificate, since people log in to it. */
    public X509ExtendedKeyManager page() {
        try {
            return (X509ExtendedKeyManager) keys()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every JDK has EC keys", e);
        }
    }

    /** For a client that means this node and no other, whatever the address. */
    public SSLContext client(NodeId server) {
        return context(Set.of(Purpose.NODE), Optional.of(server));
    }

    /** A client of one node's API; the caller closes it. */
    public HttpClient httpClient(NodeId server, Duration connectTimeout) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(client(server))
                .sslParameters(clientParameters())
                .connectTimeout(connectTimeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** Why this side's own certificate is not good now, as one sentence; empty while it is. */
    public Optional<String> ownProblem() {
        return new CertificateCheck(identity.cluster(), identity.authority())
                .problem(
                        identity.certificate(), Set.of(identity.self().purpose()), clock.instant());
    }

    public static SSLParameters serverParameters() {
        SSLParameters parameters = clientParameters();
        parameters.setNeedClientAuth(true);
        return parameters;
    }

    public static SSLParameters clientParameters() {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        return parameters;
    }

    private SSLContext context(Set<Purpose> purposes, Optional<NodeId> expected) {
        CertificateCheck check = new CertificateCheck(identity.cluster(), identity.authority());
        TrustManager trust = new ClusterTrust(check, purposes, expected, clock);
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys(), new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every JDK has TLS 1.3 and EC keys", e);
        }
    }

    private KeyManager[] keys() throws GeneralSecurityException, IOException {
        char[] password = new char[0];
        KeyStore store = KeyStore.getInstance(IN_MEMORY);
        store.load(null, password);
        store.setKeyEntry(
                "self",
                identity.key(),
                password,
                new X509Certificate[] {identity.certificate(), identity.authority()});
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, password);
        return factory.getKeyManagers();
    }
}
