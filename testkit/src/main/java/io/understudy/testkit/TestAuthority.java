package io.understudy.testkit;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority for tests: makes certificates of its own, as PEM files. */
public final class TestAuthority {

    private static final Duration EARLIER = Duration.ofHours(1);

    private final X500Principal name;
    private final KeyPair keys;
    private final X509Certificate certificate;

    public TestAuthority(String name) {
        this.name = new X500Principal("CN=" + name);
        this.keys = newKeys();
        this.certificate = sign(this.name, keys, Duration.ofHours(1), true);
    }

    /**
     * A certificate, its key and this authority, as files.
     *
     * @param certificate PEM
     * @param key PEM, PKCS #8
     * @param authority PEM
     */
    public record Issued(Path certificate, Path key, Path authority) {}

    /** Issues a certificate for a node on loopback and writes it into the folder. */
    public Issued issue(String node, Path folder) {
        return issue(node, folder, Duration.ofHours(1));
    }

    /**
     * Issues a certificate.
     *
     * @param life from now; negative for one that has expired
     */
    public Issued issue(String node, Path folder, Duration life) {
        KeyPair own = newKeys();
        X509Certificate issued = sign(new X500Principal("CN=" + node), own, life, false);
        try {
            Files.createDirectories(folder);
            return new Issued(
                    pem(folder.resolve("node.crt"), issued),
                    pem(folder.resolve("node.key"), new JcaPKCS8Generator(own.getPrivate(), null)),
                    pem(folder.resolve("authority.crt"), certificate));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private X509Certificate sign(
            X500Principal subject, KeyPair subjectKeys, Duration life, boolean authority) {
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(64, new SecureRandom()),
                        Date.from(
                                now.minus(EARLIER).plus(life.isNegative() ? life : Duration.ZERO)),
                        Date.from(now.plus(life)),
                        subject,
                        subjectKeys.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(
                            new GeneralName[] {
                                new GeneralName(GeneralName.dNSName, "localhost"),
                                new GeneralName(GeneralName.iPAddress, "127.0.0.1")
                            }));
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .build(keys.getPrivate())));
        } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("a test certificate can't be made", e);
        }
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    private static Path pem(Path file, Object content) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(content);
        }
        return Files.writeString(file, text.toString());
    }
}
