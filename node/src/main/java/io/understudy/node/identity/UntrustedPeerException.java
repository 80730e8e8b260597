package io.understudy.node.identity;

import java.security.cert.CertificateException;

/** The peer's certificate is not good here; the message is one sentence. */
final class UntrustedPeerException extends CertificateException {
    private static final long serialVersionUID = 1L;

    UntrustedPeerException(String sentence) {
        super(sentence);
    }
}
