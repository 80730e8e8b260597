package io.understudy.node.identity;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * A node's own folder.
 *
 * @param root {@code /var/lib/understudy} unless told otherwise
 */
public record NodeHome(Path root) {

    public static final Path USUAL = Path.of("/var/lib/understudy");

    public NodeHome {
        root = root.toAbsolutePath().normalize();
    }

    /** This node's copy of the cluster's file. */
    public Path config() {
        return root.resolve("understudy.yaml");
    }

    /** It is made whole or not at all, so a home with this folder has an identity. */
    public Path identity() {
        return root.resolve("identity");
    }

    /** The certificate of the cluster's authority, as PEM. */
    public Path authorityCertificate() {
        return identity().resolve("ca.crt");
    }

    /** The authority's private key, as PKCS#8 PEM; at the founder alone. */
    public Path authorityKey() {
        return identity().resolve("ca.key");
    }

    /** This node's certificate, as PEM. */
    public Path certificate() {
        return identity().resolve("node.crt");
    }

    /** This node's private key, as PKCS#8 PEM. It never leaves the node. */
    public Path key() {
        return identity().resolve("node.key");
    }

    /** A file with nothing but the secret, without a line end. */
    public Path secret(Secret secret) {
        return secrets().resolve(secret.file());
    }

    Path secrets() {
        return root.resolve("secrets");
    }

    /** Which tokens were used: one file for each, named by its serial number. */
    Path usedTokens() {
        return root.resolve("used-tokens");
    }

    Path founderMark() {
        return identity().resolve("founder");
    }

    public boolean hasIdentity() {
        return Files.exists(identity(), LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether this node made the cluster, and so may write the register's first state. */
    public boolean isFounder() {
        return Files.exists(founderMark());
    }
}
