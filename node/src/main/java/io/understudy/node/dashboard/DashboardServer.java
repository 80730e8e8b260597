package io.understudy.node.dashboard;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.understudy.node.api.ServerLimits;
import io.understudy.node.api.Wire;
import io.understudy.node.identity.ClusterTls;
import io.understudy.node.users.Passwords;
import io.understudy.node.users.Users;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * The page's HTTPS server: TLS 1.3, no client's certificate, and a login instead. Each request has
 * a virtual thread of its own; while no page is open it does nothing.
 */
public final class DashboardServer implements AutoCloseable {

    private static final int BACKLOG = 64;

    private final HttpsServer server;
    private final ExecutorService threads;
    private final Board board;

    private DashboardServer(HttpsServer server, ExecutorService threads, Board board) {
        this.server = server;
        this.threads = threads;
        this.board = board;
    }

    /**
     * Who may log in, and where that is noted.
     *
     * @param users as they are now
     * @param audit who did what: a file
     */
    public record People(Supplier<Users> users, Passwords passwords, Path audit) {}

    /**
     * Listens from now on.
     *
     * @param tls with the certificate that browsers are shown
     * @throws IOException when it can't listen there; the message is one sentence
     */
    public static DashboardServer listen(
            InetSocketAddress at, SSLContext tls, Cluster cluster, People people)
            throws IOException {
        ServerLimits.apply();
        HttpsServer server = bind(at);
        server.setHttpsConfigurator(
                new HttpsConfigurator(tls) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        parameters.setSSLParameters(ClusterTls.clientParameters());
                    }
                });
        ExecutorService threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("dashboard-", 0).factory());
        server.setExecutor(threads);
        Wire wire = new Wire();
        Audit audit = new Audit(people.audit(), cluster.self(), wire);
        Login login =
                new Login(
                        people.users(),
                        people.passwords(),
                        new Login.Means(
                                new Sessions(System::nanoTime),
                                new Lockout(System::nanoTime),
                                audit));
        Lookouts lookouts = new Lookouts(cluster);
        Board board = new Board(lookouts, wire);
        Cookie cookie = new Cookie(server.getAddress().getPort());
        Programs programs =
                new Programs(people.users(), audit, System::nanoTime, InstantSource.system());
        PageRoutes routes =
                new PageRoutes(
                        new PageRoutes.Parts(
                                cluster, login, board, new Deeds(cluster, lookouts), audit),
                        cookie,
                        wire);
        Gate gate =
                new Gate(
                        routes,
                        new Admittance(login, programs, cookie),
                        new ReplyWriter(new EventStream(board), wire));
        server.createContext("/", (HttpExchange exchange) -> gate.receive(exchange));
        server.start();
        return new DashboardServer(server, threads, board);
    }

    /** Where it listens; tells the port where it was to be any. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Stops at once: requests under way get no answer. */
    @Override
    public void close() {
        board.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private static HttpsServer bind(InetSocketAddress at) throws IOException {
        try {
            return HttpsServer.create(at, BACKLOG);
        } catch (IOException e) {
            throw new IOException(
                    "needed to listen on %s:%d for the page, found: %s"
                            .formatted(at.getHostString(), at.getPort(), e.getMessage()),
                    e);
        }
    }
}
