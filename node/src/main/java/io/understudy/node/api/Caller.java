package io.understudy.node.api;

import io.understudy.node.identity.PeerIdentity;
import java.security.cert.X509Certificate;

/**
 * Who calls.
 *
 * @param who as the certificate says
 * @param certificate verified at the handshake
 */
record Caller(PeerIdentity who, X509Certificate certificate) {}
