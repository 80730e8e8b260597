package io.understudy.demo.stage;

import java.time.Duration;
import java.util.List;

/**
 * How the cluster took one cut.
 *
 * @param reached whether the step came, and so the kill
 * @param victim whose daemon was killed
 * @param wentOn how the move went on
 * @param serving the longest that no commit was acknowledged
 * @param healed from the kill until one serves with the other in sync
 * @param lost how many acknowledged rows are missing
 * @param faults what must not be, one sentence each
 */
record Round(
        Cut cut,
        boolean reached,
        String victim,
        String wentOn,
        Duration serving,
        Duration healed,
        int lost,
        List<String> faults) {

    Round {
        faults = List.copyOf(faults);
    }

    static String heads() {
        return "%-10s %-8s %-6s %7s %-12s %8s %8s %5s  %s"
                .formatted(
                        "move",
                        "killed",
                        "node",
                        "after",
                        "went on",
                        "no write",
                        "healed",
                        "lost",
                        "step");
    }

    String line() {
        return "%-10s %-8s %-6s %5.1f s %-12s %6.1f s %6.1f s %5d  %s: %s%s"
                .formatted(
                        cut.move(),
                        cut.victim(),
                        victim,
                        seconds(cut.pause()),
                        wentOn,
                        seconds(serving),
                        seconds(healed),
                        lost,
                        cut.watched(),
                        cut.step(),
                        faults.isEmpty() ? "" : "  FAULTS " + faults);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
