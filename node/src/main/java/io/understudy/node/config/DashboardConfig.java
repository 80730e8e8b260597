package io.understudy.node.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The page that every node serves, as all of them have it; each node's port is among its own.
 *
 * @param own what browsers are shown instead of the node's certificate of the cluster
 * @param gocd whether scripts of old GoCD installations are answered, too
 */
public record DashboardConfig(Optional<Own> own, boolean gocd) {

    /**
     * A certificate of the user's.
     *
     * @param certificate PEM, with those in between behind it
     * @param key PEM, PKCS #8, without a passphrase
     */
    public record Own(Path certificate, Path key) {}
}
