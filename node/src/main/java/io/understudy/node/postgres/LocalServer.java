package io.understudy.node.postgres;

import io.understudy.core.model.NodeId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data directory and the processes on it. Not for two threads at once, but for {@link #halt}
 * and {@link #kill}.
 */
final class LocalServer {

    private static final Logger log = LoggerFactory.getLogger(LocalServer.class);

    private static final long LONGEST_LOG_BYTES = 16 << 20;
    private static final Duration POLL = Duration.ofMillis(10);

    private final PostgresSettings settings;
    private final Owner owner;
    private final Configuration configuration;
    private final Postmaster postmaster;
    private final UnderWay underWay = new UnderWay();
    private Optional<Programs> programs = Optional.empty();
    private Optional<KnownControl> known = Optional.empty();

    LocalServer(PostgresSettings settings, Owner owner) {
        this.settings = settings;
        this.owner = owner;
        this.configuration = new Configuration(settings, owner);
        this.postmaster = new Postmaster(settings.data());
    }

    private record KnownControl(long modified, ControlData control) {}

    Configuration configuration() {
        return configuration;
    }

    Postmaster postmaster() {
        return postmaster;
    }

    Owner owner() {
        return owner;
    }

    Path data() {
        return settings.data();
    }

    boolean absent() throws IOException {
        if (!Files.exists(data())) {
            return true;
        }
        try (var entries = Files.list(data())) {
            return entries.findAny().isEmpty();
        }
    }

    boolean standby() {
        return Files.exists(data().resolve("standby.signal"))
                || Files.exists(data().resolve("recovery.signal"));
    }

    int major() throws Troubled {
        Path version = data().resolve("PG_VERSION");
        try {
            return Integer.parseInt(Files.readString(version).strip());
        } catch (IOException | NumberFormatException _) {
            throw Troubled.refused(
                    "needed a PostgreSQL data directory at "
                            + data()
                            + ", found no readable PG_VERSION in it; name the right directory, or"
                            + " empty it to have it filled with a copy");
        }
    }

    /** The programs for the data that is there; refuses where they do not fit it. */
    Programs programs() throws Troubled {
        if (programs.isEmpty()) {
            programs = Optional.of(programsFor(major()));
        }
        return programs.get();
    }

    Programs programsFor(int major) throws Troubled {
        Path bin =
                settings.programs()
                        .orElse(Path.of("/usr/lib/postgresql", String.valueOf(major), "bin"));
        Programs found = new Programs(bin, owner, underWay);
        String missing =
                found.missing("postgres", "pg_ctl", "pg_basebackup", "pg_rewind", "pg_controldata");
        if (!missing.isEmpty()) {
            throw Troubled.refused(
                    "needed PostgreSQL "
                            + major
                            + "'s programs, found no "
                            + missing
                            + "; install postgresql-"
                            + major
                            + " or name their directory in the configuration");
        }
        Programs.Ended version = run(found.reading(), Programs.Call.of("postgres", "-V"), soon());
        if (!version.out().contains(" " + major + ".")) {
            throw Troubled.refused(
                    "needed the programs of PostgreSQL "
                            + major
                            + " for "
                            + data()
                            + ", found "
                            + version.out().strip()
                            + " in "
                            + bin
                            + "; name the directory of PostgreSQL "
                            + major
                            + "'s programs");
        }
        return found;
    }

    /** Refuses data that can't run here. */
    void checkUsable() throws Troubled {
        var _ = programs();
        checkOwner();
    }

    /** Refuses data that PostgreSQL would not take as it lies there. */
    void checkOwner() throws Troubled {
        try {
            String found = Files.getOwner(data()).getName();
            if (!found.equals(owner.user())) {
                throw Troubled.refused(
                        "needed "
                                + data()
                                + " to belong to "
                                + owner.user()
                                + ", as whom PostgreSQL runs, but it belongs to "
                                + found
                                + "; type: chown -R "
                                + owner.user()
                                + " "
                                + data());
            }
            String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(data()));
            if (!mode.startsWith("rwx") || mode.charAt(4) == 'w' || !mode.endsWith("---")) {
                throw Troubled.refused(
                        "needed "
                                + data()
                                + " to be closed to others, found the permissions "
                                + mode
                                + "; type: chmod 700 "
                                + data());
            }
        } catch (IOException e) {
            throw Troubled.failed("the owner of " + data() + " can't be read: " + said(e));
        }
    }

    /** What pg_controldata says; asked again only after a change of its file. */
    ControlData control(Deadline deadline) throws Troubled {
        Path file = data().resolve("global/pg_control");
        try {
            long modified = Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
            if (known.isEmpty() || known.get().modified() != modified) {
                Programs.Ended ended =
                        run(
                                programs().reading(),
                                Programs.Call.of("pg_controldata", data().toString()),
                                deadline);
                if (!ended.well()) {
                    throw Troubled.failed(
                            "pg_controldata could not read " + data() + ": " + ended.complaint());
                }
                known = Optional.of(new KnownControl(modified, ControlData.parse(ended.out())));
            }
            return known.get().control();
        } catch (IOException e) {
            throw Troubled.failed("the control file " + file + " can't be read: " + said(e));
        }
    }

    /** Forgets what was read of a data directory that is no longer the same. */
    void forget() {
        known = Optional.empty();
        programs = Optional.empty();
    }

    /**
     * Starts PostgreSQL on the data as it is and returns its process id once it takes connections.
     */
    void start(Set<NodeId> waitsFor, Optional<NodeId> upstream, Deadline deadline) throws Troubled {
        List<String> arguments = prepare(waitsFor, upstream, deadline);
        try {
            boundLog();
            long logFrom = Files.size(configuration.log());
            Process process = spawn(arguments);
            underWay.ended(process);
            awaitReady(process, logFrom, deadline);
        } catch (IOException e) {
            throw Troubled.failed("PostgreSQL could not be started: " + said(e));
        }
    }

    /** Everything that a start needs on disk; returns the arguments. */
    List<String> prepare(Set<NodeId> waitsFor, Optional<NodeId> upstream, Deadline deadline)
            throws Troubled {
        Programs found = programs();
        checkOwner();
        try {
            configuration.writeSide();
            if (configuration.cleanAlterSystem()) {
                log.warn(
                        "Took settings out of {} that Understudy has to decide; ALTER SYSTEM had"
                                + " set them.",
                        data().resolve("postgresql.auto.conf"));
            }
            configuration.write(waitsFor, upstream);
            makeSocketDirectory();
            Map<String, String> user = userValues(found, deadline);
            configuration.writeHostAccess(
                    data().resolve(user.getOrDefault("hba_file", "pg_hba.conf")));
            return configuration.arguments(user, control(deadline), standby());
        } catch (IOException e) {
            throw Troubled.failed("the configuration could not be written: " + said(e));
        }
    }

    /**
     * Runs statements on stopped primary's data, with no connection and so with no password. After
     * a crash this recovers first.
     */
    void singleUser(String statements, Deadline deadline) throws Troubled {
        List<String> arguments = new ArrayList<>(List.of("--single", "-D", data().toString()));
        arguments.addAll(prepare(Set.of(), Optional.empty(), deadline));
        arguments.add("postgres");
        Programs.Ended ended =
                run(
                        programs(),
                        new Programs.Call("postgres", arguments, Map.of(), statements, _ -> {}),
                        deadline);
        if (ended.late()) {
            throw Troubled.unknown("PostgreSQL's single-user mode did not end in time");
        }
        if (ended.err().contains("PANIC:") || ended.err().contains("FATAL:")) {
            throw Troubled.refused(
                    "PostgreSQL can't bring "
                            + data()
                            + " to an orderly end ("
                            + ended.complaint()
                            + "); where another node has the data, it needs a new copy");
        }
        if (!ended.well() || ended.err().contains("ERROR:")) {
            throw Troubled.failed(
                    "PostgreSQL's single-user mode failed on "
                            + data()
                            + ": "
                            + ended.err()
                                    .lines()
                                    .filter(line -> line.contains("ERROR:"))
                                    .findFirst()
                                    .orElse(ended.complaint()));
        }
    }

    /**
     * Makes the role in stopped primary's data, once for each password. What marks it done lies
     * beside the data and names both.
     */
    void ensureRole(Deadline deadline) throws Troubled {
        PostgresSettings.Access access = settings.access();
        Path mark = settings.side().resolve("role");
        try {
            owner.makeDirectory(settings.side());
            String password = Files.readString(access.passwordFile()).strip();
            String wanted =
                    "%s %s %s\n"
                            .formatted(
                                    control(deadline).systemIdentifier(),
                                    access.role(),
                                    digest(password));
            if (Files.exists(mark) && Files.readString(mark).equals(wanted)) {
                return;
            }
            byte[] salt = new byte[16];
            new SecureRandom().nextBytes(salt);
            singleUser(
                    Role.statements(access.role(), ScramSecret.of(password, salt), major()),
                    deadline);
            owner.write(mark, wanted, "rw-------");
            log.info("Made the role {} in {}.", access.role(), data());
        } catch (IOException e) {
            throw Troubled.failed("the role could not be made: " + said(e));
        }
    }

    Programs.Ended run(Programs with, Programs.Call call, Deadline deadline) throws Troubled {
        try {
            return with.run(call, deadline);
        } catch (IOException e) {
            throw Troubled.failed(call.program() + " could not be run: " + said(e));
        }
    }

    /** Begins an action, which may start programs until the next halt. */
    void begin() {
        underWay.begin();
    }

    /** Ends the programs that are under way, and from here on the action starts no other. */
    void halt() {
        underWay.halt();
    }

    /** Asks in order and waits; says whether no process is left. */
    boolean stopAndWait(String signal, Deadline deadline) {
        try {
            postmaster.signal(signal);
        } catch (IOException e) {
            log.warn("PostgreSQL could not be asked to stop: {}", said(e));
            return false;
        }
        return awaitGone(deadline);
    }

    /** Kills every process of the data directory; says whether none is left. */
    boolean kill(Deadline deadline) {
        while (true) {
            postmaster.kill();
            if (awaitGone(deadline.orIn(Duration.ofMillis(100)))) {
                return true;
            }
            if (deadline.passed()) {
                return false;
            }
        }
    }

    private boolean awaitGone(Deadline deadline) {
        while (!postmaster.processes().isEmpty()) {
            if (deadline.passed() || !pause()) {
                return false;
            }
        }
        return true;
    }

    private Process spawn(List<String> arguments) throws IOException, Troubled {
        // In a session of its own, it outlives the daemon and the daemon's terminal.
        List<String> command = new ArrayList<>(List.of("setsid"));
        List<String> all = new ArrayList<>(List.of("-D", data().toString()));
        all.addAll(arguments);
        command.addAll(programs().command("postgres", all));
        ProcessBuilder builder = new ProcessBuilder(command);
        Programs.plainEnvironment(builder);
        builder.directory(data().toFile());
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(configuration.log().toFile()));
        return underWay.start(builder);
    }

    private void awaitReady(Process process, long logFrom, Deadline deadline) throws Troubled {
        while (true) {
            Optional<Postmaster.Running> running = postmaster.running();
            if (running.isPresent()
                    && running.get().pid() == process.pid()
                    && running.get().answers()) {
                return;
            }
            if (!process.isAlive()) {
                throw Troubled.failed(startFailure(logFrom));
            }
            if (deadline.passed() || !pause()) {
                throw Troubled.unknown(
                        "PostgreSQL runs, and does not take connections yet: it may still be"
                                + " recovering; see "
                                + configuration.log());
            }
        }
    }

    private String startFailure(long logFrom) {
        List<String> lines = logLines(logFrom);
        String fatal =
                lines.stream()
                        .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
                        .findFirst()
                        .orElse(lines.isEmpty() ? "it said nothing" : lines.getLast());
        int port = settings.listening().port();
        boolean taken =
                lines.stream()
                        .anyMatch(line ->
                                line.contains("Address already in use")
                                        || line.contains(".s.PGSQL." + port + ".lock"));
        return taken
                ? "needed port "
                        + port
                        + " for PostgreSQL, found it taken by another process; stop that process"
                        + " (ss -ltnp shows it), or give PostgreSQL another port"
                : "PostgreSQL did not start: " + fatal.strip() + "; see " + configuration.log();
    }

    /** What stands in the log from there on, at most its last 64 kB. */
    List<String> logLines(long from) {
        try {
            byte[] all = Files.readAllBytes(configuration.log());
            int begin = (int) Math.max(Math.min(from, all.length), all.length - 65_536L);
            return new String(all, begin, all.length - begin, StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException _) {
            return List.of();
        }
    }

    /**
     * Keeps the log from growing without bound: what is in it moves aside, one file deep. Appending
     * goes on at its new end.
     */
    void boundLog() throws IOException {
        Path file = configuration.log();
        if (Files.exists(file) && Files.size(file) > LONGEST_LOG_BYTES) {
            Files.copy(
                    file,
                    file.resolveSibling("postgres.log.1"),
                    StandardCopyOption.REPLACE_EXISTING);
            Files.write(file, new byte[0]);
        }
        if (!Files.exists(file)) {
            Files.createFile(file);
            owner.give(file, "rw-------");
        }
    }

    private void makeSocketDirectory() throws IOException {
        Path directory = settings.listening().socketDirectory();
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            owner.give(directory, "rwxr-xr-x");
        }
    }

    /** The user's own values, as PostgreSQL reads them from all of its files. */
    private Map<String, String> userValues(Programs found, Deadline deadline) throws Troubled {
        Map<String, String> values = new HashMap<>();
        for (String name : Configuration.asked()) {
            Programs.Ended ended =
                    run(
                            found,
                            Programs.Call.of(
                                    "postgres",
                                    "-D",
                                    data().toString(),
                                    "-c",
                                    configuration.fileArgument(),
                                    "-C",
                                    name),
                            deadline);
            if (!ended.well()) {
                throw Troubled.refused(
                        "PostgreSQL can't read its configuration: "
                                + ended.complaint()
                                + "; correct the file it names");
            }
            values.put(name, ended.out().strip());
        }
        return values;
    }

    /** Waits a little; says whether to go on. */
    static boolean pause() {
        try {
            Thread.sleep(POLL);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Deletes a directory and all in it; links are deleted, not followed. */
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (var paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    static String said(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(5));
    }

    private static String digest(String password) {
        try {
            byte[] sum =
                    MessageDigest.getInstance("SHA-256")
                            .digest(
                                    ("understudy role " + password)
                                            .getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
