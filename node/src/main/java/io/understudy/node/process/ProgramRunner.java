package io.understudy.node.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Runs short commands. A run blocks at most about as long as its deadline, then kills the command
 * with all that it started. Any thread may call.
 */
public final class ProgramRunner {

    private static final String RUN = "UNDERSTUDY_RUN";
    private static final int KEPT_BYTES = 64 * 1024;
    private static final Duration LAST_OUTPUT = Duration.ofMillis(200);
    private static final int KILL_ROUNDS = 20;

    private final Launcher launcher;
    private final ProcessTable table = new ProcessTable(Path.of("/proc"));
    private final Signals signals = new Signals(table);

    private ProgramRunner(Launcher launcher) {
        this.launcher = launcher;
    }

    /** For what is over soon and changes nothing outside of this host. */
    public ProgramRunner() {
        this(new Launcher());
    }

    /**
     * For what acts on other hosts: a command ends with this process, however that ends.
     *
     * @param tether the guard's program
     */
    public static ProgramRunner tethered(Path tether) {
        return new ProgramRunner(
                new Launcher(
                        List.of(
                                tether.toString(),
                                "--tether",
                                Long.toString(ProcessHandle.current().pid()))));
    }

    public RunResult run(Program program, Duration deadline) throws InterruptedException {
        return run(program, "", deadline);
    }

    /** The same, and the command finds that on its standard input. */
    public RunResult run(Program program, String input, Duration deadline)
            throws InterruptedException {
        String run = UUID.randomUUID().toString();
        return switch (launcher.prepare(program.withVariable(RUN, run))) {
            case Launch.Impossible(String why) -> new RunResult.NotStarted(why);
            case Launch.Ready(ProcessBuilder builder) ->
                    run(builder, new Run(program.command().getFirst(), run, input), deadline);
        };
    }

    private RunResult run(ProcessBuilder builder, Run run, Duration deadline)
            throws InterruptedException {
        Process process;
        try {
            if (!run.input().isEmpty()) {
                builder.redirectInput(ProcessBuilder.Redirect.PIPE);
            }
            process = builder.start();
            if (!run.input().isEmpty()) {
                // One that reads nothing must hold up nobody.
                Thread.ofVirtual().start(() -> give(process, run.input()));
            }
        } catch (IOException e) {
            return new RunResult.NotStarted(
                    "Could not start %s: %s.".formatted(run.name(), e.getMessage()));
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
            kill(process, run);
            return new RunResult.TimedOut(output.await(LAST_OUTPUT), errors.await(LAST_OUTPUT));
        } catch (InterruptedException e) {
            kill(process, run);
            throw e;
        }
    }

    private static void give(Process process, String input) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // It has ended without reading all of it, which is its own affair.
        }
    }

    /** Rounds, since a process may start another while it is being killed. */
    private void kill(Process process, Run run) {
        for (int round = 0; round < KILL_ROUNDS; round++) {
            List<ProcessEntry> left =
                    table.allAlive().stream().filter(one -> isOf(one, process, run)).toList();
            if (left.isEmpty()) {
                break;
            }
            signals.kill(left);
        }
        process.destroyForcibly();
    }

    /** One that has left the session still has the environment that it began with. */
    private boolean isOf(ProcessEntry one, Process process, Run run) {
        return one.session() == process.pid()
                || table.variable(one.pid(), RUN).filter(run.id()::equals).isPresent();
    }

    /**
     * One run.
     *
     * @param id by which all that it starts is found
     * @param input empty where it is given none
     */
    private record Run(String name, String id, String input) {}
}
