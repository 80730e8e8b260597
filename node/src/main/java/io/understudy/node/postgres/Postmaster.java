package io.understudy.node.postgres;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The processes of one data directory. A process is known by /proc: it runs PostgreSQL's binary (or
 * is about to), and its working directory is the data directory, as that of each process of a
 * PostgreSQL is. Neither a port nor a process id alone ever names one, so another cluster on this
 * machine is never touched. The start time in postmaster.pid is no evidence: it is of a wall clock,
 * which may have jumped since.
 */
final class Postmaster {

    /** The others become the first by exec, and keep their process id. */
    private static final Set<String> BINARIES = Set.of("postgres", "setpriv", "setsid", "nice");

    private static final Path PROC = Path.of("/proc");
    private static final long KILL = 1L << 8;

    /** Programs that change data; they run in the directory beside it. */
    private static final Set<String> PROGRAMS =
            Set.of("postgres", "nice", "setpriv", "pg_ctl", "pg_rewind", "pg_basebackup");

    /**
     * A file that has been the same for so long shows by its time when it is written again: the
     * kernel's clock of files moves in steps of milliseconds.
     */
    private static final long SETTLED_NANOS = 2_000_000_000L;

    private final Path data;
    private final Path side;

    /** The latest look at postmaster.pid. Looks and stops read it at the same time. */
    private volatile Optional<Note> latest = Optional.empty();

    Postmaster(Path data, Path side) {
        this.data = data;
        this.side = side;
    }

    /**
     * A postmaster that runs.
     *
     * @param status what it last wrote of itself: starting, ready, standby or stopping; empty
     *     before that
     */
    record Running(long pid, int port, String status) {
        boolean answers() {
            return status.equals("ready") || status.equals("standby");
        }

        boolean starting() {
            return status.isEmpty() || status.equals("starting");
        }
    }

    Optional<Running> running() {
        try {
            Running noted = noted();
            return runs(PROC.resolve(Long.toString(noted.pid())), data, BINARIES)
                    ? Optional.of(noted)
                    : Optional.empty();
        } catch (IOException | RuntimeException _) {
            // No file, or one that is being written right now.
            return Optional.empty();
        }
    }

    /**
     * Which postmaster.pid was there.
     *
     * @param since on this process's clock
     * @param said what it says, once that is sure to be all that a file of this time says
     */
    private record Note(
            FileTime modified, long size, String number, long since, Optional<Running> said) {

        static Note of(BasicFileAttributes file) {
            return new Note(
                    file.lastModifiedTime(),
                    file.size(),
                    String.valueOf(file.fileKey()),
                    System.nanoTime(),
                    Optional.empty());
        }

        boolean isOf(Note other) {
            return modified.equals(other.modified)
                    && size == other.size
                    && number.equals(other.number);
        }

        Note saying(Running running, Note now) {
            boolean settled = now.since - since > SETTLED_NANOS && running.answers();
            return new Note(
                    modified, size, number, since, Optional.of(running).filter(_ -> settled));
        }
    }

    /**
     * What postmaster.pid says. A look comes some times a second for months, and the file is the
     * same: it is read again when it is another, or has not been there for long.
     */
    private Running noted() throws IOException {
        Path file = data.resolve("postmaster.pid");
        Note now = Note.of(Files.readAttributes(file, BasicFileAttributes.class));
        Note known = latest.filter(now::isOf).orElse(now);
        if (known.said().isPresent()) {
            return known.said().get();
        }
        Running running = parse(Files.readAllLines(file));
        latest = Optional.of(known.saying(running, now));
        return running;
    }

    private static Running parse(List<String> lines) {
        long pid = Long.parseLong(lines.getFirst().strip());
        if (pid <= 0) {
            throw new IllegalArgumentException("a single-user PostgreSQL is no postmaster");
        }
        int port = lines.size() > 3 ? Integer.parseInt(lines.get(3).strip()) : 0;
        String status = lines.size() > 7 ? lines.get(7).strip() : "";
        return new Running(pid, port, status);
    }

    /**
     * Every process of the data directory, also those that outlived their postmaster, and the
     * programs that change it. A process that begins while /proc is read may be missed, and its
     * parent with it that ends: so nothing is believed to be left only after a second look.
     */
    List<Long> processes() {
        List<Long> found = scan(true);
        return found.isEmpty() ? scan(true) : found;
    }

    /** The programs alone that change the data. */
    List<Long> programs() {
        return scan(false);
    }

    static void kill(List<Long> pids) {
        pids.forEach(Postmaster::destroy);
    }

    private List<Long> scan(boolean all) {
        List<Long> found = new ArrayList<>();
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(PROC, name -> numeric(name.getFileName().toString()))) {
            for (Path entry : entries) {
                if (runs(entry, side, PROGRAMS) || (all && runs(entry, data, BINARIES))) {
                    found.add(Long.valueOf(entry.getFileName().toString()));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("/proc can't be read", e);
        }
        return found;
    }

    /** Whether the running postmaster has this argument. */
    static boolean startedWith(long pid, String argument) {
        try {
            return List.of(
                            Files.readString(PROC.resolve(Long.toString(pid)).resolve("cmdline"))
                                    .split("\0"))
                    .contains(argument);
        } catch (IOException _) {
            return false;
        }
    }

    /**
     * Whether it has been killed and only has not come to its end yet, as on a busy host: it is
     * still there with all its files, one of which says that it answers, and it never will.
     */
    static boolean killed(long pid) {
        try {
            for (String line : Files.readAllLines(PROC.resolve(pid + "/status"))) {
                if (line.startsWith("ShdPnd:")) {
                    String signals = line.substring(line.indexOf(':') + 1).strip();
                    return (Long.parseUnsignedLong(signals, 16) & KILL) != 0;
                }
            }
        } catch (IOException _) {
            // It has come to its end.
        }
        return true;
    }

    /** Kills all of them, the postmaster first, so that it starts no other. */
    void kill() {
        Optional<Running> running = running();
        running.ifPresent(postmaster -> destroy(postmaster.pid()));
        processes().forEach(Postmaster::destroy);
    }

    static void signal(String signal, List<Long> pids) throws IOException {
        List<String> command = new ArrayList<>(List.of("kill", "-s", signal));
        pids.forEach(pid -> command.add(pid.toString()));
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            // Its status says no more than the next look: the process may have gone meanwhile.
            var _ = process.waitFor();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean runs(Path process, Path directory, Set<String> binaries) {
        try {
            Path cwd = Files.readSymbolicLink(process.resolve("cwd"));
            if (!cwd.equals(directory.toRealPath())) {
                return false;
            }
            String binary = Files.readSymbolicLink(process.resolve("exe")).getFileName().toString();
            return binaries.contains(binary.replace(" (deleted)", ""));
        } catch (IOException _) {
            // It has gone, or is somebody else's.
            return false;
        }
    }

    private static void destroy(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static boolean numeric(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
