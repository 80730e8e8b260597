package io.understudy.node.config;

import io.understudy.core.model.Timings;

/** The one knob for all durations. */
public enum Timing {
    FAST,
    NORMAL,
    WIDE;

    public Timings timings() {
        return switch (this) {
            case FAST -> Timings.fast();
            case NORMAL -> Timings.normal();
            case WIDE -> Timings.wide();
        };
    }
}
