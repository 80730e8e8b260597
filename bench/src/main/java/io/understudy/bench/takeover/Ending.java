package io.understudy.bench.takeover;

import io.understudy.demo.stage.Frozen;
import io.understudy.demo.stage.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** When what served has ended. */
final class Ending {

    private static final Duration LONGEST = Duration.ofSeconds(15);

    private Ending() {}

    /**
     * Waits until none of them runs any more; one that has ended and that nobody has buried yet
     * does not run.
     *
     * @param thawed when they were let go on, a {@link System#nanoTime()}
     */
    static Duration of(Frozen frozen, long thawed) throws StageException, InterruptedException {
        while (frozen.serving().stream().anyMatch(Ending::runs)) {
            if (System.nanoTime() - thawed > LONGEST.toNanos()) {
                throw new StageException(
                        "needed the frozen server and database to be ended after the thaw, found"
                                + " one of them running after "
                                + LONGEST.toSeconds()
                                + " s");
            }
            Thread.sleep(1);
        }
        return Duration.ofNanos(System.nanoTime() - thawed);
    }

    private static boolean runs(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            // Its number may have been given to another process since.
            return state != 'Z' && state != 'X' && process.isAlive();
        } catch (IOException _) {
            return false;
        }
    }
}
