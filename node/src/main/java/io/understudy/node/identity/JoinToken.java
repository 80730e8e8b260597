package io.understudy.node.identity;

import io.understudy.core.model.NodeId;
import io.understudy.node.pem.Pem;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What brings one node into the cluster, once: where to ask, whom to trust, and a certificate that
 * is good for asking and nothing else.
 *
 * @param founder the node that answers
 * @param endpoint the founder's {@code address:port}
 * @param identity the one-time certificate; its name is the node that may join
 */
public record JoinToken(NodeId founder, String endpoint, Identity identity) {

    private static final String PREFIX = "understudy-join-";
    private static final int PARTS = 5;

    /** The node that may join. */
    public NodeId node() {
        return identity.name();
    }

    /** One word, safe in a URL and a shell. It is a secret until it was used. */
    public String text() {
        try {
            return Stream.of(
                            founder.name().getBytes(StandardCharsets.UTF_8),
                            endpoint.getBytes(StandardCharsets.UTF_8),
                            identity.authority().getEncoded(),
                            identity.certificate().getEncoded(),
                            Pem.encoded(identity.key()))
                    .map(Base64.getUrlEncoder().withoutPadding()::encodeToString)
                    .collect(Collectors.joining(".", PREFIX, ""));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate can be written down", e);
        }
    }

    /** Whether a text is meant to be a token, damaged or not. */
    public static boolean looksLikeOne(String text) {
        return text.strip().startsWith(PREFIX);
    }

    /** Reads a token's text; empty where it is none. */
    public static Optional<JoinToken> parse(String text) {
        if (!looksLikeOne(text)) {
            return Optional.empty();
        }
        try {
            List<byte[]> parts =
                    Arrays.stream(text.strip().substring(PREFIX.length()).split("\\.", -1))
                            .map(Base64.getUrlDecoder()::decode)
                            .toList();
            return parts.size() == PARTS ? Optional.of(parse(parts)) : Optional.empty();
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static JoinToken parse(List<byte[]> parts) throws GeneralSecurityException {
        X509Certificate certificate = Pem.certificate(parts.get(3));
        PeerIdentity self =
                PeerIdentity.of(certificate)
                        .orElseThrow(() -> new GeneralSecurityException("no name in it"));
        return new JoinToken(
                new NodeId(new String(parts.get(0), StandardCharsets.UTF_8)),
                new String(parts.get(1), StandardCharsets.UTF_8),
                new Identity(
                        self, certificate, Pem.key(parts.get(4)), Pem.certificate(parts.get(2))));
    }

    /** Leaves out the key. */
    @Override
    public String toString() {
        return "JoinToken[%s, at %s of %s]".formatted(node(), endpoint, founder);
    }
}
