package io.understudy.node.identity;

import io.understudy.core.model.NodeId;
import java.net.URI;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who a certificate says its owner is. It stands in the certificate as the one URI {@code
 * understudy://CLUSTER-ID/PURPOSE/NAME}. It proves nothing until the certificate itself was
 * verified, as {@link ClusterTls} does.
 */
public record PeerIdentity(ClusterId cluster, NodeId name, Purpose purpose) {

    private static final int URI_NAME = 6;
    private static final Pattern FORM =
            Pattern.compile("understudy://([0-9a-f-]{36})/([a-z]+)/([a-z0-9-]+)");

    /** Reads it; empty where the certificate is none of Understudy's. */
    public static Optional<PeerIdentity> of(X509Certificate certificate) {
        List<String> uris = uris(certificate);
        return uris.size() == 1 ? parse(uris.getFirst()) : Optional.empty();
    }

    private static List<String> uris(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> Integer.valueOf(URI_NAME).equals(name.get(0)))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException _) {
            return List.of();
        }
    }

    private static Optional<PeerIdentity> parse(String uri) {
        Matcher matcher = FORM.matcher(uri);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            ClusterId cluster = new ClusterId(UUID.fromString(matcher.group(1)));
            NodeId name = new NodeId(matcher.group(3));
            return Arrays.stream(Purpose.values())
                    .filter(purpose -> lower(purpose).equals(matcher.group(2)))
                    .findFirst()
                    .map(purpose -> new PeerIdentity(cluster, name, purpose));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    URI uri() {
        return URI.create("understudy://%s/%s/%s".formatted(cluster, lower(purpose), name));
    }

    private static String lower(Purpose purpose) {
        return purpose.name().toLowerCase(Locale.ROOT);
    }
}
