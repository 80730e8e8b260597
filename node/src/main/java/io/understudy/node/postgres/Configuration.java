package io.understudy.node.postgres;

import io.understudy.core.model.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Understudy's part of PostgreSQL's configuration. The user's postgresql.conf stays as it is: our
 * own file, beside the data, includes it and then says what changes while PostgreSQL runs; what
 * never changes while it runs stands on the command line, which wins over every file.
 */
final class Configuration {

    /** What changes while it runs. ALTER SYSTEM must not have its own word on it. */
    private static final List<String> OURS =
            List.of("synchronous_standby_names", "primary_conninfo", "primary_slot_name");

    private final PostgresSettings settings;
    private final Owner owner;

    /** Whom the last connection led to: each look asks, and it is the same for months. */
    private volatile Upstream last = new Upstream("", Optional.empty());

    private record Upstream(String connection, Optional<NodeId> node) {}

    Configuration(PostgresSettings settings, Owner owner) {
        this.settings = settings;
        this.owner = owner;
    }

    Path file() {
        return settings.side().resolve("understudy.conf");
    }

    String fileArgument() {
        return fileArgument(settings);
    }

    static String fileArgument(PostgresSettings settings) {
        return "config_file=" + settings.side().resolve("understudy.conf");
    }

    Path passwords() {
        return settings.side().resolve("pgpass");
    }

    Path log() {
        return settings.side().resolve("postgres.log");
    }

    /** The side directory with the copies of key and certificates that PostgreSQL may read. */
    void writeSide() throws IOException {
        PostgresSettings.Access access = settings.access();
        owner.makeDirectory(settings.side());
        copy(access.certificate(), "node.crt");
        copy(access.key(), "node.key");
        copy(access.authorities(), "authorities.crt");
        String password = Files.readString(access.passwordFile()).strip();
        owner.writeIfChanged(
                passwords(),
                "*:*:*:%s:%s\n"
                        .formatted(access.role(), password.replaceAll("([:\\\\])", "\\\\$1")),
                "rw-------");
    }

    /** Our file; takes effect at the next start or reload. */
    void write(Set<NodeId> waitsFor, Optional<NodeId> upstream) throws IOException {
        owner.writeIfChanged(file(), text(waitsFor, upstream), "rw-------");
    }

    /** Whether the file says so already. */
    boolean says(Set<NodeId> waitsFor, Optional<NodeId> upstream) throws IOException {
        return Files.exists(file()) && Files.readString(file()).equals(text(waitsFor, upstream));
    }

    private String text(Set<NodeId> waitsFor, Optional<NodeId> upstream) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("# Written by Understudy, and written again as it needs to.\n");
        text.append("# Your own settings belong into the file included here.\n");
        userFile().ifPresent(user -> text.append("include ").append(literal(user)).append('\n'));
        line(text, "synchronous_standby_names", SynchronousNames.render(waitsFor));
        line(text, "primary_conninfo", upstream.map(this::replicationFrom).orElse(""));
        line(text, "primary_slot_name", upstream.map(_ -> Slots.of(settings.self())).orElse(""));
        return text.toString();
    }

    /** Takes our settings' names out of what ALTER SYSTEM wrote; says whether any was there. */
    boolean cleanAlterSystem() throws IOException {
        Path file = settings.data().resolve("postgresql.auto.conf");
        if (!Files.exists(file)) {
            return false;
        }
        List<String> lines = Files.readAllLines(file);
        List<String> kept = lines.stream().filter(line -> !names(line)).toList();
        if (kept.size() == lines.size()) {
            return false;
        }
        owner.write(file, String.join("\n", kept) + "\n", "rw-------");
        return true;
    }

    /** Our lines in the file that the user's configuration names as pg_hba.conf. */
    void writeHostAccess(Path hostAccess) throws IOException {
        String text = Files.exists(hostAccess) ? Files.readString(hostAccess) : "";
        String wanted = HostAccess.withBlock(text, settings.access().role());
        if (!wanted.equals(text)) {
            String permissions =
                    Files.exists(hostAccess)
                            ? PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(hostAccess))
                            : "rw-------";
            owner.write(hostAccess, wanted, permissions);
        }
    }

    /** The connection of replication, rewind and copy; the password is in a file. */
    String connectionTo(NodeId node) {
        PostgresSettings.Address peer = peer(node);
        Path side = settings.side();
        return ("host=%s port=%d user=%s passfile=%s sslmode=verify-ca sslrootcert=%s sslcert=%s"
                        + " sslkey=%s ssl_min_protocol_version=TLSv1.3 gssencmode=disable"
                        + " connect_timeout=3 application_name=%s")
                .formatted(
                        value(peer.host()),
                        peer.port(),
                        value(settings.access().role()),
                        value(passwords().toString()),
                        value(side.resolve("authorities.crt").toString()),
                        value(side.resolve("node.crt").toString()),
                        value(side.resolve("node.key").toString()),
                        settings.self());
    }

    /** The peer that a running primary_conninfo names. */
    Optional<NodeId> upstreamOf(String connection) {
        Upstream known = last;
        if (!known.connection().equals(connection)) {
            known = new Upstream(connection, find(connection));
            last = known;
        }
        return known.node();
    }

    private Optional<NodeId> find(String connection) {
        return settings.peers().keySet().stream()
                .filter(peer -> connection.equals(replicationFrom(peer)))
                .findFirst()
                .or(() ->
                        settings.peers().entrySet().stream()
                                .filter(peer ->
                                        connection.startsWith(
                                                "host=%s port=%d "
                                                        .formatted(
                                                                value(peer.getValue().host()),
                                                                peer.getValue().port())))
                                .map(Map.Entry::getKey)
                                .findFirst());
    }

    PostgresSettings.Address peer(NodeId node) {
        PostgresSettings.Address address = settings.peers().get(node);
        if (address == null) {
            throw new IllegalArgumentException(node + " is not a peer of " + settings.self());
        }
        return address;
    }

    private String replicationFrom(NodeId node) {
        return connectionTo(node) + " keepalives_idle=2 keepalives_interval=1 keepalives_count=3";
    }

    /** In the data, or where Debian keeps it. */
    private Optional<Path> userFile() throws IOException {
        Path inData = settings.data().resolve("postgresql.conf");
        if (Files.exists(inData)) {
            return Optional.of(inData);
        }
        Path debian = Path.of("/etc/postgresql");
        if (!Files.isDirectory(debian)) {
            return Optional.empty();
        }
        try (var files = Files.find(debian, 3, (path, _) -> path.endsWith("postgresql.conf"))) {
            return files.filter(this::namesOurData).findFirst();
        }
    }

    private boolean namesOurData(Path file) {
        try {
            String named = "data_directory *= *'?" + settings.data() + "/?'?( .*|#.*)?";
            return Files.readAllLines(file).stream().anyMatch(line -> line.strip().matches(named));
        } catch (IOException _) {
            return false;
        }
    }

    private void copy(Path from, String name) throws IOException {
        owner.writeIfChanged(settings.side().resolve(name), Files.readString(from), "rw-------");
    }

    private static boolean names(String line) {
        String text = line.strip().toLowerCase(Locale.ROOT);
        return OURS.stream().anyMatch(name -> text.matches(name + "[ =].*"));
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(" = ").append(literal(value)).append('\n');
    }

    private static String literal(Object value) {
        return "'" + value.toString().replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** A value of a connection string, in quotes where it needs them. */
    private static String value(String text) {
        return text.matches("[A-Za-z0-9_./:%-]+")
                ? text
                : "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
