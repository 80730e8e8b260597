package io.understudy.node.pem;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * Certificates, keys and signing requests as text (RFC 7468). Written here with the JDK alone,
 * since the daemon has no Bouncy Castle; no message repeats what was read, which may be a key.
 */
public final class Pem {

    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PRIVATE_KEY = "PRIVATE KEY";
    private static final String REQUEST = "CERTIFICATE REQUEST";

    private static final int LINE = 64;
    private static final Base64.Encoder ENCODER = Base64.getMimeEncoder(LINE, new byte[] {'\n'});

    private Pem() {}

    public static String of(X509Certificate certificate) throws CertificateException {
        return write(CERTIFICATE, certificate.getEncoded());
    }

    public static String of(PrivateKey key) {
        return write(PRIVATE_KEY, encoded(key));
    }

    public static String ofRequest(byte[] request) {
        return write(REQUEST, request);
    }

    /** Reads a certificate. @throws GeneralSecurityException when it is none */
    public static X509Certificate certificate(String pem) throws GeneralSecurityException {
        return certificate(read(CERTIFICATE, pem));
    }

    public static X509Certificate certificate(byte[] encoded) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(encoded));
    }

    /** Reads a private key. @throws GeneralSecurityException when it is none */
    public static PrivateKey key(String pem) throws GeneralSecurityException {
        return key(read(PRIVATE_KEY, pem));
    }

    public static PrivateKey key(byte[] encoded) throws GeneralSecurityException {
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    /** Reads a signing request. @throws GeneralSecurityException when it is none */
    public static byte[] request(String pem) throws GeneralSecurityException {
        return read(REQUEST, pem);
    }

    public static byte[] encoded(Key key) {
        byte[] encoded = key.getEncoded();
        if (encoded == null) {
            throw new IllegalArgumentException("a key of ours can be written down");
        }
        return encoded;
    }

    private static String write(String type, byte[] content) {
        return begin(type) + "\n" + ENCODER.encodeToString(content) + "\n" + end(type) + "\n";
    }

    /** The first block of that type; what stands around it is not looked at. */
    private static byte[] read(String type, String text) throws GeneralSecurityException {
        int begin = text.indexOf(begin(type));
        int end = text.indexOf(end(type), Math.max(begin, 0));
        if (begin < 0 || end < 0) {
            throw new GeneralSecurityException("no PEM block of a " + type);
        }
        String content = text.substring(begin + begin(type).length(), end);
        try {
            return Base64.getDecoder().decode(content.replaceAll("\\s", ""));
        } catch (IllegalArgumentException _) {
            throw new GeneralSecurityException("a damaged PEM block of a " + type);
        }
    }

    private static String begin(String type) {
        return "-----BEGIN " + type + "-----";
    }

    private static String end(String type) {
        return "-----END " + type + "-----";
    }
}
