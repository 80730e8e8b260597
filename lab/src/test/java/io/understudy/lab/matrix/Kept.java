package io.understudy.lab.matrix;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A promise beside what then happened.
 *
 * @param after how long after the loss its turn came, by the journal of the node whose turn it was;
 *     empty where it took none
 */
record Kept(Promise promise, Optional<Duration> after) {

    /**
     * A promise is about decisions, made as soon as they are due. Calls of a machine with few
     * cores, and the fault's own doing, come on top.
     */
    static final Duration ALLOWED = Duration.ofSeconds(1);

    String words() {
        return promise.turn().map(this::words).orElseGet(() -> promised(promise.serves()));
    }

    private static String promised(Serves serves) {
        return "promised: " + serves.words();
    }

    private String words(Promise.Turning turn) {
        String within = Seconds.of(turn.within());
        return promise.part() == Part.PRIMARY
                ? "promised to promote within %s, began after %s"
                        .formatted(within, after.map(Seconds::of).orElse("all, never"))
                : "promised to wait for it %s at most, %s"
                        .formatted(
                                within,
                                after.map(it -> "let it go after " + Seconds.of(it))
                                        .orElse("had not to"));
    }

    /** What of it was not kept, a sentence each. */
    List<String> broken(Serves found, long lost) {
        List<String> broken = new ArrayList<>();
        if (promise.serves() != found) {
            broken.add(
                    "promised: %s, found: %s (%s)"
                            .formatted(
                                    promise.serves().words(),
                                    found.words(),
                                    promise.loss().sentence()));
        }
        promise.turn().ifPresent(turn -> broken.addAll(late(turn)));
        boolean whole = promise.turn().stream().allMatch(turn -> turn.lackingBytes() == 0);
        if (promise.loss().safe() && whole && lost > 0) {
            broken.add("promised that nothing is lost, found " + lost + " lost rows");
        }
        return broken;
    }

    private List<String> late(Promise.Turning turn) {
        // Who still streams has not to be let go: a daemon's loss is less than its host's.
        boolean neverDue = after.isEmpty() && promise.part() != Part.PRIMARY;
        boolean inTime =
                after.filter(it -> it.compareTo(turn.within().plus(ALLOWED)) <= 0).isPresent();
        return neverDue || inTime
                ? List.of()
                : List.of("%s (%s)".formatted(words(turn), promise.loss().sentence()));
    }
}
