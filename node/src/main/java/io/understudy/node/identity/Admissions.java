package io.understudy.node.identity;

import java.security.cert.X509Certificate;

/** Who decides at the founder whether a node comes in. Any thread may call; a call may block. */
public interface Admissions {

    /** Answers a node whose TLS connection showed this certificate. */
    JoinAnswer admit(X509Certificate client, JoinRequest request);
}
