package io.understudy.node.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.understudy.node.identity.ClusterTls;
import io.understudy.node.identity.Purpose;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The node's one HTTPS server: TLS 1.3, and a client's certificate at the handshake, before a byte
 * of HTTP is read. Each call has a virtual thread of its own.
 */
public final class ApiServer implements AutoCloseable {

    private static final int BACKLOG = 64;

    private final HttpsServer server;
    private final ExecutorService threads;

    private ApiServer(HttpsServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Listens from now on.
     *
     * @param tls verifies clients against the cluster's authority
     * @throws IOException when it can't listen there; the message is one sentence
     */
    public static ApiServer listen(InetSocketAddress at, ClusterTls tls, Rooms rooms)
            throws IOException {
        ServerLimits.apply();
        HttpsServer server = bind(at);
        server.setHttpsConfigurator(
                new HttpsConfigurator(tls.server(EnumSet.allOf(Purpose.class))) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        parameters.setSSLParameters(ClusterTls.serverParameters());
                    }
                });
        ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("api-", 0).factory());
        server.setExecutor(threads);
        Wire wire = new Wire();
        Reception reception = new Reception(new Routes(rooms, wire), wire);
        server.createContext("/", (HttpExchange exchange) -> reception.receive(exchange));
        server.start();
        return new ApiServer(server, threads);
    }

    /** Where it listens; tells the port where it was to be any. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Stops at once: calls under way get no answer. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static HttpsServer bind(InetSocketAddress at) throws IOException {
        try {
            return HttpsServer.create(at, BACKLOG);
        } catch (IOException e) {
            throw new IOException(
                    "needed to listen on %s:%d for the other nodes and the command line, %s"
                            .formatted(at.getHostString(), at.getPort(), found(e)),
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
