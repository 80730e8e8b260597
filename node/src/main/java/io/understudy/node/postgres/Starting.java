package io.understudy.node.postgres;

import io.understudy.core.model.NodeId;
import io.understudy.node.process.Precedence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Starts PostgreSQL, and says why it did not start. */
final class Starting {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final PostgresSettings settings;
    private final DataDirectory data;
    private final Preparation preparation;
    private final Processes processes;

    /** Where it starts, and where it says how that went. */
    record Processes(Postmaster postmaster, ServerLog log, UnderWay underWay) {}

    Starting(
            PostgresSettings settings,
            DataDirectory data,
            Preparation preparation,
            Processes processes) {
        this.settings = settings;
        this.data = data;
        this.preparation = preparation;
        this.processes = processes;
    }

    /**
     * Starts PostgreSQL on the data as it is and returns its process id once it takes connections.
     */
    void start(Set<NodeId> waitsFor, Optional<NodeId> upstream, Deadline deadline) throws Troubled {
        List<String> arguments = preparation.prepare(waitsFor, upstream, deadline);
        try {
            processes.log().bound();
            long logFrom = Files.size(processes.log().file());
            Process process = spawn(arguments);
            processes.underWay().ended(process);
            awaitReady(process.pid(), logFrom, deadline);
        } catch (IOException e) {
            throw Troubled.failed("PostgreSQL could not be started: " + Diagnosis.said(e));
        }
    }

    /** Waits for one that was started before. */
    void await(Deadline deadline) throws Troubled {
        Optional<Postmaster.Running> running = processes.postmaster().running();
        if (running.isPresent() && running.get().starting()) {
            awaitReady(running.get().pid(), Long.MAX_VALUE, deadline);
        }
    }

    private Process spawn(List<String> arguments) throws IOException, Troubled {
        // In a session of its own, it outlives the daemon and the daemon's terminal.
        Precedence precedence = Precedence.ofThisProcess();
        List<String> command = new ArrayList<>(precedence.nicenessGivenBack());
        command.add("setsid");
        List<String> all = new ArrayList<>(List.of("-D", data.path().toString()));
        all.addAll(arguments);
        command.addAll(data.programs().command("postgres", all));
        ProcessBuilder builder = new ProcessBuilder(command);
        Programs.plainEnvironment(builder);
        builder.environment().putAll(precedence.ofPostmaster());
        builder.directory(data.path().toFile());
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(processes.log().file().toFile()));
        return processes.underWay().start(builder);
    }

    private void awaitReady(long pid, long logFrom, Deadline deadline) throws Troubled {
        Deadline nextLook = Deadline.in(BETWEEN_LOOKS);
        while (true) {
            if (nextLook.passed()) {
                requireLog();
                nextLook = Deadline.in(BETWEEN_LOOKS);
            }
            Optional<Postmaster.Running> running = processes.postmaster().running();
            if (running.isPresent() && running.get().pid() == pid && running.get().answers()) {
                return;
            }
            if (processes.underWay().halted()) {
                throw Troubled.failed("told to stop meanwhile");
            }
            if (!ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
                throw Troubled.failed(startFailure(logFrom));
            }
            if (deadline.passed() || !Deadline.pause()) {
                throw Troubled.unknown(
                        "PostgreSQL runs, and does not take connections yet: it may still be"
                                + " recovering; see "
                                + processes.log().file());
            }
        }
    }

    /** What was rewound takes no connections before it has had more log. */
    private void requireLog() throws Troubled {
        if (data.standby() && Link.logGone(processes.log().lines(0))) {
            throw Troubled.failed(
                    "PostgreSQL waits for log that the primary no longer has; it needs a new copy");
        }
    }

    private String startFailure(long logFrom) {
        List<String> lines = processes.log().lines(logFrom);
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
                : "PostgreSQL did not start: " + fatal.strip() + "; see " + processes.log().file();
    }
}
