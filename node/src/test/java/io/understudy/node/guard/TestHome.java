package io.understudy.node.guard;

import io.understudy.core.model.Moment;
import io.understudy.node.loop.Monotonic;
import io.understudy.node.process.DetachedGroup;
import io.understudy.node.process.LogFile;
import io.understudy.node.process.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A node's home with a detached server to watch over, and the real guard. Closing it ends every
 * process that it started.
 */
public final class TestHome implements AutoCloseable {

    public static final Duration SOON = Duration.ofSeconds(10);

    private static final Path PROGRAM = module().resolve("target/guard/understudy-guard");

    private final Path root;
    private final Path program;
    private final Monotonic clock = Monotonic.system();
    private final DetachedGroup server;
    private final List<GuardProgram> guards = new ArrayList<>();
    private final List<GuardSettings.Watched> watched = new ArrayList<>();
    private GuardSettings.Watchdog watchdog = GuardSettings.Watchdog.OFF;

    public TestHome() {
        try {
            root = Files.createTempDirectory("understudy-guard-");
            program = Files.copy(PROGRAM, root.resolve("understudy-guard"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path stateFile = root.resolve("server/server.process");
        server = new DetachedGroup(stateFile, new LogFile(root.resolve("server.log"), 10_000));
        watched.add(new GuardSettings.Watched.Server(stateFile));
    }

    /** This module's folder. */
    static Path module() {
        return Path.of(System.getProperty("understudy.root", ".."), "node")
                .toAbsolutePath()
                .normalize();
    }

    /** As it was built. */
    public static Path guardProgram() {
        return PROGRAM;
    }

    public Path root() {
        return root;
    }

    Path program() {
        return program;
    }

    public Moment now() {
        return clock.now();
    }

    public void watchOverToo(GuardSettings.Watched another) {
        watched.add(another);
    }

    void watchdog(GuardSettings.Watchdog mode) {
        watchdog = mode;
    }

    /** The adapter, as a daemon would make it. */
    public GuardProgram guard() {
        GuardProgram guard = new GuardProgram(new GuardSettings(program, root, watched, watchdog));
        guards.add(guard);
        return guard;
    }

    /** A server with a child, and one that has left its session. */
    public void serve() {
        DetachedGroup.StartResult started =
                server.start(
                        Program.of(
                                "sh", "-c", "trap '' TERM; sleep 600 & setsid sleep 601 & wait"));
        if (!started.equals(new DetachedGroup.StartResult.Running())) {
            throw new IllegalStateException(started.toString());
        }
    }

    public boolean serving() {
        return server.isRunning();
    }

    DetachedGroup server() {
        return server;
    }

    /** The running guard's process; empty where none runs. */
    Optional<ProcessHandle> process() {
        // Its program is this home's own copy, so nobody else's guard is taken for it.
        return ProcessHandle.allProcesses()
                .filter(one -> one.info().command().filter(program.toString()::equals).isPresent())
                .filter(ProcessHandle::isAlive)
                .findFirst();
    }

    void kill() {
        process()
                .ifPresent(guard -> {
                    guard.destroyForcibly();
                    guard.onExit().orTimeout(10, TimeUnit.SECONDS).join();
                });
    }

    public static void waitUntil(Moment moment) {
        Monotonic clock = Monotonic.system();
        while (!clock.now().reached(moment)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(root.resolve("run/guard.sock")));
    }

    @Override
    public void close() {
        guards.forEach(GuardProgram::close);
        kill();
        server.stop(Duration.ZERO, SOON);
        try (var files = Files.walk(root)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .map(Path::toFile)
                    .forEach(java.io.File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
