package io.understudy.demo.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.understudy.demo.Environment;
import io.understudy.demo.Form;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The sample pipeline server of the demo: keeps builds in PostgreSQL and hands them out to workers.
 * It has no login, since it is a sample, and so listens on loopback unless told otherwise.
 *
 * <p>{@code GET /} is the page, {@code /status} the same as JSON, {@code /health} 200 while it can
 * write to its database. Workers post forms: {@code /work} (worker, acknowledged) answers with a
 * build or, after a while, with 204; {@code /heartbeat} (worker, token) and {@code /result}
 * (worker, token, result) answer with one word, see {@link Verdict}.
 *
 * <p>Settings come from the environment: PIPELINE_DATABASE_URL, PIPELINE_DATABASE_USER,
 * PIPELINE_DATABASE_PASSWORD_FILE, PIPELINE_ADDRESS (127.0.0.1), PIPELINE_PORT (8153),
 * PIPELINE_WORKER_GRACE_MILLIS (5000), and what Understudy tells: UNDERSTUDY_CLUSTER,
 * UNDERSTUDY_NODE, UNDERSTUDY_EPOCH. Exit status 2: the settings are wrong; 3: the database can't
 * be used; 4: the port can't.
 */
public final class PipelineServer {

    private static final int LONGEST_REQUEST = 64 * 1024;
    private static final int CONNECTIONS = 6;
    private static final Duration LONG_POLL = Duration.ofSeconds(5);
    private static final Duration SWEEP = Duration.ofMillis(200);

    private final PipelineSettings settings;
    private final Connections connections;
    // Of its own: commits that wait for a standby must not make the server look dead.
    private final Connections healthConnection;
    private final Builds builds;
    private final WorkerBoard board = new WorkerBoard();
    private final Instant startedAt = Instant.now();
    // A permit for each build that has come back to be handed out again.
    private final Semaphore returned = new Semaphore(0);

    private PipelineServer(PipelineSettings settings) {
        this.settings = settings;
        this.connections = new Connections(settings.database(), CONNECTIONS);
        this.healthConnection = new Connections(settings.database(), 1);
        this.builds = new Builds(UUID.randomUUID().toString(), settings.role().epoch());
    }

    public static void main(String[] arguments) throws InterruptedException {
        var environment = new Environment(System.getenv());
        PipelineSettings settings = PipelineSettings.read(environment);
        if (!environment.mistakes().isEmpty()) {
            environment.mistakes().forEach(PipelineServer::complain);
            System.exit(2);
        }
        // Without it, each answer waits for the acknowledgement of its own headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var server = new PipelineServer(settings);
        try {
            int found = server.prepare();
            server.listen();
            System.out.printf(
                    "pipeline-server: ready on port %d after %d ms in epoch %d, found %d running"
                            + " builds%n",
                    settings.place().port(),
                    ProcessHandle.current()
                            .info()
                            .startInstant()
                            .map(start -> Duration.between(start, Instant.now()).toMillis())
                            .orElse(0L),
                    settings.role().epoch(),
                    found);
        } catch (SQLException e) {
            complain(
                    "can't use the database at %s: %s"
                            .formatted(settings.database().url(), e.getMessage()));
            System.exit(3);
        } catch (IOException e) {
            complain(
                    "needed port %d at %s: %s; free it, or correct PIPELINE_PORT"
                            .formatted(
                                    settings.place().port(),
                                    settings.place().address().getHostAddress(),
                                    e.getMessage()));
            System.exit(4);
        }
    }

    private static void complain(String sentence) {
        System.err.println("pipeline-server: " + sentence);
    }

    /** Brings the database up to date; returns how many builds were running when it was left. */
    private int prepare() throws SQLException, InterruptedException {
        return connections.inTransaction(connection -> {
            int _ = Schema.migrate(connection);
            var found = builds.running(connection);
            found.forEach(token -> board.hear(token, System.nanoTime()));
            return found.size();
        });
    }

    private void listen() throws IOException {
        HttpServer http =
                HttpServer.create(
                        new InetSocketAddress(settings.place().address(), settings.place().port()),
                        50);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        route(http, "/health", _ -> health());
        route(http, "/work", this::work);
        route(http, "/heartbeat", this::heartbeat);
        route(http, "/result", this::result);
        route(http, "/status", _ -> Reply.json(OverviewJson.write(overview())));
        route(http, "/", _ -> Reply.html(OverviewPage.write(overview(), Instant.now())));
        http.start();
        Thread.ofPlatform().daemon().name("sweeper").start(this::sweepForEver);
    }

    /** Answers one kind of request. */
    @FunctionalInterface
    private interface Route {
        Reply answer(Form form) throws SQLException, InterruptedException;
    }

    private record Reply(int status, String type, String body) {

