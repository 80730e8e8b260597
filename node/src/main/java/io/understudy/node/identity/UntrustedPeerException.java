package io.understudy.node.identity;

import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;

/** The peer's certificate is not good here; the message is one sentence. */
final class UntrustedPeerException extends CertificateException {
    private static final long serialVersionUID = 1L;

    UntrustedPeerException(String sentence, BasicReason reason) {
        super(sentence, ClusterTrust.cause(sentence, reason));
    }
}
