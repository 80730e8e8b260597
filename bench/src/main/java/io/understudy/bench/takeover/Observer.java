package io.understudy.bench.takeover;

import io.understudy.demo.stage.StageException;
import io.understudy.demo.stage.StageNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Tries to change something through the old primary alone, before, while and after it is frozen:
 *
 * <ul>
 *   <li>transactions with everything but their commit, which is sent into the frozen socket, or at
 *       the thaw and a few milliseconds after it;
 *   <li>statements that are sent whole into the frozen socket;
 *   <li>writers that never end, and connect anew whenever they are thrown out;
 *   <li>a client of the old node's server, which asks for a build to be handed out.
 * </ul>
 *
 * <p>Whatever is not refused with an exception counts as acknowledged, be it with a warning. A
 * commit that was sent before the freeze, and is on the new primary, may be answered after the
 * thaw: that is no write of then, and is counted apart. Where it is not there, it counts as lost.
 */
final class Observer implements AutoCloseable {

    private static final int OF_EACH = 8;
    private static final int WRITERS = 4;
    private static final Duration BETWEEN = Duration.ofMillis(20);
    private static final Duration ALL_READY = Duration.ofSeconds(20);

    private final ObserverRows rows;
    private final StageNode old;
    private final Notes notes = new Notes();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Queue<Connection> connections = new ConcurrentLinkedQueue<>();
    private final CountDownLatch ready = new CountDownLatch(3 * OF_EACH + WRITERS + 1);
    private final CountDownLatch freeze = new CountDownLatch(1);
    private final CountDownLatch thaw = new CountDownLatch(1);
    private volatile boolean closed;
    private volatile long frozen;
    private volatile long thawed;

    Observer(ObserverRows rows, StageNode old) {
        this.rows = rows;
        this.old = old;
    }

    /** Returns once all are connected and have done what comes before the freeze. */
    void open() throws StageException, InterruptedException {
        try {
            rows.prepare(old);
        } catch (SQLException e) {
            throw new StageException("the observer's table can't be made: " + e.getMessage());
        }
        for (int i = 0; i < OF_EACH; i++) {
            Duration delay = Duration.ofMillis(i);
            start(() -> commitLater(freeze, Duration.ZERO));
            start(() -> commitLater(thaw, delay));
            start(this::insertLater);
        }
        for (int i = 0; i < WRITERS; i++) {
            start(this::writeForEver);
        }
        start(this::askForEver);
        if (!ready.await(ALL_READY.toSeconds(), TimeUnit.SECONDS)) {
            throw new StageException(
                    "needed the observer's %d clients on %s to be ready, %d are not after %d s"
                            .formatted(
                                    3 * OF_EACH + WRITERS + 1,
                                    old.id(),
                                    ready.getCount(),
                                    ALL_READY.toSeconds()));
        }
    }

    /** Everything of the old primary's node is stopped now. */
    void frozen() {
        frozen = System.nanoTime();
        freeze.countDown();
    }

    /** Everything of it is about to go on. */
    void thaws() {
        thawed = System.nanoTime();
        thaw.countDown();
    }

    /** When it was about to go on. */
    long thawed() {
        return thawed;
    }

    /** Adds what came of it, by what the new primary has. */
    void count(StageNode primary, Map<String, Long> counts) throws StageException {
        try {
            Set<Long> present = rows.numbers(primary);
            counts.put("tries on the frozen side", notes.sentAfter(frozen));
            counts.put("answers before the freeze", notes.answeredBefore(frozen));
            counts.put(Measured.LATE_ANSWERS, notes.answeredAfter(thawed, frozen));
            counts.put("answers to writes of before", notes.answeredLate(thawed, frozen));
            counts.put(Measured.LATE_ROWS, notes.sentAfter(frozen, present));
            counts.merge(Measured.LOST, notes.missing(present), Long::sum);
        } catch (SQLException e) {
            throw new StageException("the observer's rows can't be read: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        closed = true;
        freeze.countDown();
        thaw.countDown();
        threads.shutdownNow();
        connections.forEach(Observer::abort);
        http.shutdownNow();
    }

    /** Something that ends with an exception where it is refused. */
    private interface Deed {
        void run() throws SQLException, IOException, InterruptedException;
    }

    private void start(Deed deed) {
        threads.execute(() -> {
            try {
                deed.run();
            } catch (SQLException | IOException _) {
                // Refused: that is what is hoped for.
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void commitLater(CountDownLatch signal, Duration delay)
            throws SQLException, InterruptedException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            long number = notes.next();
            rows.insert(connection, number);
            ready.countDown();
            signal.await();
            Thread.sleep(delay);
            notes.sent(number, true);
            connection.commit();
            notes.answered(number);
        }
    }

    private void insertLater() throws SQLException, InterruptedException {
        try (Connection connection = connect()) {
            ready.countDown();
            freeze.await();
            insert(connection);
        }
    }

    private void insert(Connection connection) throws SQLException {
        long number = notes.next();
        notes.sent(number, true);
        rows.insert(connection, number);
        notes.answered(number);
    }

    private void writeForEver() throws InterruptedException {
        while (!closed) {
            try (Connection connection = connect()) {
                while (!closed) {
                    insert(connection);
                    ready.countDown();
                    Thread.sleep(BETWEEN);
                }
            } catch (SQLException _) {
                Thread.sleep(BETWEEN);
            }
        }
    }

    private void askForEver() throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + old.ports().server() + "/work"))
                        .timeout(Duration.ofSeconds(30))
                        .POST(HttpRequest.BodyPublishers.ofString("worker=observer"))
                        .build();
        while (!closed) {
            long number = notes.next();
            notes.sent(number, false);
            try {
                int status =
                        http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
                // That there is no work (204) changes nothing.
                if (status == 200) {
                    notes.answered(number);
                }
                if (List.of(200, 204).contains(status)) {
                    ready.countDown();
                }
            } catch (IOException _) {
                // Nobody there.
            }
            Thread.sleep(BETWEEN);
        }
    }

    private Connection connect() throws SQLException {
        Connection connection = rows.connect(old);
        connections.add(connection);
        return connection;
    }

    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException _) {
            // It was closed before.
        }
    }
}
