package io.understudy.node.identity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/** Certificates, keys and signing requests as text. */
final class Pem {

    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PRIVATE_KEY = "PRIVATE KEY";
    private static final String REQUEST = "CERTIFICATE REQUEST";

    private Pem() {}

    static String of(X509Certificate certificate) throws CertificateException, IOException {
        return write(CERTIFICATE, certificate.getEncoded());
    }

    static String of(PrivateKey key) throws IOException {
        return write(PRIVATE_KEY, encoded(key));
    }

    static String ofRequest(byte[] request) throws IOException {
        return write(REQUEST, request);
    }

    /** Reads a certificate. @throws GeneralSecurityException when it is none */
    static X509Certificate certificate(String pem) throws GeneralSecurityException, IOException {
        return certificate(read(CERTIFICATE, pem));
    }

    static X509Certificate certificate(byte[] encoded) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(encoded));
    }

    /** Reads a private key. @throws GeneralSecurityException when it is none */
    static PrivateKey key(String pem) throws GeneralSecurityException, IOException {
        return key(read(PRIVATE_KEY, pem));
    }

    static PrivateKey key(byte[] encoded) throws GeneralSecurityException {
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    /** Reads a signing request. @throws GeneralSecurityException when it is none */
    static byte[] request(String pem) throws GeneralSecurityException, IOException {
        return read(REQUEST, pem);
    }

    static byte[] encoded(Key key) {
        byte[] encoded = key.getEncoded();
        if (encoded == null) {
            throw new IllegalArgumentException("a key of ours can be written down");
        }
        return encoded;
    }

    private static String write(String type, byte[] content) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, content));
        }
        return text.toString();
    }

    private static byte[] read(String type, String text)
            throws GeneralSecurityException, IOException {
        try (PemReader reader = new PemReader(new StringReader(text))) {
            PemObject object = reader.readPemObject();
            if (object == null || !object.getType().equals(type)) {
                throw new GeneralSecurityException("no PEM block of a " + type);
            }
            return object.getContent();
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("a damaged PEM block of a " + type, e);
        }
    }
}
