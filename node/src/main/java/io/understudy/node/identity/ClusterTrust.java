package io.understudy.node.identity;

import io.understudy.core.model.NodeId;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts a peer of this cluster over TLS 1.3, and nobody else. A server is known by its node's
 * name, not by the host name that was dialled, since a node's address may change and its name does
 * not.
 */
final class ClusterTrust extends X509ExtendedTrustManager {

    private static final String PROTOCOL = "TLSv1.3";

    private final CertificateCheck check;
    private final Set<Purpose> purposes;
    private final Optional<NodeId> expected;
    private final InstantSource clock;
    private final Optional<Refusals> refusals;

    /**
     * Trusts peers with one of these purposes.
     *
     * @param expected the only node that it may be; any where empty
     */
    ClusterTrust(
            CertificateCheck check,
            Set<Purpose> purposes,
            Optional<NodeId> expected,
            InstantSource clock) {
        this.check = check;
        this.purposes = Set.copyOf(purposes);
        this.expected = expected;
        this.clock = clock;
        // Whoever calls hears why by the exception, and needs no log for it.
        this.refusals = expected.isPresent() ? Optional.empty() : Optional.of(new Refusals(clock));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws UntrustedPeerException {
        check(chain, socket instanceof SSLSocket tls ? tls.getHandshakeSession() : null);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws UntrustedPeerException {
        check(chain, socket instanceof SSLSocket tls ? tls.getHandshakeSession() : null);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws UntrustedPeerException {
        check(chain, engine.getHandshakeSession());
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws UntrustedPeerException {
        check(chain, engine.getHandshakeSession());
    }

    /** Without a connection its protocol is not known, so nobody is trusted. */
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws UntrustedPeerException {
        check(chain, null);
    }

    /** Without a connection its protocol is not known, so nobody is trusted. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws UntrustedPeerException {
        check(chain, null);
    }

    /** None, so that a peer of another cluster shows its certificate and is told what is wrong. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    /** A client hears why by the exception; whoever runs a server reads it in the log. */
    private void check(X509Certificate[] chain, @Nullable SSLSession session)
            throws UntrustedPeerException {
        try {
            verify(chain, session);
        } catch (UntrustedPeerException e) {
            refusals.ifPresent(log -> log.tell(String.valueOf(e.getMessage())));
            throw e;
        }
    }

    private void verify(X509Certificate[] chain, @Nullable SSLSession session)
            throws UntrustedPeerException {
        if (session == null || !session.getProtocol().equals(PROTOCOL)) {
            throw new UntrustedPeerException("needed " + PROTOCOL + ", found an older protocol");
        }
        X509Certificate leaf = chain[0];
        Optional<String> problem = check.problem(leaf, purposes, clock.instant());
        if (problem.isPresent()) {
            throw new UntrustedPeerException(problem.get());
        }
        Optional<NodeId> found = PeerIdentity.of(leaf).map(PeerIdentity::name);
        if (expected.isPresent() && !found.equals(expected)) {
            throw new UntrustedPeerException(
                    "needed %s to answer, found %s; compare the addresses in understudy.yaml"
                            .formatted(expected.get(), found.map(NodeId::name).orElse("nobody")));
        }
    }
}
