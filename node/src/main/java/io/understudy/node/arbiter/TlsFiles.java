package io.understudy.node.arbiter;

import java.nio.file.Path;

/**
 * This node's identity, as PEM files.
 *
 * @param certificate the node's certificate, followed by those between it and the authority
 * @param key its private key, PKCS #8, not encrypted
 * @param authority the certificate of the cluster's authority; nobody else's are accepted
 */
public record TlsFiles(Path certificate, Path key, Path authority) {}
