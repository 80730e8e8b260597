package io.understudy.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs to their end, each for a limited time. */
final class Tool {

    private static final Duration USUAL = Duration.ofSeconds(30);

    private Tool() {}

    /** How a program ended. */
    record Ran(int status, String out, String err) {
        boolean well() {
            return status == 0;
        }
    }

    /**
     * Runs it, and gives back what it printed.
     *
     * @throws LabException where it fails, with what it said
     */
    static String run(String... command) throws LabException {
        return run(List.of(command), "", USUAL);
    }

    static String run(List<String> command, String input, Duration longest) throws LabException {
        Ran ran = tryRun(command, input, longest);
        if (!ran.well()) {
            throw new LabException(
                    "%s ended with status %d: %s"
                            .formatted(
                                    String.join(" ", command),
                                    ran.status(),
                                    (ran.err() + ran.out()).strip()));
        }
        return ran.out();
    }

    /** Runs it with this process's own input and output, and gives back its exit status. */
    static int show(List<String> command) throws LabException {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new LabException("needed to run " + command.getFirst() + ", found: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while " + command.getFirst() + " ran", e);
        }
    }

    /** Runs it, however it ends. */
    static Ran tryRun(List<String> command, String input, Duration longest) throws LabException {
        try {
            Path folder = Files.createTempDirectory("understudy-lab-run-");
            try {
                return tryRun(command, input, longest, folder);
            } finally {
                delete(folder);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new LabException("needed to run " + command.getFirst() + ", found: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while " + command.getFirst() + " ran", e);
        }
    }

    /** By files: a pipe would stay open for as long as a daemon that the program started. */
    private static Ran tryRun(List<String> command, String input, Duration longest, Path folder)
            throws IOException, InterruptedException, LabException {
        Path in = Files.writeString(folder.resolve("in"), input);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process =
                new ProcessBuilder(command)
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
            throw new LabException(
                    "%s did not end within %d s"
                            .formatted(String.join(" ", command), longest.toSeconds()));
        }
        return new Ran(process.exitValue(), text(out), text(err));
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
