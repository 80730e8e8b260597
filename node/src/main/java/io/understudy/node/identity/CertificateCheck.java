package io.understudy.node.identity;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether a certificate is good: of this cluster's authority, of this cluster, now, and for the
 * purpose at hand. Pure.
 *
 * @param cluster which cluster
 * @param authority the only authority that counts
 */
record CertificateCheck(ClusterId cluster, X509Certificate authority) {

    private static final String SERVER_USAGE = "1.3.6.1.5.5.7.3.1";

    private static final Expiry OF_AUTHORITY =
            new Expiry(
                    "the certificate of the cluster's authority",
                    "make the cluster's identities anew, from understudy init on");

    /** Why it is not good, as one sentence; empty when it is. */
    Optional<String> problem(X509Certificate certificate, Set<Purpose> purposes, Instant now) {
        Optional<PeerIdentity> peer = PeerIdentity.of(certificate);
        if (peer.isEmpty()) {
            return Optional.of(
                    "needed a certificate of this cluster, found one that Understudy did not make");
        }
        if (!peer.get().cluster().equals(cluster)) {
            return Optional.of(
                    ("needed a certificate of this cluster (%s), found %s's of another cluster"
                         + " (%s); correct the address in understudy.yaml, or move that node's"
                         + " identity folder away and join it to this cluster")
                            .formatted(cluster, peer.get().name(), peer.get().cluster()));
        }
        return untimely(authority, OF_AUTHORITY, now)
                .or(() -> untimely(certificate, Expiry.of(peer.get()), now))
                .or(() -> forged(certificate, peer.get(), now))
                .or(() -> misused(certificate, peer.get(), purposes));
    }

    /**
     * What to say of a certificate that has expired.
     *
     * @param whose what it is called
     * @param remedy what to do about it
     */
    private record Expiry(String whose, String remedy) {

        static Expiry of(PeerIdentity peer) {
            return new Expiry(
                    "the certificate of " + peer.name(),
                    switch (peer.purpose()) {
                        case NODE ->
                                "on the cluster's first node type: understudy renew; on any other,"
                                        + " move its identity folder away and join with a fresh"
                                        + " token";
                        case JOIN ->
                                "type on the cluster's first node: understudy token " + peer.name();
                        case OPERATOR -> "ask for a new one";
                    });
        }
    }

    private static Optional<String> untimely(
            X509Certificate certificate, Expiry expiry, Instant now) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (now.isAfter(until)) {
            return Optional.of(
                    "needed a valid certificate, found that %s expired at %s and it is %s now; where"
                                    .formatted(expiry.whose(), until, now)
                            + " this clock is right, "
                            + expiry.remedy());
        }
        if (now.isBefore(from)) {
            return Optional.of(
                    "needed a valid certificate, found that %s is valid from %s and it is %s now"
                                    .formatted(expiry.whose(), from, now)
                            + "; set this host's clock");
        }
        return Optional.empty();
    }

    private Optional<String> forged(X509Certificate certificate, PeerIdentity peer, Instant now) {
        try {
            PKIXParameters parameters =
                    new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509")
                                    .generateCertPath(List.of(certificate)),
                            parameters);
            return Optional.empty();
        } catch (GeneralSecurityException _) {
            return Optional.of(
                    "needed a certificate that this cluster's authority signed, found one in %s's"
                                    .formatted(peer.name())
                            + " name that it did not");
        }
    }

    private static Optional<String> misused(
            X509Certificate certificate, PeerIdentity peer, Set<Purpose> purposes) {
        boolean usable =
                purposes.contains(peer.purpose())
                        && certificate.getBasicConstraints() < 0
                        && usages(certificate).contains(usage(peer.purpose()));
        return usable
                ? Optional.empty()
                : Optional.of(
                        "needed a certificate for %s, found %s's for %s"
                                .formatted(
                                        words(purposes),
                                        peer.name(),
                                        words(Set.of(peer.purpose()))));
    }

    private static String usage(Purpose purpose) {
        return switch (purpose) {
            case NODE -> SERVER_USAGE;
            case OPERATOR, JOIN -> Authority.OWN_USAGE;
        };
    }

    private static List<String> usages(X509Certificate certificate) {
        try {
            List<String> usages = certificate.getExtendedKeyUsage();
            return usages == null ? List.of() : usages;
        } catch (CertificateParsingException _) {
            return List.of();
        }
    }

    private static String words(Set<Purpose> purposes) {
        return purposes.stream()
                .sorted()
                .map(purpose ->
                        switch (purpose) {
                            case NODE -> "a node";
                            case OPERATOR -> "an operator";
                            case JOIN -> "joining";
                        })
                .collect(Collectors.joining(" or "));
    }
}
