package io.understudy.node.arbiter;

import io.understudy.node.arbiter.ZooKeeperSettings.Member;
import io.understudy.node.arbiter.ZooKeeperSettings.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Knocks at a member beside ZooKeeper's own client, which never says why it was not let in.
 *
 * @param tls empty for clear text
 */
record MemberProbe(Optional<Tls> tls, Duration patience) {

    /** A server has nothing to say before a client has, but that it refuses it. */
    private static final Duration REFUSAL = Duration.ofMillis(200);

    record Tls(SSLContext context, Transport.Tls settings) {}

    static MemberProbe inClearText(Duration patience) {
        return new MemberProbe(Optional.empty(), patience);
    }

    static MemberProbe byTls(KeyStores stores, Transport.Tls settings, Duration patience)
            throws ArbiterUnavailableException {
        try {
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(load(stores.identity()), KeyStores.PASSWORD.toCharArray());
            TrustManagerFactory trusted =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(load(stores.trusted()));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
            return new MemberProbe(Optional.of(new Tls(context, settings)), patience);
        } catch (GeneralSecurityException | IOException e) {
            throw new ArbiterUnavailableException(
                    "needed TLS with the certificate in %s, but: %s"
                            .formatted(settings.files().certificate(), e),
                    e);
        }
    }

    private static KeyStore load(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStores.TYPE);
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, KeyStores.PASSWORD.toCharArray());
        }
        return store;
    }

    /**
     * Whether somebody listens there. ZooKeeper's client does not tell a refused connection from
     * one that takes long, and the time until a member is given up is a part of the lease's.
     */
    static boolean listens(Member member, Duration within) {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(member.host(), member.port()), (int) within.toMillis());
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** Why it lets nobody in, for people; empty where it does. Blocks for the patience at most. */
    Optional<String> trouble(Member member) {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(member.host(), member.port()), (int) patience.toMillis());
            return tls.isEmpty() ? Optional.empty() : handshake(socket, member, tls.get());
        } catch (SocketTimeoutException _) {
            return Optional.of("no answer");
        } catch (UnknownHostException _) {
            return Optional.of("no such host");
        } catch (ConnectException e) {
            return Optional.of(String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT));
        } catch (SSLException e) {
            return tls.map(by -> tlsTrouble(e, by));
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> handshake(Socket socket, Member member, Tls by) throws IOException {
        try (SSLSocket secure =
                (SSLSocket)
                        by.context()
                                .getSocketFactory()
                                .createSocket(socket, member.host(), member.port(), true)) {
            if (by.settings().checkNames()) {
                SSLParameters parameters = secure.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                secure.setSSLParameters(parameters);
            }
            secure.setSoTimeout((int) patience.toMillis());
            secure.startHandshake();
            return refusal(secure);
        }
    }

    private static Optional<String> refusal(SSLSocket secure) throws IOException {
        try {
            secure.setSoTimeout((int) REFUSAL.toMillis());
            return secure.getInputStream().read() < 0
                    ? Optional.of("it ends the connection at once")
                    : Optional.empty();
        } catch (SocketTimeoutException _) {
            return Optional.empty();
        } catch (SSLException e) {
            return Optional.of("it refused this node's certificate (" + e.getMessage() + ")");
        }
    }

    private static String tlsTrouble(SSLException e, Tls by) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException
                    || cause instanceof CertPathValidatorException) {
                return "its certificate is not of the authority in "
                        + by.settings().files().authority();
            }
            if (cause instanceof CertificateException
                    && String.valueOf(cause.getMessage()).startsWith("No ")) {
                return "its certificate does not bear this name (check-names: false takes it)";
            }
        }
        return "no TLS with it (" + e.getMessage() + ")";
    }
}
