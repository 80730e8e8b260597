package io.understudy.demo;

import io.understudy.testkit.ClaimedPorts;
import io.understudy.testkit.Orphans;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real PostgreSQL of a test's own, on loopback, in a temporary folder; as user postgres when the
 * test runs as root.
 */
public final class TestPostgres implements AutoCloseable {

    private static final String PASSWORD = "not-a-secret";

    private final Path folder;
    private final Path programs = programs();
    private final int port = ClaimedPorts.one();

    private TestPostgres() throws IOException {
        folder = Files.createTempDirectory("demo-postgres-");
        Orphans.endWithThisJvm(folder);
        Files.writeString(passwordFile(), PASSWORD);
        if (root()) {
            // The folder belongs to postgres, since initdb makes the data directory in it.
            run(List.of("chown", "-R", "postgres", folder.toString()));
        }
    }

    /** A new cluster, running. */
    public static TestPostgres started() {
        var postgres = prepared();
        postgres.runAsPostgres(
                "initdb",
                List.of(
                        "-U",
                        "demo",
                        "-A",
                        "scram-sha-256",
                        "--no-sync",
                        "--pwfile=" + postgres.passwordFile()));
        postgres.start();
        return postgres;
    }

    /** A streaming standby of that one, running. */
    public static TestPostgres standbyOf(TestPostgres primary) {
        var postgres = prepared();
        String source =
                "host=127.0.0.1 port=%d user=demo passfile=%s"
                        .formatted(primary.port(), postgres.folder.resolve("pgpass"));
        try {
            Path file = postgres.folder.resolve("pgpass");
            Files.writeString(file, "*:*:*:*:" + PASSWORD + "\n");
            if (root()) {
                run(List.of("chown", "postgres", file.toString()));
            }
            run(List.of("chmod", "600", file.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        postgres.runAsPostgres("pg_basebackup", List.of("-d", source, "-R", "-c", "fast"));
        postgres.start();
        return postgres;
    }

    public void start() {
        runAsPostgres(
                "pg_ctl",
                List.of(
                        "start",
                        "-w",
                        "-l",
                        folder.resolve("log").toString(),
                        "-o",
                        "-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
                                .formatted(port)));
    }

    public void stop(String mode) {
        runAsPostgres("pg_ctl", List.of("stop", "-w", "-m", mode));
    }

    public void promote() {
        runAsPostgres("pg_ctl", List.of("promote", "-w"));
    }

    /** Makes the stopped cluster a standby of nobody. */
    public void makeStandby() {
        runAsPostgresProgram(List.of("touch", folder.resolve("data/standby.signal").toString()));
    }

    public int port() {
        return port;
    }

    public Path passwordFile() {
        return folder.resolve("password");
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port);
    }

    public void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url(), "demo", PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public long number(String query) {
        try (Connection connection = DriverManager.getConnection(url(), "demo", PASSWORD);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (Files.exists(folder.resolve("data/postmaster.pid"))) {
            stop("immediate");
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TestPostgres prepared() {
        try {
            return new TestPostgres();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void runAsPostgres(String program, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(programs.resolve(program).toString());
        command.add("-D");
        command.add(folder.resolve("data").toString());
        command.addAll(arguments);
        runAsPostgresProgram(command);
    }

    private static void runAsPostgresProgram(List<String> program) {
        var command = new ArrayList<String>();
        if (root()) {
            command.addAll(
                    List.of(
                            "setpriv",
                            "--reuid=postgres",
                            "--regid=postgres",
                            "--init-groups",
                            "--"));
        }
        command.addAll(program);
        run(command);
    }

    private static void run(List<String> command) {
        try {
            // Into a file, since a server that stays would hold a pipe open.
            Path output = Files.createTempFile("demo-postgres-", ".out");
            Process process =
                    new ProcessBuilder(command)
                            .directory(Path.of("/").toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            boolean ended = process.waitFor(60, TimeUnit.SECONDS);
            String text = Files.readString(output, StandardCharsets.UTF_8);
            Files.deleteIfExists(output);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " failed: " + text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static Path programs() {
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        } catch (IOException | NoSuchElementException e) {
            throw new IllegalStateException(
                    "Needed PostgreSQL's programs in /usr/lib/postgresql, found none; type:"
                            + " apt-get install postgresql",
                    e);
        }
    }
}
