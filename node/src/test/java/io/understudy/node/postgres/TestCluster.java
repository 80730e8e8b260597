package io.understudy.node.postgres;

import io.understudy.core.model.NodeId;
import io.understudy.testkit.ClaimedPorts;
import io.understudy.testkit.InMemory;
import io.understudy.testkit.Orphans;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Real PostgreSQL on loopback ports and in a temporary directory, with the certificates of a
 * cluster of its own. Closing it kills every process it started, and deletes all of it.
 */
final class TestCluster implements AutoCloseable {

    static final NodeId A = new NodeId("ci-a");
    static final NodeId B = new NodeId("ci-b");
    static final NodeId C = new NodeId("ci-c");

    private final Path root;
    private final Path passwordFile;
    private final Certificates certificates;
    private final Map<NodeId, PostgresSettings.Address> addresses = new TreeMap<>();
    private final Map<NodeId, PostgresSettings> settings = new HashMap<>();
    private final List<PostgresDatabase> databases = new ArrayList<>();
    private final List<Path> directories = new ArrayList<>();
    private final Set<Path> memory = new TreeSet<>();

    TestCluster() {
        this(A, B);
    }

    TestCluster(NodeId... nodes) {
        try {
            root = InMemory.folder("understudy-postgres-");
            Orphans.endWithThisJvm(root);
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
            passwordFile = root.resolve("password");
            Files.writeString(passwordFile, "a:p\\ss'word\n");
            certificates = new Certificates(root.resolve("certificates"));
            for (NodeId node : nodes) {
                addresses.put(node, new PostgresSettings.Address("127.0.0.1", ClaimedPorts.one()));
            }
            for (NodeId node : nodes) {
                settings.put(
                        node,
                        settings(
                                node,
                                certificates.issue(node.name(), Duration.ofDays(1), passwordFile)));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    Path root() {
        return root;
    }

    Certificates certificates() {
        return certificates;
    }

    Path passwordFile() {
        return passwordFile;
    }

    PostgresSettings settings(NodeId node) {
        return Objects.requireNonNull(settings.get(node));
    }

    PostgresSettings settings(NodeId node, PostgresSettings.Access access) {
        Map<NodeId, PostgresSettings.Address> peers = new TreeMap<>(addresses);
        PostgresSettings.Address own = Objects.requireNonNull(peers.remove(node));
        Path home = root.resolve(node.name());
        directories.add(home.resolve("data"));
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return new PostgresSettings(
                node,
                home.resolve("data"),
                Optional.empty(),
                Optional.empty(),
                new PostgresSettings.Listening("127.0.0.1", own.port(), home.resolve("socket")),
                peers,
                access,
                64 << 20,
                io.understudy.core.model.Timings.SHORTEST_SILENCE);
    }

    /** The adapter, as the daemon would make it. */
    PostgresDatabase database(NodeId node) {
        return open(settings(node));
    }

    PostgresDatabase open(PostgresSettings of) {
        try {
            PostgresDatabase database = new PostgresDatabase(of);
            databases.add(database);
            return database;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A user's data, as Understudy has run it once; a copy, which is faster than initdb. */
    void initialize(NodeId node) {
        Path home = settings(node).data().resolveSibling("");
        Path template = Template.home();
        try {
            Process copy =
                    new ProcessBuilder(
                                    "cp",
                                    "-a",
                                    template.resolve("data").toString(),
                                    template.resolve("data.understudy").toString(),
                                    home.toString())
                            .inheritIO()
                            .start();
            if (copy.waitFor() != 0) {
                throw new IllegalStateException("the template could not be copied");
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A user's own data directory, with passwords for nobody. */
    void initializeAnew(NodeId node) {
        Path data = settings(node).data();
        try {
            Owner owner = new Owner(osUser(), asRoot());
            owner.makeDirectory(data);
            List<String> arguments =
                    new ArrayList<>(
                            List.of("-N", "-A", "trust", "-U", "postgres", "-D", data.toString()));
            Programs.Ended ended =
                    new Programs(bin(), owner, new UnderWay(), Path.of("/"))
                            .run(
                                    new Programs.Call("initdb", arguments, Map.of(), "", _ -> {}),
                                    Deadline.in(Duration.ofSeconds(30)));
            if (!ended.well()) {
                throw new IllegalStateException(ended.complaint());
            }
            Files.writeString(
                    data.resolve("postgresql.conf"),
                    "shared_buffers = 16MB\nmax_connections = 20\n",
                    StandardOpenOption.APPEND);
        } catch (IOException | Troubled e) {
            throw new IllegalStateException(e);
        }
    }

    static Path bin() {
        for (int major = 18; major >= 13; major--) {
            Path bin = Path.of("/usr/lib/postgresql/" + major + "/bin");
            if (Files.isExecutable(bin.resolve("initdb"))) {
                return bin;
            }
        }
        throw new IllegalStateException("needed PostgreSQL under /usr/lib/postgresql, found none");
    }

    static boolean asRoot() {
        return System.getProperty("user.name", "").equals("root");
    }

    static String osUser() {
        return asRoot() ? "postgres" : System.getProperty("user.name", "");
    }

    /** The application's connection: as the user's own role, without any certificate. */
    Connection connect(NodeId node) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "20");
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + settings(node).listening().port() + "/postgres",
                properties);
    }

    void sql(NodeId node, String sql) throws SQLException {
        try (Connection connection = connect(node);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    String ask(NodeId node, String sql) throws SQLException {
        try (Connection connection = connect(node);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? String.valueOf(result.getString(1)) : "";
        }
    }

    /** Ends all of a node's PostgreSQL as a loss of power would, as far as a process can. */
    void crash(NodeId node) {
        memory.addAll(sharedMemory(node));
        postmaster(settings(node).data()).kill();
    }

    /**
     * The memory that a node's PostgreSQL shares by files. A killed one leaves them to the next
     * start on the same data, which removes them: and for a test's data there may be none.
     */
    private Set<Path> sharedMemory(NodeId node) {
        Set<Path> files = new TreeSet<>();
        for (long pid : processes(node)) {
            try (Stream<String> maps = Files.lines(Path.of("/proc/" + pid + "/maps"))) {
                maps.map(line ->
                                line.indexOf("/dev/shm/PostgreSQL.") < 0
                                        ? ""
                                        : line.substring(line.indexOf("/dev/shm/PostgreSQL.")))
                        .filter(file -> !file.isEmpty() && !file.endsWith("(deleted)"))
                        .forEach(file -> files.add(Path.of(file)));
            } catch (IOException | UncheckedIOException _) {
                // It has gone meanwhile.
            }
        }
        return files;
    }

    @Override
    public void close() {
        databases.forEach(PostgresDatabase::close);
        settings.keySet().forEach(node -> memory.addAll(sharedMemory(node)));
        for (Path data : directories) {
            Postmaster postmaster = postmaster(data);
            for (int again = 0; again < 200 && !postmaster.processes().isEmpty(); again++) {
                postmaster.kill();
                Deadline.pause();
            }
        }
        try {
            for (Path file : memory) {
                Files.deleteIfExists(file);
            }
            Owner.delete(root);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The process ids of a node's PostgreSQL. */
    List<Long> processes(NodeId node) {
        return postmaster(settings(node).data()).processes();
    }

    private static Postmaster postmaster(Path data) {
        return new Postmaster(data, data.resolveSibling(data.getFileName() + ".understudy"));
    }

    List<Path> besideData(NodeId node, String part) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(settings(node).data().resolveSibling(""))) {
            for (Path entry : entries) {
                if (entry.getFileName().toString().contains(part)) {
                    found.add(entry);
                }
            }
        }
        return found;
    }
}
