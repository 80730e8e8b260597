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
            assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
            return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
            Folders.delete(folder);
        }
    }
}
