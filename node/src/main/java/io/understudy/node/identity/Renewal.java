package io.understudy.node.identity;

import io.understudy.node.config.ClusterConfig;
import io.understudy.node.config.ConfigFile;
import io.understudy.node.config.ConfigResult;
import io.understudy.node.config.NodeConfig;
import io.understudy.node.pem.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Gives the founder a new certificate for the key that it has, also when the old one has expired.
 * Any other node gets one by joining again; the founder can't, since its folder holds the cluster's
 * authority.
 */
public final class Renewal {

    private final InstantSource clock;

    public Renewal(InstantSource clock) {
        this.clock = clock;
    }

    /** Replaces the certificate at once, or changes nothing. */
    public Enrolment renew(NodeHome home) {
        try {
            Optional<Authority> authority = Authority.read(home);
            if (authority.isEmpty()) {
                return new Enrolment.Refused(
                        ("needed the cluster's authority key, found no %s; where this node is not"
                                        + " the one that ran understudy init, move %s away and join"
                                        + " with a fresh token")
                                .formatted(home.authorityKey(), home.identity()));
            }
            return switch (ConfigFile.read(home.config())) {
                case ConfigResult.Mistakes(var mistakes) -> new Enrolment.BadConfig(mistakes);
                case ConfigResult.Valid(ClusterConfig config) ->
                        renew(home, authority.get(), config);
            };
        } catch (IOException | GeneralSecurityException e) {
            return new Enrolment.Failed(Sentences.brokenAuthority(home, e));
        }
    }

    private Enrolment renew(NodeHome home, Authority authority, ClusterConfig config)
            throws IOException, GeneralSecurityException {
        X509Certificate old = Pem.certificate(Files.readString(home.certificate()));
        PrivateKey key = Pem.key(Files.readString(home.key()));
        PeerIdentity self =
                PeerIdentity.of(old)
                        .orElseThrow(() ->
                                new GeneralSecurityException("another's " + home.certificate()));
        Optional<String> address = config.forNode(self.name()).map(NodeConfig::address);
        if (address.isEmpty()) {
            return new Enrolment.Refused(Sentences.unknownNode(self.name(), config));
        }
        X509Certificate renewed =
                authority.issue(
                        self,
                        address,
                        old.getPublicKey(),
                        Authority.Validity.startingAt(clock.instant(), Authority.NODE_LIFE));
        PrivateFiles.write(home.certificate(), Pem.of(renewed));
        return new Enrolment.Enrolled(new Identity(self, renewed, key, authority.certificate()));
    }
}
