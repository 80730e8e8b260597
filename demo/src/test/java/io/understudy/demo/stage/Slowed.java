package io.understudy.demo.stage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets a program on one node run for a part of the time only, as if disk and network were slow,
 * from when it appears until this is closed.
 */
final class Slowed implements AutoCloseable {

    private static final Duration RUNS = Duration.ofMillis(15);
    private static final Duration RESTS = Duration.ofMillis(200);

    private final StageNode node;
    private final String program;
    private final Thread slowing;
    private volatile boolean closed;

    Slowed(StageNode node, String program) {
        this.node = node;
        this.program = program;
        this.slowing = Thread.ofPlatform().name("slowing").daemon().start(this::slow);
    }

    private void slow() {
        while (!closed) {
            List<ProcessHandle> found =
                    NodeProcesses.in(node.folder()).stream().filter(this::isIt).toList();
            signal(found, "-STOP");
            LockSupport.parkNanos(found.isEmpty() ? RUNS.toNanos() : RESTS.toNanos());
            signal(found, "-CONT");
            LockSupport.parkNanos(RUNS.toNanos());
        }
    }

    private boolean isIt(ProcessHandle process) {
        try {
            Path line = Path.of("/proc", Long.toString(process.pid()), "cmdline");
            return Files.readString(line, StandardCharsets.ISO_8859_1)
                    .split("\0", 2)[0]
                    .endsWith(program);
        } catch (IOException _) {
            return false;
        }
    }

    private void signal(List<ProcessHandle> processes, String signal) {
        for (ProcessHandle process : processes) {
            try {
                var _ =
                        Programs.run(
                                List.of("kill", signal, Long.toString(process.pid())),
                                node.folder());
            } catch (StageException _) {
                // It has ended.
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns once it runs as fast as it can. */
    @Override
    public void close() {
        closed = true;
        try {
            slowing.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
