package io.understudy.node.identity;

import io.understudy.core.model.NodeId;
import io.understudy.node.pem.Pem;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.HexFormat;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * A public key whose owner has shown that the private key is theirs.
 *
 * @param key an elliptic curve key of 256 bits or more
 */
record SigningRequest(PublicKey key) {

    private static final int FEWEST_BITS = 256;

    /** Writes one as PEM. */
    static String write(NodeId node, KeyPair pair) throws GeneralSecurityException, IOException {
        byte[] encoded =
                new JcaPKCS10CertificationRequestBuilder(
                                new X500NameBuilder(BCStyle.INSTANCE)
                                        .addRDN(BCStyle.CN, node.name())
                                        .build(),
                                pair.getPublic())
                        .build(Authority.signer(pair.getPrivate()))
                        .getEncoded();
        return Pem.ofRequest(encoded);
    }

    /**
     * Reads one. Its name is not looked at: the certificate's name comes from the token.
     *
     * @throws GeneralSecurityException when it is none, or its signature is not that key's
     */
    static SigningRequest read(String pem) throws GeneralSecurityException, IOException {
        JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(Pem.request(pem));
        PublicKey key = request.getPublicKey();
        if (!(key instanceof ECPublicKey ec)
                || ec.getParams().getOrder().bitLength() < FEWEST_BITS) {
            throw new GeneralSecurityException("needed an EC key of 256 bits or more");
        }
        try {
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw new GeneralSecurityException("needed the key's own signature");
            }
        } catch (PKCSException | OperatorCreationException e) {
            throw new GeneralSecurityException("needed a signature that can be checked", e);
        }
        return new SigningRequest(key);
    }

    /** SHA-256 over the public key, in hexadecimal. */
    String fingerprint() throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(Pem.encoded(key)));
    }
}
