package io.understudy.node.identity;

import io.understudy.core.model.NodeId;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** A cluster's authority without a disk, which makes certificates of every kind. */
public final class TestAuthority {

    private final ClusterId cluster = ClusterId.random();
    private final Authority authority;

    public TestAuthority() throws GeneralSecurityException, IOException {
        authority = Authority.create("acme", Instant.now());
    }

    public ClusterTls tls(String name, Purpose purpose) throws Exception {
        return new ClusterTls(identity(name, purpose), InstantSource.system());
    }

    public Identity identity(String name, Purpose purpose)
            throws GeneralSecurityException, IOException {
        return identity(
                name, purpose, Authority.Validity.startingAt(Instant.now(), Duration.ofHours(1)));
    }

    public Identity expired(String name) throws GeneralSecurityException, IOException {
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        return identity(
                name, Purpose.NODE, Authority.Validity.startingAt(yesterday, Duration.ofHours(1)));
    }

    private Identity identity(String name, Purpose purpose, Authority.Validity validity)
            throws GeneralSecurityException, IOException {
        PeerIdentity self = new PeerIdentity(cluster, new NodeId(name), purpose);
        KeyPair pair = Authority.newKeyPair();
        return new Identity(
                self,
                authority.issue(self, Optional.of("127.0.0.1"), pair.getPublic(), validity),
                pair.getPrivate(),
                authority.certificate());
    }
}
