package io.understudy.node.postgres;

import io.understudy.node.process.Precedence;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs PostgreSQL's programs as PostgreSQL's user, each with a deadline. No secret ever is an
 * argument.
 */
final class Programs {

    private static final Duration FOR_KILL = Duration.ofSeconds(2);
    private static final int KEPT_OUTPUT = 200_000;

    private final Path bin;
    private final Owner owner;
    private final UnderWay underWay;
    private final Path directory;

    /**
     * Programs of one version.
     *
     * @param directory where they run: by it they are found when a daemon has left them behind
     */
    Programs(Path bin, Owner owner, UnderWay underWay, Path directory) {
        this.bin = bin;
        this.owner = owner;
        this.underWay = underWay;
        this.directory = directory;
    }

    /** The same programs, for reading alone: a stop neither ends them nor waits for them. */
    Programs reading() {
        return new Programs(bin, owner, new UnderWay(), Path.of("/"));
    }

    /**
     * How a program ended.
     *
     * @param status the exit status; -1 where the deadline ended it
     */
    record Ended(int status, String out, String err) {
        boolean well() {
            return status == 0;
        }

        boolean late() {
            return status == -1;
        }

        /** The line that says most: the last that names an error, else the last. */
        String complaint() {
            List<String> lines = err.lines().filter(line -> !line.isBlank()).toList();
            return lines.reversed().stream()
                    .filter(Ended::namesAnError)
                    .findFirst()
                    .orElse(lines.isEmpty() ? "no message" : lines.getLast())
                    .strip();
        }

        private static boolean namesAnError(String line) {
            return line.contains("error:") || line.contains("FATAL:") || line.contains("PANIC:");
        }
    }

    /**
     * What to run.
     *
     * @param program a program's name in PostgreSQL's bin directory
     * @param input its standard input
     * @param errorLines gets each line of standard error while it runs
     */
    record Call(
            String program,
            List<String> arguments,
            Map<String, String> environment,
            String input,
            Consumer<String> errorLines) {

        static Call of(String program, String... arguments) {
            return new Call(program, List.of(arguments), Map.of(), "", _ -> {});
        }

        Call withInput(String text) {
            return new Call(program, arguments, environment, text, errorLines);
        }
    }

    /** The first of these programs that is not there. */
    String missing(String... names) {
        for (String name : names) {
            if (!Files.isExecutable(bin.resolve(name))) {
                return bin.resolve(name).toString();
            }
        }
        return "";
    }

    List<String> command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(owner.prefix());
        command.add(bin.resolve(program).toString());
        command.addAll(arguments);
        return command;
    }

    Ended run(Call call, Deadline deadline) throws Troubled {
        return run(call, _ -> {}, deadline);
    }

    /**
     * Runs it and hands on each line of its standard output meanwhile.
     *
     * @param lines called by another thread, which has ended when this returns
     */
    Ended run(Call call, Consumer<String> lines, Deadline deadline) throws Troubled {
        try {
            return tryRun(call, lines, deadline);
        } catch (IOException e) {
            throw Troubled.failed(call.program() + " could not be run: " + Diagnosis.said(e));
        }
    }

    private Ended tryRun(Call call, Consumer<String> lines, Deadline deadline) throws IOException {
        List<String> command = new ArrayList<>(Precedence.ofThisProcess().nicenessGivenBack());
        command.addAll(command(call.program(), call.arguments()));
        ProcessBuilder builder = new ProcessBuilder(command);
        plainEnvironment(builder);
        builder.environment().putAll(call.environment());
        builder.directory(Files.isDirectory(directory) ? directory.toFile() : new File("/"));
        Process process = underWay.start(builder);
        try {
            StringBuilder out = new StringBuilder();
            StringBuilder err = new StringBuilder();
            Thread readsOut = drain(process.getInputStream(), out, lines);
            Thread readsErr = drain(process.getErrorStream(), err, call.errorLines());
            try (OutputStream input = process.getOutputStream()) {
                input.write(call.input().getBytes(StandardCharsets.UTF_8));
            } catch (IOException _) {
                // It ended without reading; its status says more.
            }
            boolean ended = process.waitFor(deadline.leftMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                UnderWay.kill(process);
                // An answer means that it does nothing any more.
                boolean _ = process.waitFor(FOR_KILL.toMillis(), TimeUnit.MILLISECONDS);
            }
            readsOut.join(1000);
            readsErr.join(1000);
            synchronized (out) {
                synchronized (err) {
                    return new Ended(
                            ended ? process.exitValue() : -1, out.toString(), err.toString());
                }
            }
        } catch (InterruptedException e) {
            UnderWay.kill(process);
            Thread.currentThread().interrupt();
            return new Ended(-1, "", "interrupted");
        } finally {
            underWay.ended(process);
        }
    }

    /** Neither the daemon's PG* variables nor its language may change what the programs do. */
    static void plainEnvironment(ProcessBuilder builder) {
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("LC_ALL", "C");
    }

    /** Progress is separated by carriage returns, which {@link BufferedReader} takes for lines. */
    private static Thread drain(InputStream from, StringBuilder to, Consumer<String> lines) {
        return Thread.ofVirtual()
                .start(() -> {
                    try (var reader =
                            new BufferedReader(
                                    new InputStreamReader(from, StandardCharsets.UTF_8))) {
                        for (String line = reader.readLine();
                                line != null;
                                line = reader.readLine()) {
                            keep(to, line);
                            lines.accept(line);
                        }
                    } catch (IOException _) {
                        // The program is gone, and so is what it had to say.
                    }
                });
    }

    private static void keep(StringBuilder to, String line) {
        synchronized (to) {
            to.append(line).append('\n');
            if (to.length() > KEPT_OUTPUT) {
                to.delete(0, to.length() - KEPT_OUTPUT);
            }
        }
    }
}
