package io.understudy.node.arbiter;

import io.understudy.node.disk.Trouble;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The node's identity in the only form that the ensemble's server takes from outside: two files.
 * They are written anew at each start, readable by this user alone, with an empty password: a
 * password would have to stand beside them.
 *
 * @param identity the node's key and certificates
 * @param trusted the authority alone
 */
record KeyStores(Path identity, Path trusted) {

    /**
     * ZooKeeper reads the stores anew for each connection. PKCS #12 derives its keys in 10,000
     * rounds each time, which protect nothing where the password is empty, and took a third of the
     * time until a write succeeds after the loss of the leader. This type has none.
     */
    static final String TYPE = "JKS";

    static final String PASSWORD = "";

    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

    static KeyStores write(TlsFiles files, Path folder) throws ArbiterUnavailableException {
        List<X509Certificate> chain = certificates("certificate", files.certificate());
        List<X509Certificate> authority = certificates("authority", files.authority());
        checkIssuer(files, chain.getFirst(), authority);
        return write(files, chain, authority, folder);
    }

    /** For a client of servers that another authority may vouch for. */
    static KeyStores writeForClient(TlsFiles files, Path folder)
            throws ArbiterUnavailableException {
        return write(
                files,
                certificates("certificate", files.certificate()),
                certificates("ensemble's authority", files.authority()),
                folder);
    }

    private static KeyStores write(
            TlsFiles files,
            List<X509Certificate> chain,
            List<X509Certificate> authority,
            Path folder)
            throws ArbiterUnavailableException {
        PrivateKey key = key(files.key(), chain.getFirst());
        checkDates(files, chain.getFirst());
        try {
            KeyStore identity = empty();
            identity.setKeyEntry(
                    "node", key, PASSWORD.toCharArray(), chain.toArray(new Certificate[0]));
            KeyStore trusted = empty();
            for (int i = 0; i < authority.size(); i++) {
                trusted.setCertificateEntry("authority-" + i, authority.get(i));
            }
            Files.createDirectories(folder);
            return new KeyStores(
                    store(identity, folder.resolve("identity.jks")),
                    store(trusted, folder.resolve("trusted.jks")));
        } catch (GeneralSecurityException e) {
            throw new ArbiterUnavailableException(
                    "the key in %s doesn't fit the certificate in %s"
                            .formatted(files.key(), files.certificate()),
                    e);
        } catch (IOException e) {
            throw new ArbiterUnavailableException(
                    "needed to write key stores into %s, found: %s; make room or mend the disk, then start the node again"
                            .formatted(folder, Trouble.of(e)),
                    e);
        }
    }

    private static void checkDates(TlsFiles files, X509Certificate certificate)
            throws ArbiterUnavailableException {
        Instant end = certificate.getNotAfter().toInstant();
        if (end.isBefore(Instant.now())) {
            throw new ArbiterUnavailableException(
                    "the certificate in %s expired at %s; let this node join again for a new one"
                            .formatted(files.certificate(), end));
        }
    }

    private static void checkIssuer(
            TlsFiles files, X509Certificate certificate, List<X509Certificate> authority)
            throws ArbiterUnavailableException {
        if (authority.stream()
                .noneMatch(one ->
                        one.getSubjectX500Principal()
                                .equals(certificate.getIssuerX500Principal()))) {
            throw new ArbiterUnavailableException(
                    "the certificate in %s was issued by '%s', which is not the authority in %s"
                            .formatted(
                                    files.certificate(),
                                    certificate.getIssuerX500Principal(),
                                    files.authority()));
        }
    }

    static List<X509Certificate> certificates(String what, Path file)
            throws ArbiterUnavailableException {
        try {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(
                                    new ByteArrayInputStream(Files.readAllBytes(file)));
            if (found.isEmpty()) {
                throw unreadable(what, file, "there is none in it");
            }
            return found.stream().map(X509Certificate.class::cast).toList();
        } catch (IOException | GeneralSecurityException e) {
            throw unreadable(what, file, e.toString());
        }
    }

    private static PrivateKey key(Path file, X509Certificate certificate)
            throws ArbiterUnavailableException {
        try {
            Matcher pem = PKCS8.matcher(Files.readString(file, StandardCharsets.US_ASCII));
            if (!pem.find()) {
                throw unreadable("key", file, "there is no 'BEGIN PRIVATE KEY' (PKCS #8) in it");
            }
            byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
            return KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (IOException e) {
            throw unreadable("key", file, e.toString());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // What a parser says of a key may hold parts of it.
            throw unreadable("key", file, "it is no key of the certificate's kind");
        }
    }

    private static ArbiterUnavailableException unreadable(String what, Path file, String why) {
        return new ArbiterUnavailableException(
                "needed this node's %s as PEM in %s, but: %s".formatted(what, file, why));
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(TYPE);
        store.load(null, null);
        return store;
    }

    private static Path store(KeyStore store, Path file)
            throws GeneralSecurityException, IOException {
        Path fresh =
                Files.createTempFile(
                        file.toAbsolutePath().getParent(),
                        "store",
                        ".new",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try (OutputStream out = Files.newOutputStream(fresh)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
