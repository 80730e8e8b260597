package io.understudy.testkit;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Short programs of the system's. */
final class Commands {

    private static final int LONGEST_SECONDS = 20;

    private Commands() {}

    /** Whether it ended in time and well; one that is not there did not. */
    static boolean run(String... command) {
        Process process;
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException _) {
            return false;
        }
        try {
            return process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
