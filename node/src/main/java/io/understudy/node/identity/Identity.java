package io.understudy.node.identity;

import io.understudy.core.model.NodeId;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/**
 * A certificate of the cluster with its private key.
 *
 * @param self who it says its owner is
 * @param authority the certificate of the cluster's authority
 */
public record Identity(
        PeerIdentity self, X509Certificate certificate, PrivateKey key, X509Certificate authority) {

    public NodeId name() {
        return self.name();
    }

    public ClusterId cluster() {
        return self.cluster();
    }

    /** Whole days until the certificate expires; negative once it has. */
    public long daysLeft(Instant now) {
        return wholeDays(Duration.between(now, certificate.getNotAfter().toInstant()));
    }

    /** Whole days until the authority's certificate expires, and with it all others. */
    public long authorityDaysLeft(Instant now) {
        return wholeDays(Duration.between(now, authority.getNotAfter().toInstant()));
    }

    /** Leaves out the key. */
    @Override
    public String toString() {
        return "Identity[" + self.uri() + "]";
    }

    /** Downwards, so that what expired an hour ago is not good for 0 days. */
    private static long wholeDays(Duration left) {
        return Math.floorDiv(left.toSeconds(), Duration.ofDays(1).toSeconds());
    }
}
