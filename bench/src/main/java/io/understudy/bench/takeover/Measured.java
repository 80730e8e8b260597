package io.understudy.bench.takeover;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one run found, in the order in which it is shown.
 *
 * @param times by the name of the measure
 * @param counts likewise
 */
record Measured(Map<String, Duration> times, Map<String, Long> counts) {

    static final String LOST = "acknowledged rows lost";
    static final String CONTRADICTIONS = "rows of two primaries";
    static final String LONGEST_GAP = "longest gap of commits";

    /** None of these may be more than 0. */
    static final String LATE_ANSWERS = "answers after the thaw";

    static final String LATE_ROWS = "rows of the frozen side";

    Measured {
        times = Collections.unmodifiableMap(new LinkedHashMap<>(times));
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    }

    /** Whether nothing was lost, and nobody but the primary wrote. */
    boolean good() {
        return counts.entrySet().stream()
                .filter(count -> mustBeZero(count.getKey()))
                .allMatch(count -> count.getValue() == 0);
    }

    private static boolean mustBeZero(String measure) {
        return switch (measure) {
            case LOST, CONTRADICTIONS, LATE_ANSWERS, LATE_ROWS -> true;
            default -> false;
        };
    }
}
