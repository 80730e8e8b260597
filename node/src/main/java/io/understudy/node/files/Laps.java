package io.understudy.node.files;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Where the time of one generation goes: every moment of it into some stage. For one thread. */
final class Laps {

    private final Map<Stage, Long> nanos = new EnumMap<>(Stage.class);
    private long last = System.nanoTime();

    /** Forgets all, and goes on from then, by the JVM's own clock. */
    void begin(long then) {
        nanos.clear();
        last = then;
    }

    /** What has passed since the last time went into that. */
    void to(Stage stage) {
        long now = System.nanoTime();
        nanos.merge(stage, now - last, Long::sum);
        last = now;
    }

    List<Board.Lap> all() {
        return nanos.entrySet().stream()
                .map(lap -> new Board.Lap(lap.getKey().word(), Duration.ofNanos(lap.getValue())))
                .toList();
    }
}
