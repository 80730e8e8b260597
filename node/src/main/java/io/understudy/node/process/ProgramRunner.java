package io.understudy.node.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs short commands. A run blocks at most about as long as its deadline, then kills the command
 * with all of its session. Any thread may call.
 */
public final class ProgramRunner {

    private static final int KEPT_BYTES = 64 * 1024;
    private static final Duration LAST_OUTPUT = Duration.ofMillis(200);
    private static final int KILL_ROUNDS = 20;

    private final Launcher launcher = new Launcher();
    private final ProcessTable table = new ProcessTable(Path.of("/proc"));
    private final Signals signals = new Signals(table);

    public RunResult run(Program program, Duration deadline) throws InterruptedException {
        return switch (launcher.prepare(program)) {
            case Launch.Impossible(String why) -> new RunResult.NotStarted(why);
            case Launch.Ready(ProcessBuilder builder) -> run(builder, program, deadline);
        };
    }

    private RunResult run(ProcessBuilder builder, Program program, Duration deadline)
            throws InterruptedException {
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new RunResult.NotStarted(
                    "Could not start %s: %s."
                            .formatted(program.command().getFirst(), e.getMessage()));
        }
        var output = new TailOfStream(process.getInputStream(), KEPT_BYTES);
        var errors = new TailOfStream(process.getErrorStream(), KEPT_BYTES);
        output.start();
        errors.start();
        try {
            if (process.waitFor(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
                return new RunResult.Exited(
                        process.exitValue(), output.await(LAST_OUTPUT), errors.await(LAST_OUTPUT));
            }
            killSession(process);
            return new RunResult.TimedOut(output.await(LAST_OUTPUT), errors.await(LAST_OUTPUT));
        } catch (InterruptedException e) {
            killSession(process);
            throw e;
        }
    }

    /** Rounds, since a process may start another while it is being killed. */
    private void killSession(Process process) {
        for (int round = 0; round < KILL_ROUNDS; round++) {
            List<ProcessEntry> left =
                    table.allAlive().stream()
                            .filter(one -> one.session() == process.pid())
                            .toList();
            if (left.isEmpty()) {
                break;
            }
            signals.kill(left);
        }
        process.destroyForcibly();
    }
}
