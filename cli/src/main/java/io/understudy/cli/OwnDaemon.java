package io.understudy.cli;

import io.understudy.core.model.NodeId;
import io.understudy.node.api.Lookout.Form;
import io.understudy.node.config.ConfigFile;
import io.understudy.node.config.ConfigResult;
import io.understudy.node.config.NodeConfig;
import io.understudy.node.identity.ClusterTls;
import io.understudy.node.identity.Identity;
import io.understudy.node.identity.IdentityFiles;
import io.understudy.node.identity.IdentityResult;
import io.understudy.node.identity.NodeHome;
import io.understudy.node.identity.TlsFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * The daemon of this home's own node, asked what all nodes say. One connection without any client's
 * library, and what it answers is shown as it is: most of the time that a short command takes goes
 * into classes that it starts.
 */
final class OwnDaemon {

    private static final Duration CONNECT = Duration.ofSeconds(1);

    /** Longer than the daemon waits for the other nodes. */
    private static final Duration DEADLINE = Duration.ofMillis(2500);

    private static final int MOST_BYTES = 4 << 20;

    private final NodeId self;
    private final InetSocketAddress place;
    private final SSLContext tls;

    private OwnDaemon(NodeId self, InetSocketAddress place, SSLContext tls) {
        this.self = self;
        this.place = place;
        this.tls = tls;
    }

    /** Reads the home; empty where that is not whole. Who the daemon is, the handshake proves. */
    static Optional<OwnDaemon> of(NodeHome home) {
        return IdentityFiles.unproved(home) instanceof IdentityResult.Usable(Identity identity)
                        && ConfigFile.read(home.config()) instanceof ConfigResult.Valid(var config)
                ? config.forNode(identity.name()).map(node -> of(identity, node))
                : Optional.empty();
    }

    private static OwnDaemon of(Identity identity, NodeConfig node) {
        return new OwnDaemon(
                identity.name(),
                new InetSocketAddress(node.address(), node.ports().api()),
                new ClusterTls(identity, InstantSource.system()).client(identity.name()));
    }

    /** What came of asking. */
    sealed interface Reply {
        /** To be shown as it is. */
        record Said(String overview) implements Reply {}

        /** One sentence. */
        record Unheard(String why) implements Reply {}
    }

    /** Blocks for some seconds at most. Throws nothing for what a daemon can do. */
    Reply overview(Form form) {
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket()) {
            socket.setSSLParameters(ClusterTls.clientParameters());
            socket.setTcpNoDelay(true);
            socket.connect(place, (int) CONNECT.toMillis());
            return ask(socket, "/v1/overview?" + form.query());
        } catch (IOException e) {
            return new Reply.Unheard(TlsFailure.sentence(e, name()));
        }
    }

    private String name() {
        return "%s at %s:%d".formatted(self, place.getHostString(), place.getPort());
    }

    private Reply ask(SSLSocket socket, String path) throws IOException {
        String request =
                "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                        .formatted(path, place.getHostString());
        long end = System.nanoTime() + DEADLINE.toNanos();
        // A handshake reads a few times, each with this bound of its own.
        socket.setSoTimeout((int) DEADLINE.toMillis());
        socket.startHandshake();
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return HttpAnswer.of(read(socket, end))
                .<Reply>map(answer ->
                        answer.status() == 200
                                ? new Reply.Said(answer.body())
                                : new Reply.Unheard(
                                        "%s declined (%d)".formatted(name(), answer.status())))
                .orElseGet(() ->
                        new Reply.Unheard(
                                "needed a whole answer from " + name() + ", found a part"));
    }

    /** Until the daemon closes the connection, which it was asked to do behind its answer. */
    private static byte[] read(SSLSocket socket, long end) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] some = new byte[1 << 14];
        while (all.size() < MOST_BYTES) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new SocketTimeoutException("no whole answer in time");
            }
            socket.setSoTimeout((int) left);
            int count = in.read(some);
            if (count < 0) {
                return all.toByteArray();
            }
            all.write(some, 0, count);
        }
        throw new IOException("it says more than %d bytes".formatted(MOST_BYTES));
    }
}
