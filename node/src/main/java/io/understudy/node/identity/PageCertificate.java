package io.understudy.node.identity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A certificate for browsers: the user's own, or this node's of the cluster.
 *
 * @param certificate PEM, with those in between behind it
 * @param key PEM, PKCS #8, without a passphrase
 * @param authority of the cluster's, PEM, which is shown behind it; empty for the user's own
 */
public record PageCertificate(Path certificate, Path key, Optional<Path> authority) {

    /** The user's own. */
    public PageCertificate(Path certificate, Path key) {
        this(certificate, key, Optional.empty());
    }

    /** What the cluster's authority has given that node. */
    public static PageCertificate of(NodeHome home) {
        return new PageCertificate(
                home.certificate(), home.key(), Optional.of(home.authorityCertificate()));
    }

    List<Path> files() {
        return Stream.concat(Stream.of(certificate, key), authority.stream()).toList();
    }

    private static final Pattern PKCS8 =
            Pattern.compile(
                    "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> KINDS = List.of("EC", "RSA", "EdDSA");

    /**
     * Reads both.
     *
     * @throws IOException when they can't be used; the message is one sentence, without what was
     *     read
     */
    X509ExtendedKeyManager keys() throws IOException {
        char[] password = new char[0];
        try {
            KeyStore store = KeyStore.getInstance("JKS");
            store.load(null, password);
            Certificate[] chain = chain();
            PrivateKey secret = privateKey();
            checkPair(chain[0], secret);
            store.setKeyEntry("page", secret, password, chain);
            KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
            factory.init(store, password);
            return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "needed a certificate in %s and its key in %s, as PEM, found: %s"
                            .formatted(certificate, key, e.getMessage()),
                    e);
        }
    }

    /** The key store would take any two, and every browser's handshake would fail. */
    private static void checkPair(Certificate certificate, PrivateKey key)
            throws GeneralSecurityException {
        String way =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "EdDSA";
                };
        byte[] anything = {4, 7, 1, 1};
        Signature signing = Signature.getInstance(way);
        signing.initSign(key);
        signing.update(anything);
        byte[] signed = signing.sign();
        Signature checking = Signature.getInstance(way);
        try {
            checking.initVerify(certificate.getPublicKey());
            checking.update(anything);
            if (checking.verify(signed)) {
                return;
            }
        } catch (InvalidKeyException | SignatureException _) {
            // It is of another kind, so it is another.
        }
        throw new GeneralSecurityException("the key of another certificate");
    }

    private Certificate[] chain() throws IOException, GeneralSecurityException {
        List<Certificate> chain = new ArrayList<>(certificates(certificate));
        if (authority.isPresent()) {
            chain.addAll(certificates(authority.get()));
        }
        return chain.toArray(new Certificate[0]);
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new GeneralSecurityException("no certificate");
            }
            return found;
        } catch (NoSuchFileException e) {
            throw new IOException("needed a certificate in " + file + ", found no file", e);
        }
    }

    private PrivateKey privateKey() throws IOException, GeneralSecurityException {
        String text;
        try {
            text = Files.readString(key);
        } catch (IOException e) {
            throw new IOException("needed a private key in " + key + ", found no readable file", e);
        }
        Matcher found = PKCS8.matcher(text);
        if (!found.find()) {
            throw new GeneralSecurityException("no private key as PKCS #8");
        }
        byte[] encoded;
        try {
            encoded = Base64.getMimeDecoder().decode(found.group(1));
        } catch (IllegalArgumentException _) {
            throw new GeneralSecurityException("a damaged private key");
        }
        for (String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind)
                        .generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (GeneralSecurityException _) {
                // It may be of another kind.
            }
        }
        throw new GeneralSecurityException("a private key that is neither EC, RSA nor EdDSA");
    }
}