        static Reply text(int status, String body) {
            return new Reply(status, "text/plain; charset=utf-8", body);
        }

        static Reply json(String body) {
            return new Reply(200, "application/json", body);
        }

        static Reply html(String body) {
            return new Reply(200, "text/html; charset=utf-8", body);
        }
    }

    private static void route(HttpServer http, String path, Route route) {
        http.createContext(
                path,
                exchange -> {
                    try (exchange) {
                        send(exchange, answer(exchange, path, route));
                    }
                });
    }

    private static Reply answer(HttpExchange exchange, String path, Route route)
            throws IOException {
        if (!exchange.getRequestURI().getPath().equals(path)) {
            return Reply.text(404, "there is no such page\n");
        }
        byte[] body = exchange.getRequestBody().readNBytes(LONGEST_REQUEST);
        try {
            return route.answer(Form.parse(new String(body, StandardCharsets.UTF_8)));
        } catch (SQLException e) {
            return Reply.text(503, "the database does not answer: " + e.getMessage() + "\n");
        } catch (IllegalArgumentException e) {
            return Reply.text(400, e.getMessage() + "\n");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Reply.text(503, "the server is stopping\n");
        }
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", reply.type());
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private Reply health() throws SQLException, InterruptedException {
        return healthConnection.inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                // Whether a standby keeps up is not this server's health.
                statement.execute("SET LOCAL synchronous_commit = local");
                statement.execute("UPDATE health SET checked_at = now() WHERE id = 1");
                return Reply.text(200, "ok\n");
            }
        });
    }

    private Reply work(Form form) throws SQLException, InterruptedException {
        String worker = needed(form, "worker");
        String acknowledged = form.get("acknowledged");
        board.contact(worker, Instant.now());
        connections.inTransaction(connection -> {
            if (!acknowledged.isEmpty()) {
                builds.checkAcknowledged(connection, worker, acknowledged);
            }
            return builds.takeBackFrom(connection, worker);
        });
        long until = System.nanoTime() + LONG_POLL.toNanos();
        Optional<Assignment> found = handOut(worker);
        while (found.isEmpty() && System.nanoTime() < until) {
            // Whether one came back or not, the database knows.
            boolean _ = returned.tryAcquire(SWEEP.toMillis(), TimeUnit.MILLISECONDS);
            found = handOut(worker);
        }
        board.contact(worker, Instant.now());
        return found.map(assignment -> Reply.text(200, assignment.form().encoded()))
                .orElseGet(() -> Reply.text(204, ""));
    }

    private Optional<Assignment> handOut(String worker) throws SQLException, InterruptedException {
        Optional<Assignment> found =
                connections.inTransaction(connection -> builds.handOut(connection, worker));
        found.ifPresent(assignment -> board.hear(assignment.token(), System.nanoTime()));
        return found;
    }

    private Reply heartbeat(Form form) throws SQLException, InterruptedException {
        String worker = needed(form, "worker");
        String token = needed(form, "token");
        board.contact(worker, Instant.now());
        Verdict verdict =
                connections.inTransaction(connection -> builds.hear(connection, worker, token));
        if (verdict == Verdict.GO_ON) {
            board.hear(token, System.nanoTime());
        }
        return Reply.text(200, verdict.word());
    }

    private Reply result(Form form) throws SQLException, InterruptedException {
        String worker = needed(form, "worker");
        String token = needed(form, "token");
        board.contact(worker, Instant.now());
        Verdict verdict =
                connections.inTransaction(
                        connection -> builds.finish(connection, worker, token, form.get("result")));
        board.forget(token);
        if (verdict == Verdict.APPLIED) {
            board.finished(Instant.now());
        }
        return Reply.text(200, verdict.word());
    }

    private Overview overview() throws SQLException, InterruptedException {
        return connections.inTransaction(connection ->
                new Overview(
                        settings.role(),
                        startedAt,
                        OverviewQuery.counts(connection),
                        board.firsts(),
                        board.workers(),
                        OverviewQuery.latest(connection)));
    }

    private void sweepForEver() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(SWEEP);
                sweep();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes back the builds of workers that have not been heard of. */
    private void sweep() throws InterruptedException {
        for (String token : board.silent(settings.workerGrace(), System.nanoTime())) {
            try {
                connections.inTransaction(connection -> builds.takeBack(connection, token));
                board.forget(token);
                returned.release();
            } catch (SQLException e) {
                complain("could not take back a build, will try again: " + e.getMessage());
                return;
            }
        }
    }

    private static String needed(Form form, String name) {
        String value = form.get(name);
        if (value.isBlank() || value.length() > 100) {
            throw new IllegalArgumentException("needed " + name + " of 1 to 100 characters");
        }
        return value;
    }
}
