package io.understudy.node.guard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts the guard's program, which returns once it answers in a process of its own. */
final class Starter {

    private static final int RUNS_ALREADY = 3;

    private final GuardSettings settings;

    Starter(GuardSettings settings) {
        this.settings = settings;
    }

    /** Done when one runs, also where another daemon has just started it. */
    void start(Duration within) throws UnansweredException {
        if (!Files.isExecutable(settings.program())) {
            throw new UnansweredException(
                    "needed the guard's program, found no "
                            + settings.program()
                            + " that can be run; install Understudy whole");
        }
        try {
            Process process = builder().start();
            process.getOutputStream().close();
            if (!process.waitFor(Math.max(1, within.toMillis()), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new UnansweredException(
                        "needed the guard to start within "
                                + within.toMillis()
                                + " ms, found it still starting");
            }
            if (process.exitValue() != 0 && process.exitValue() != RUNS_ALREADY) {
                throw new UnansweredException(complaint(process));
            }
        } catch (IOException e) {
            throw new UnansweredException("needed to start the guard, found: " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new UnansweredException("needed to start the guard, found this interrupted");
        }
    }

    private ProcessBuilder builder() {
        ProcessBuilder builder =
                new ProcessBuilder(
                                List.of(
                                        settings.program().toString(),
                                        "--home",
                                        settings.home().toString()))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        // So that it never bears a mark by which it would end itself or be ended.
        builder.environment().clear();
        return builder;
    }

    private static String complaint(Process process) throws IOException {
        String said =
                new String(process.getErrorStream().readNBytes(1024), StandardCharsets.UTF_8)
                        .strip();
        return said.isEmpty()
                ? "needed the guard to start, found that it ended with status "
                        + process.exitValue()
                : said;
    }
}
