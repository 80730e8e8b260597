package io.understudy.testkit.simulator;

/** What becomes of an action. */
enum Fate {
    WORKS,
    /** It is reported as failed, and nothing was done. */
    FAILS,
    /** No answer comes in time, and nothing was done. */
    SILENT,
    /** No answer comes in time, and later it is done. */
    LATE;

    static Fate drawn(Weather weather) {
        if (!weather.happens(0.12)) {
            return WORKS;
        }
        return switch (weather.pick(3)) {
            case 0 -> FAILS;
            case 1 -> SILENT;
            default -> LATE;
        };
    }
}
