package io.understudy.node.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A program with everything it starts, in a session of its own: it outlives the daemon and every
 * signal to the daemon's group. A later daemon with the same state file recognises it.
 *
 * <p>What belongs to it: the leader, known by pid, start time and boot; whatever is in its session;
 * and whatever carries in its environment a mark made of this state file's name and the folder's
 * identity on disk. The mark finds the group also when the daemon died before it wrote the file,
 * and a grandchild that left the session.
 *
 * <p>Any thread may call. Only {@link #stop} blocks for longer than some milliseconds. All throw
 * {@link UncheckedIOException} when the process table can't be read.
 */
public final class DetachedGroup {

    private static final String MARK = "UNDERSTUDY_GROUP";
    private static final Duration POLL = Duration.ofMillis(5);

    private final Path stateFile;
    private final LogFile log;
    private final Launcher launcher = Launcher.givingPrecedenceBack();
    private final ProcessTable table = new ProcessTable(Path.of("/proc"));
    private final Signals signals = new Signals(table);
    // So that a stop never overlooks a process that a start is just making.
    private final ReentrantLock starting = new ReentrantLock();
    private volatile Optional<Leader> leader;
    private volatile boolean knownGone;
    private volatile @Nullable Process child;

    /**
     * Knows a group that an earlier daemon may have started; starts nothing.
     *
     * @param stateFile in a folder of the daemon's own; the folder is made where it is missing
     */
    public DetachedGroup(Path stateFile, LogFile log) {
        this.stateFile = stateFile.toAbsolutePath();
        this.log = log;
        this.leader = Leader.read(this.stateFile);
    }

    /** How a start ended. */
    public sealed interface StartResult {
        /** It runs, or ran already. */
        record Running() implements StartResult {}

        /** It can't be run as it is configured. {@code why} is one sentence. */
        record NotRunnable(String why) implements StartResult {}

        /** It did not work this time. {@code why} is one sentence. */
        record Failed(String why) implements StartResult {}
    }

    /** Says why the program can't be run, where that shows without trying. */
    public Optional<String> obstacle(Program program) {
        return launcher.obstacle(program);
    }

    /** Starts the program, unless something of the group still runs. */
    public StartResult start(Program program) {
        starting.lock();
        try {
            if (isRunning()) {
                return new StartResult.Running();
            }
            return switch (launcher.prepare(program)) {
                case Launch.Impossible(String why) -> new StartResult.NotRunnable(why);
                case Launch.Ready(ProcessBuilder builder) -> launch(builder);
            };
        } catch (IOException e) {
            return new StartResult.Failed(
                    "Could not start %s: %s."
                            .formatted(program.command().getFirst(), e.getMessage()));
        } finally {
            starting.unlock();
        }
    }

    /** Whether anything of the group is left. */
    public boolean isRunning() {
        if (livingLeader().isPresent()) {
            return true;
        }
        if (knownGone) {
            return false;
        }
        boolean left = !members().isEmpty();
        knownGone = !left;
        return left;
    }

    /** A variable that the running leader was started with; empty when it can't be told. */
    public Optional<String> variable(String name) {
        return livingLeader().flatMap(entry -> table.variable(entry.pid(), name));
    }

    /** The leader's process number, while it runs. */
    public Optional<Long> pid() {
        return livingLeader().map(ProcessEntry::pid);
    }

    /** The leader's exit status, where this very daemon started it and it has ended. */
    public OptionalInt exitStatus() {
        Process started = child;
        return started == null || started.isAlive()
                ? OptionalInt.empty()
                : OptionalInt.of(started.exitValue());
    }

    /** Empties the log when it has outgrown its cap; to be called now and then. */
    public void keepLogWithinCap() {
        try {
            log.keepWithinCap();
        } catch (IOException e) {
            throw new UncheckedIOException("can't shorten the log " + log.path(), e);
        }
    }

    public LogFile log() {
        return log;
    }

    /**
     * Ends the group: asks every process of it once (SIGTERM), and kills what is left when {@code
     * orderly} has passed, and again until nothing is left. Zero kills at once.
     *
     * @param atMost how long to wait altogether
     * @return the processes that are still there; empty once none is
     */
    public List<Long> stop(Duration orderly, Duration atMost) {
        long begin = System.nanoTime();
        List<ProcessEntry> left = membersAfterAnyStart();
        if (orderly.isPositive()) {
            signals.terminate(left);
            while (!left.isEmpty() && elapsed(begin).compareTo(orderly) < 0) {
                pause();
                left = members();
            }
        }
        while (!left.isEmpty() && elapsed(begin).compareTo(atMost) < 0) {
            signals.kill(left);
            pause();
            left = members();
        }
        return left.stream().map(ProcessEntry::pid).toList();
    }

    private StartResult launch(ProcessBuilder builder) throws IOException {
        Files.createDirectories(folder());
        log.rotate();
        builder.environment().put(MARK, mark());
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.path().toFile()));
        knownGone = false;
        Process started = builder.start();
        child = started;
        Optional<ProcessEntry> entry = table.alive(started.pid());
        if (entry.isPresent()) {
            var fresh = new Leader(started.pid(), entry.get().startTicks(), table.boot());
            leader = Optional.of(fresh);
            fresh.write(stateFile);
        }
        // A process that is gone already is for the next look to tell.
        return new StartResult.Running();
    }

    private Optional<ProcessEntry> livingLeader() {
        return leader.filter(known -> known.boot().equals(table.boot()))
                .flatMap(known ->
                        table.alive(known.pid())
                                .filter(now -> now.startTicks() == known.startTicks()));
    }

    /** Waits for a start that is under way, so that its process is found. */
    private List<ProcessEntry> membersAfterAnyStart() {
        starting.lock();
        try {
            return members();
        } finally {
            starting.unlock();
        }
    }

    private List<ProcessEntry> members() {
        if (!Files.isDirectory(folder())) {
            return List.of();
        }
        long self = ProcessHandle.current().pid();
        String mark = mark();
        List<ProcessEntry> all =
                table.allAlive().stream().filter(one -> one.pid() != self).toList();
        Set<Long> marked = new HashSet<>();
        Set<Long> sessions = new HashSet<>();
        livingLeader().ifPresent(entry -> sessions.add(entry.pid()));
        for (ProcessEntry one : all) {
            if (table.variable(one.pid(), MARK).filter(mark::equals).isPresent()) {
                marked.add(one.pid());
                // Not any marked process's session: one that is just being started is still in
                // its daemon's.
                if (one.session() == one.pid() || isOfLeader(one)) {
                    sessions.add(one.session());
                }
            }
        }
        return all.stream()
                .filter(one -> marked.contains(one.pid()) || sessions.contains(one.session()))
                .toList();
    }

    private boolean isOfLeader(ProcessEntry process) {
        return leader.filter(known -> known.pid() == process.session()).isPresent();
    }

    private String mark() {
        try {
            // The folder's identity keeps apart a container whose state file has the same name.
            return Files.getAttribute(folder(), "unix:dev")
                    + ":"
                    + Files.getAttribute(folder(), "unix:ino")
                    + ":"
                    + stateFile;
        } catch (IOException e) {
            throw new UncheckedIOException("can't read the folder " + folder(), e);
        }
    }

    private Path folder() {
        Path parent = stateFile.getParent();
        return parent == null ? Path.of("/") : parent;
    }

    private static Duration elapsed(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL.toMillis()));
    }
}
