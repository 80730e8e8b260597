package io.understudy.node.identity;

import io.understudy.core.model.NodeId;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** An authority that signs whatever a test wants. */
record Issuer(Authority authority, ClusterId cluster) {

    static final Duration YEAR = Duration.ofDays(365);

    static Issuer create() {
        return at(Instant.now().minus(YEAR.multipliedBy(3)));
    }

    static Issuer at(Instant founded) {
        try {
            return new Issuer(Authority.create("acme", founded), ClusterId.random());
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The same authority, signing for another cluster. */
    Issuer withOtherCluster() {
        return new Issuer(authority, ClusterId.random());
    }

    Identity identity(NodeId name, Purpose purpose) {
        Instant now = Instant.now();
        return identity(name, purpose, new Authority.Validity(now.minus(YEAR), now.plus(YEAR)));
    }

    Identity identity(NodeId name, Purpose purpose, Authority.Validity validity) {
        try {
            PeerIdentity subject = new PeerIdentity(cluster, name, purpose);
            KeyPair pair = Authority.newKeyPair();
            return new Identity(
                    subject,
                    authority.issue(subject, Optional.of("127.0.0.1"), pair.getPublic(), validity),
                    pair.getPrivate(),
                    authority.certificate());
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }
}
