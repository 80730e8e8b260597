package io.understudy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How a program ended, and what it said. */
record Ran(int status, String out, String err) {

    private static final long LONGEST_SECONDS = 280;
    private static final long FOR_THE_LAST_SECONDS = 5;

    /** Runs it until it ends. */
    static Ran of(String... command) throws IOException, InterruptedException {
        return of(List.of(command));
    }

    static Ran of(List<String> command) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("ran-");
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        try {
            assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS))
                    .as(
                            "%s ends within %d s; it said: %s%s",
                            String.join(" ", command),
                            LONGEST_SECONDS,
                            Files.readString(out),
                            Files.readString(err))
                    .isTrue();
            return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            end(process);
            Folders.delete(folder);
        }
    }

    /** With what it started, such as a script's compressor; a script takes its folder away. */
    private static void end(Process process) throws InterruptedException {
        List<ProcessHandle> started = process.descendants().toList();
        started.forEach(ProcessHandle::destroy);
        process.destroy();
        process.waitFor(FOR_THE_LAST_SECONDS, TimeUnit.SECONDS);
        started.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
