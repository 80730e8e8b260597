package io.understudy.node.dashboard;

import io.understudy.node.api.HttpsDoor;
import io.understudy.node.api.Wire;
import io.understudy.node.identity.ClusterTls;
import io.understudy.node.users.Passwords;
import io.understudy.node.users.Users;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * The page's HTTPS server: TLS 1.3, no client's certificate, and a login instead. Each request has
 * a virtual thread of its own; while no page is open it does nothing.
 */
public final class DashboardServer implements AutoCloseable {

    /** Of one address: 200 pages of a house may open together. */
    private static final int AT_ONCE = 256;

    private static final int A_SECOND = 50;

    private final HttpsDoor door;
    private final Board board;

    private DashboardServer(HttpsDoor door, Board board) {
        this.door = door;
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
        HttpsDoor door =
                HttpsDoor.at(
                        at,
                        "the page",
                        new HttpsDoor.Lock(
                                tls,
                                ClusterTls.clientParameters(),
                                new Turnstile(System::nanoTime, AT_ONCE, A_SECOND)));
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
        Cookie cookie = new Cookie(door.address().getPort());
        Programs programs =
                new Programs(people.users(), audit, System::nanoTime, InstantSource.system());
        PageRoutes routes =
                new PageRoutes(
                        new PageRoutes.Parts(cluster, login, lookouts, board, audit), cookie, wire);
        Gate gate =
                new Gate(
                        routes,
                        new Admittance(login, programs, cookie),
                        new ReplyWriter(new EventStream(board), wire));
        door.open(gate::receive);
        return new DashboardServer(door, board);
    }

    /** Where it listens; tells the port where it was to be any. */
    public InetSocketAddress address() {
        return door.address();
    }

    /** Stops at once: requests under way get no answer. */
    @Override
    public void close() {
        board.close();
        door.close();
    }
}
