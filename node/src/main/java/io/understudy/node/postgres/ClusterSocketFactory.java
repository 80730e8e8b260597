package io.understudy.node.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Properties;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.postgresql.ssl.WrappedFactory;

/**
 * TLS 1.3 with this node's certificate, towards the cluster's own authority alone. Public because
 * the JDBC driver makes it by its name, from the properties {@code sslcert}, {@code sslkey} and
 * {@code sslrootcert}; all three files are PEM.
 */
public final class ClusterSocketFactory extends WrappedFactory {

    public ClusterSocketFactory(Properties properties)
            throws IOException, GeneralSecurityException {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry(
                "node",
                key(Path.of(properties.getProperty("sslkey"))),
                new char[0],
                certificates(Path.of(properties.getProperty("sslcert"))));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, new char[0]);

        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        int count = 0;
        for (Certificate authority : certificates(Path.of(properties.getProperty("sslrootcert")))) {
            trusted.setCertificateEntry("authority-" + count++, authority);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);

        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        factory = context.getSocketFactory();
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
            throws IOException {
        Socket made = super.createSocket(socket, host, port, autoClose);
        ((SSLSocket) made).setEnabledProtocols(new String[] {"TLSv1.3"});
        return made;
    }

    private static Certificate[] certificates(Path file)
            throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .toArray(new Certificate[0]);
        }
    }

    private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        try (Reader reader = Files.newBufferedReader(file);
                PEMParser parser = new PEMParser(reader)) {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
                switch (found) {
                    case PrivateKeyInfo info -> {
                        return converter.getPrivateKey(info);
                    }
                    case PEMKeyPair pair -> {
                        return converter.getPrivateKey(pair.getPrivateKeyInfo());
                    }
                    default -> {
                        // EC PARAMETERS and the like stand before the key.
                    }
                }
            }
        }
        throw new GeneralSecurityException("no private key without a passphrase in " + file);
    }
}
