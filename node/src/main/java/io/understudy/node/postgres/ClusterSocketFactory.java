package io.understudy.node.postgres;

import io.understudy.node.pem.Pem;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Properties;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
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
                Pem.key(Files.readString(Path.of(properties.getProperty("sslkey")))),
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
}
