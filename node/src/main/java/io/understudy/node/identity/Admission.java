package io.understudy.node.identity;

import io.understudy.core.model.NodeId;
import io.understudy.node.config.ClusterConfig;
import io.understudy.node.config.ConfigFile;
import io.understudy.node.config.ConfigResult;
import io.understudy.node.config.NodeConfig;
import io.understudy.node.pem.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lets nodes in at the founder: each token once, for the node that it names. Reads the disk at each
 * call, so that the authority's key is not kept in memory. Any thread may call.
 */
public final class Admission implements Admissions {

    private final NodeHome home;
    private final InstantSource clock;
    private final UsedTokens used;

    public Admission(NodeHome home, InstantSource clock) {
        this.home = home;
        this.clock = clock;
        this.used = new UsedTokens(home.usedTokens());
    }

    @Override
    public JoinAnswer admit(X509Certificate client, JoinRequest request) {
        try {
            return Authority.read(home)
                    .map(authority -> admit(client, request, authority))
                    .orElseGet(() -> new JoinAnswer.Refused(Sentences.noAuthority(home)));
        } catch (IOException | GeneralSecurityException e) {
            return new JoinAnswer.Failed(Sentences.brokenAuthority(home, e));
        }
    }

    private JoinAnswer admit(X509Certificate client, JoinRequest request, Authority authority) {
        Instant now = clock.instant();
        return switch (IdentityFiles.read(home, now)) {
            case IdentityResult.Unusable(String why) -> new JoinAnswer.Failed(why);
            case IdentityResult.Usable(Identity self) -> {
                CertificateCheck check =
                        new CertificateCheck(self.cluster(), authority.certificate());
                yield check.problem(client, Set.of(Purpose.JOIN), now)
                        .or(() -> otherNode(client, request))
                        .<JoinAnswer>map(JoinAnswer.Refused::new)
                        .orElseGet(() -> admit(client, request, authority, self));
            }
        };
    }

    private static Optional<String> otherNode(X509Certificate client, JoinRequest request) {
        String named = PeerIdentity.of(client).map(peer -> peer.name().name()).orElse("");
        return named.equals(request.node())
                ? Optional.empty()
                : Optional.of(
                        "needed a token for %s, found one for %s; type on the founder: understudy token %s"
                                .formatted(request.node(), named, request.node()));
    }

    private JoinAnswer admit(
            X509Certificate client, JoinRequest request, Authority authority, Identity self) {
        NodeId node = new NodeId(request.node());
        return switch (ConfigFile.read(home.config())) {
            case ConfigResult.Mistakes mistakes ->
                    new JoinAnswer.Failed(mistakes.text(home.config().toString()));
            case ConfigResult.Valid(ClusterConfig config) ->
                    config.forNode(node)
                            .map(joining -> welcome(client, request, authority, self, joining))
                            .orElseGet(() ->
                                    new JoinAnswer.Refused(Sentences.unknownNode(node, config)));
        };
    }

    private JoinAnswer welcome(
            X509Certificate client,
            JoinRequest request,
            Authority authority,
            Identity self,
            NodeConfig joining) {
        SigningRequest signing;
        try {
            signing = SigningRequest.read(request.signingRequest());
        } catch (IOException | GeneralSecurityException e) {
            return new JoinAnswer.Refused(
                    "needed a signing request for the new node's key: " + e.getMessage());
        }
        try {
            if (!used.take(client.getSerialNumber(), signing.fingerprint())) {
                return new JoinAnswer.Refused(
                        "needed a token that was not used yet, found one that was; type on %s: understudy token %s"
                                .formatted(self.name(), joining.id()));
            }
            X509Certificate certificate =
                    authority.issue(
                            new PeerIdentity(self.cluster(), joining.id(), Purpose.NODE),
                            Optional.of(joining.address()),
                            signing.key(),
                            Authority.Validity.startingAt(clock.instant(), Authority.NODE_LIFE));
            return new JoinAnswer.Admitted(
                    Pem.of(certificate),
                    Pem.of(authority.certificate()),
                    Files.readString(home.config()),
                    secrets());
        } catch (IOException | GeneralSecurityException e) {
            return new JoinAnswer.Failed(
                    "needed to let %s in, and could not: %s"
                            .formatted(joining.id(), Sentences.why(e)));
        }
    }

    private Map<Secret, String> secrets() throws IOException {
        Map<Secret, String> secrets = new EnumMap<>(Secret.class);
        for (Secret secret : Secret.values()) {
            secrets.put(secret, Files.readString(home.secret(secret)));
        }
        return secrets;
    }
}
