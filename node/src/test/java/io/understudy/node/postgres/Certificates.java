package io.understudy.node.postgres;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A cluster's authority and its nodes' certificates, for tests. */
final class Certificates {

    private final Path directory;
    private final KeyPair authorityKeys;
    private final X509Certificate authority;

    Certificates(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory);
        authorityKeys = keys();
        authority = certificate("test authority", authorityKeys, true, Duration.ofDays(1));
        write(directory.resolve("ca.crt"), authority);
    }

    /** Writes NAME.crt and NAME.key. */
    PostgresSettings.Access issue(String name, Duration validFor, Path passwordFile)
            throws IOException {
        KeyPair keys = keys();
        Path certificate = directory.resolve(name + ".crt");
        Path key = directory.resolve(name + ".key");
        write(certificate, certificate(name, keys, false, validFor));
        write(key, new JcaPKCS8Generator(keys.getPrivate(), null));
        return new PostgresSettings.Access(
                "understudy", passwordFile, certificate, key, directory.resolve("ca.crt"));
    }

    private X509Certificate certificate(
            String name, KeyPair keys, boolean isAuthority, Duration validFor) {
        try {
            Instant now = Instant.now();
            JcaX509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(
                            new X500Name(isAuthority ? "CN=" + name : "CN=test authority"),
                            BigInteger.valueOf(System.nanoTime()),
                            Date.from(now.minus(Duration.ofDays(10))),
                            Date.from(now.plus(validFor)),
                            new X500Name("CN=" + name),
                            keys.getPublic());
            builder.addExtension(
                    Extension.basicConstraints, true, new BasicConstraints(isAuthority));
            KeyPair signer = isAuthority ? keys : authorityKeys;
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .build(signer.getPrivate())));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Path file, Object what) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(what);
        }
        Files.writeString(file, text.toString());
    }
}
