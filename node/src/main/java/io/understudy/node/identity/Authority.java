package io.understudy.node.identity;

import io.understudy.node.pem.Pem;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The cluster's own certificate authority. Immutable; any thread may use it. */
final class Authority {

    static final Duration AUTHORITY_LIFE = Duration.ofDays(3653);
    static final Duration NODE_LIFE = Duration.ofDays(730);
    static final Duration TOKEN_LIFE = Duration.ofHours(1);

    /**
     * The extended key usage of a certificate that is no node's. No other TLS program knows it, so
     * that a part which trusts whatever the authority signed (the arbiter's own TLS does) takes no
     * token's certificate.
     */
    static final String OWN_USAGE = "2.25.271170961243574931418923719583274623991";

    /**
     * Hosts' clocks differ, and jump: a certificate is good at once on a host that is behind, and
     * on one that is set back by hours (a time zone taken for UTC) soon after the cluster was made.
     */
    private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

    /**
     * The first signature by P-256 makes the JDK compute a table for 70 to 90 ms; this has none.
     */
    private static final String CURVE = "secp384r1";

    private static final String SIGNATURE = "SHA384withECDSA";
    private static final int SERIAL_BITS = 120;

    private final X509Certificate certificate;
    private final PrivateKey key;

    private Authority(X509Certificate certificate, PrivateKey key) {
        this.certificate = certificate;
        this.key = key;
    }

    /** Makes a new one, good for ten years. */
    static Authority create(String cluster, Instant now)
            throws GeneralSecurityException, IOException {
        KeyPair pair = newKeyPair();
        X500Name name = name("Understudy authority", cluster);
        X509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        name,
                        serial(),
                        Date.from(now.minus(CLOCKS_DIFFER)),
                        Date.from(now.plus(AUTHORITY_LIFE)),
                        name,
                        pair.getPublic());
        JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
                .addExtension(
                        Extension.subjectKeyIdentifier,
                        false,
                        extensions.createSubjectKeyIdentifier(pair.getPublic()));
        return new Authority(sign(builder, pair.getPrivate()), pair.getPrivate());
    }

    /** Reads the founder's; empty where the home is not the founder's. */
    static Optional<Authority> read(NodeHome home) throws GeneralSecurityException, IOException {
        if (!Files.exists(home.authorityKey())) {
            return Optional.empty();
        }
        return Optional.of(
                new Authority(
                        Pem.certificate(Files.readString(home.authorityCertificate())),
                        Pem.key(Files.readString(home.authorityKey()))));
    }

    X509Certificate certificate() {
        return certificate;
    }

    PrivateKey key() {
        return key;
    }

    /** Signs a certificate for whoever has the private key to that public one. */
    X509Certificate issue(
            PeerIdentity subject, Optional<String> address, PublicKey owner, Validity validity)
            throws GeneralSecurityException, IOException {
        JcaX509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        certificate,
                        serial(),
                        Date.from(validity.from()),
                        Date.from(validity.until()),
                        name(subject.name().name(), subject.purpose().name()),
                        owner);
        JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.extendedKeyUsage, false, usage(subject.purpose()))
                .addExtension(Extension.subjectAlternativeName, false, names(subject, address))
                .addExtension(
                        Extension.authorityKeyIdentifier,
                        false,
                        extensions.createAuthorityKeyIdentifier(certificate));
        return sign(builder, key);
    }

    /** From when until when a certificate is good. */
    record Validity(Instant from, Instant until) {

        static Validity startingAt(Instant now, Duration life) {
            return new Validity(now.minus(CLOCKS_DIFFER), now.plus(life));
        }
    }

    static KeyPair newKeyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(CURVE));
        return generator.generateKeyPair();
    }

    static ContentSigner signer(PrivateKey key) throws GeneralSecurityException {
        try {
            return new JcaContentSignerBuilder(SIGNATURE).build(key);
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("can't sign with " + SIGNATURE, e);
        }
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer(key)));
    }

    private static ExtendedKeyUsage usage(Purpose purpose) {
        return switch (purpose) {
            case NODE ->
                    new ExtendedKeyUsage(
                            new KeyPurposeId[] {
                                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                            });
            case OPERATOR, JOIN ->
                    new ExtendedKeyUsage(
                            KeyPurposeId.getInstance(new ASN1ObjectIdentifier(OWN_USAGE)));
        };
    }

    private static GeneralNames names(PeerIdentity subject, Optional<String> address) {
        List<GeneralName> names = new ArrayList<>();
        names.add(new GeneralName(GeneralName.uniformResourceIdentifier, subject.uri().toString()));
        names.add(new GeneralName(GeneralName.dNSName, subject.name().name()));
        address.ifPresent(host -> names.add(new GeneralName(addressTag(host), host)));
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }

    private static int addressTag(String host) {
        try {
            InetAddress.ofLiteral(host);
            return GeneralName.iPAddress;
        } catch (IllegalArgumentException _) {
            return GeneralName.dNSName;
        }
    }

    private static X500Name name(String commonName, String organisation) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, organisation)
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    private static BigInteger serial() {
        return new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS);
    }
}
