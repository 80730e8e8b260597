package io.understudy.node.api;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** A port with an HTTPS server behind it. Each request has a virtual thread of its own. */
public final class HttpsDoor implements AutoCloseable {

    /** As many as one address may begin at once. */
    private static final int BACKLOG = 256;

    private final HttpsServer server;
    private final ExecutorService threads;

    private HttpsDoor(HttpsServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Who comes in.
     *
     * @param tls with what the server shows, and whom it trusts
     * @param parameters of each handshake
     * @param admits is asked before a handshake, with the client's address; a refused one is closed
     */
    public record Lock(
            SSLContext tls, SSLParameters parameters, Predicate<InetSocketAddress> admits) {}

    /**
     * Has the port from now on, and answers nobody yet.
     *
     * @param purpose what follows "for"
     * @throws IOException when it can't be had; the message is one sentence
     */
    public static HttpsDoor at(InetSocketAddress address, String purpose, Lock lock)
            throws IOException {
        ServerLimits.apply();
        HttpsServer server = bind(address, purpose);
        server.setHttpsConfigurator(
                new HttpsConfigurator(lock.tls()) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        if (!lock.admits().test(parameters.getClientAddress())) {
                            throw new TurnedAwayException();
                        }
                        parameters.setSSLParameters(lock.parameters());
                    }
                });
        ExecutorService threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("https-%d-".formatted(port(server)), 0).factory());
        server.setExecutor(task -> threads.execute(() -> PlainAddresses.during(task)));
        return new HttpsDoor(server, threads);
    }

    /** The server closes the connection for it, and says nothing. */
    private static final class TurnedAwayException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TurnedAwayException() {
            super("too many connections", null, false, false);
        }
    }

    /** Answers whoever comes from now on. */
    public void open(HttpHandler handler) {
        server.createContext("/", handler);
        server.start();
    }

    /** Tells the port where it was to be any. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Stops at once: requests under way get no answer. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static int port(HttpsServer server) {
        return server.getAddress().getPort();
    }

    private static HttpsServer bind(InetSocketAddress at, String purpose) throws IOException {
        try {
            return HttpsServer.create(at, BACKLOG);
        } catch (IOException e) {
            throw new IOException(
                    "needed to listen on %s:%d for %s, %s"
                            .formatted(at.getHostString(), at.getPort(), purpose, found(e)),
                    e);
        }
    }

    private static String found(IOException e) {
        String why = String.valueOf(e.getMessage());
        if (why.startsWith("Address already in use")) {
            return "found it taken; see what has the port with `ss -ltnp` and stop that, or give"
                    + " this node another one in understudy.yaml on every node";
        }
        if (why.startsWith("Cannot assign requested address")) {
            return "found that this is no address of this host; start the node on its own host, or"
                    + " give its address in understudy.yaml on every node";
        }
        return "found: " + why;
    }
}
