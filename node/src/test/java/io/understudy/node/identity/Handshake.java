package io.understudy.node.identity;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * One real TLS connection over the loopback, with a byte in each direction.
 *
 * @param client why it failed for the client, as a sentence about {@code the server}
 * @param server why it failed for the server, as a sentence about {@code the client}
 */
record Handshake(Optional<String> client, Optional<String> server) {

    private static final int TIMEOUT = Math.toIntExact(Duration.ofSeconds(10).toMillis());

    static Handshake of(SSLContext server, SSLContext client) throws IOException {
        return of(server, client, ClusterTls.clientParameters());
    }

    static Handshake of(SSLContext server, SSLContext client, SSLParameters parameters)
            throws IOException {
        try (SSLServerSocket listening =
                (SSLServerSocket)
                        server.getServerSocketFactory()
                                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listening.setSoTimeout(TIMEOUT);
            CompletableFuture<Optional<String>> served = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> served.complete(serve(listening, server)));
            Optional<String> called = call(listening.getLocalPort(), client, parameters);
            return new Handshake(called, served.get(TIMEOUT, TimeUnit.MILLISECONDS));
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    boolean succeeded() {
        return client.isEmpty() && server.isEmpty();
    }

    private static Optional<String> serve(SSLServerSocket listening, SSLContext context) {
        // The context's own widest protocols, so that what refuses an old one is the trust itself.
        SSLParameters parameters = context.getSupportedSSLParameters();
        parameters.setNeedClientAuth(true);
        try (SSLSocket socket = (SSLSocket) listening.accept()) {
            socket.setSoTimeout(TIMEOUT);
            socket.setSSLParameters(parameters);
            return exchange(socket, "the client", true);
        } catch (IOException e) {
            return Optional.of(TlsFailure.sentence(e, "the client"));
        }
    }

    private static Optional<String> call(int port, SSLContext context, SSLParameters parameters) {
        try (SSLSocket socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT);
            socket.setSSLParameters(parameters);
            return exchange(socket, "the server", false);
        } catch (IOException e) {
            return Optional.of(TlsFailure.sentence(e, "the server"));
        }
    }

    /**
     * The client listens first: in TLS 1.3 its handshake is over before the server has looked at
     * its certificate, and a write would race with the refusal.
     */
    private static Optional<String> exchange(SSLSocket socket, String peer, boolean first) {
        try {
            socket.startHandshake();
            if (first) {
                socket.getOutputStream().write(1);
            }
            if (socket.getInputStream().read() != 1) {
                return Optional.of(peer + " closed the connection");
            }
            if (!first) {
                socket.getOutputStream().write(1);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(TlsFailure.sentence(e, peer));
        }
    }
}
