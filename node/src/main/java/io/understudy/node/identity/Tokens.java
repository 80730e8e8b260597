package io.understudy.node.identity;

import io.understudy.core.model.NodeId;
import io.understudy.node.config.ClusterConfig;
import io.understudy.node.config.ConfigFile;
import io.understudy.node.config.ConfigResult;
import io.understudy.node.config.NodeConfig;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Makes one-time tokens, at the founder, whose authority signs them. */
public final class Tokens {

    private final NodeHome home;
    private final InstantSource clock;

    public Tokens(NodeHome home, InstantSource clock) {
        this.home = home;
        this.clock = clock;
    }

    /** Makes a token with which that node may join within the hour. Reads the disk. */
    public TokenResult issue(NodeId node) {
        return switch (IdentityFiles.read(home, clock.instant())) {
            case IdentityResult.Unusable(String why) -> new TokenResult.Refused(why);
            case IdentityResult.Usable(Identity founder) ->
                    switch (ConfigFile.read(home.config())) {
                        case ConfigResult.Mistakes mistakes ->
                                new TokenResult.Refused(mistakes.text(home.config().toString()));
                        case ConfigResult.Valid(ClusterConfig config) ->
                                issue(node, founder, config);
                    };
        };
    }

    private TokenResult issue(NodeId node, Identity founder, ClusterConfig config) {
        if (node.equals(founder.name())) {
            return new TokenResult.Refused(
                    "needed the name of another node, found %s, which is this one".formatted(node));
        }
        if (config.forNode(node).isEmpty()) {
            return new TokenResult.Refused(Sentences.unknownNode(node, config));
        }
        Optional<NodeConfig> self = config.forNode(founder.name());
        if (self.isEmpty()) {
            return new TokenResult.Refused(Sentences.unknownNode(founder.name(), config));
        }
        try {
            return Authority.read(home)
                    .map(authority -> sign(node, founder, self.get(), authority))
                    .orElseGet(() -> new TokenResult.Refused(Sentences.noAuthority(home)));
        } catch (IOException | GeneralSecurityException e) {
            return new TokenResult.Refused(Sentences.brokenAuthority(home, e));
        }
    }

    private TokenResult sign(NodeId node, Identity founder, NodeConfig self, Authority authority) {
        Instant now = clock.instant();
        PeerIdentity subject = new PeerIdentity(founder.cluster(), node, Purpose.JOIN);
        try {
            KeyPair pair = Authority.newKeyPair();
            Identity identity =
                    new Identity(
                            subject,
                            authority.issue(
                                    subject,
                                    Optional.empty(),
                                    pair.getPublic(),
                                    Authority.Validity.startingAt(now, Authority.TOKEN_LIFE)),
                            pair.getPrivate(),
                            authority.certificate());
            return new TokenResult.Made(
                    new JoinToken(founder.name(), self.endpoint(self.ports().api()), identity),
                    now.plus(Authority.TOKEN_LIFE));
        } catch (IOException | GeneralSecurityException e) {
            return new TokenResult.Refused(Sentences.brokenAuthority(home, e));
        }
    }
}
