package io.understudy.lab.matrix;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is expected of the cluster; that nothing acknowledged is lost and no two take writes at once
 * is expected of each case.
 *
 * @param serves while the fault lasts
 * @param within the longest time without an acknowledged row that is allowed, where one serves
 * @param healing what a person has to type on the one that was the primary, once the fault has
 *     ended, for the cluster to be whole again; empty where it heals by itself
 * @param instead the other outcome, where there are two
 */
record Expected(
        Serves serves, Duration within, Optional<List<String>> healing, Optional<Instead> instead) {

    private Expected(Serves serves, Duration within) {
        this(serves, within, Optional.empty(), Optional.empty());
    }

    static Expected goesOn(long millis) {
        return new Expected(Serves.PRIMARY, Duration.ofMillis(millis));
    }

    static Expected takenOver(long millis) {
        return new Expected(Serves.STANDBY, Duration.ofMillis(millis));
    }

    static Expected either(long millis) {
        return new Expected(Serves.EITHER, Duration.ofMillis(millis));
    }

    static Expected nobody() {
        return new Expected(Serves.NOBODY, Duration.ZERO);
    }

    static Expected whoever() {
        return new Expected(Serves.WHOEVER, Duration.ZERO);
    }

    /** The same, with another outcome under that condition. */
    Expected or(Instead other) {
        return new Expected(serves, within, healing, Optional.of(other));
    }

    /** What it comes to where that condition is met. */
    Expected given(Instead met) {
        return new Expected(met.serves(), within, healing, Optional.empty());
    }

    /** Whether somebody has to take rows again in time. */
    boolean promises() {
        return serves != Serves.NOBODY && serves != Serves.WHOEVER;
    }

    String words() {
        return serves.words()
                + (promises() ? ", rows again within " + Seconds.of(within) : "")
                + instead.map(other ->
                                "; %s where %s"
                                        .formatted(other.serves().words(), other.when().words()))
                        .orElse("")
                + healing.map(typed -> "; a person types `%s`".formatted(String.join(" ", typed)))
                        .orElse("");
    }
}
