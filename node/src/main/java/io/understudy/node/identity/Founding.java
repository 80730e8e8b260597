package io.understudy.node.identity;

import io.understudy.core.model.NodeId;
import io.understudy.node.config.ClusterConfig;
import io.understudy.node.config.ConfigFile;
import io.understudy.node.config.ConfigResult;
import io.understudy.node.config.NodeConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Makes a new cluster: its authority, its secrets and its first node. */
public final class Founding {

    private static final int PASSWORD_BYTES = 32;

    private final InstantSource clock;

    public Founding(InstantSource clock) {
        this.clock = clock;
    }

    /** Blocks for a few disk writes. Never touches a home that already has an identity. */
    public Enrolment init(Path configFile, NodeId node, NodeHome home) {
        if (home.hasIdentity()) {
            return new Enrolment.Refused(Sentences.alreadyEnrolled(home));
        }
        return switch (ConfigFile.read(configFile)) {
            case ConfigResult.Mistakes(var mistakes) -> new Enrolment.BadConfig(mistakes);
            case ConfigResult.Valid(ClusterConfig config) ->
                    config.forNode(node)
                            .map(self -> found(configFile, config, self, home))
                            .orElseGet(() ->
                                    new Enrolment.Refused(Sentences.unknownNode(node, config)));
        };
    }

    private Enrolment found(Path configFile, ClusterConfig config, NodeConfig self, NodeHome home) {
        try {
            Instant now = clock.instant();
            Authority authority = Authority.create(config.cluster(), now);
            Identity identity = firstIdentity(authority, self, now);
            Map<Secret, String> secrets = Map.of(Secret.POSTGRESQL_PASSWORD, randomPassword());
            new HomeWriter(home)
                    .write(
                            new HomeWriter.Content(
                                    Files.readString(configFile, StandardCharsets.UTF_8),
                                    secrets,
                                    identity,
                                    Optional.of(authority)));
            return new Enrolment.Enrolled(identity);
        } catch (IOException | GeneralSecurityException e) {
            return new Enrolment.Failed(Sentences.cannotWrite(home, e));
        }
    }

    private static Identity firstIdentity(Authority authority, NodeConfig self, Instant now)
            throws GeneralSecurityException, IOException {
        PeerIdentity subject = new PeerIdentity(ClusterId.random(), self.id(), Purpose.NODE);
        KeyPair pair = Authority.newKeyPair();
        return new Identity(
                subject,
                authority.issue(
                        subject,
                        Optional.of(self.address()),
                        pair.getPublic(),
                        Authority.Validity.startingAt(now, Authority.NODE_LIFE)),
                pair.getPrivate(),
                authority.certificate());
    }

    private static String randomPassword() {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
