package io.understudy.node.trend;

import io.understudy.core.model.NodeId;
import io.understudy.node.api.Measure;
import io.understudy.node.api.TrendReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * A day of a node that carries a busy server, in a ring on a disk: calm at first, a load of much
 * data in the middle, and six hours before its end an hour and more in which the standby was down.
 */
public final class ADay {

    private static final int SECONDS = 86_400;

    /** When the standby was down, in seconds before the end. */
    private static final int DOWN_FROM = 6 * 3600;

    private static final int DOWN_TO = DOWN_FROM - 75 * 60;

    /** Where in the day that is, from 0 to 1. */
    public static final double MIDDLE_OF_THE_GAP = 1 - (DOWN_FROM + DOWN_TO) / 2.0 / SECONDS;

    private static final int LOAD_FROM = 15 * 3600;
    private static final int LOAD_TO = LOAD_FROM - 900;

    private final Recorder recorder;

    private ADay(Recorder recorder) {
        this.recorder = recorder;
    }

    /** Who of the cluster a day is of. */
    public enum Whose {
        PRIMARY(1),
        STANDBY(2),
        WITNESS(3);

        private final int seed;

        Whose(int seed) {
            this.seed = seed;
        }
    }

    /** Writes it as a daemon does, a sample every ten seconds. */
    public static ADay write(Path file, Instant end, Whose whose) throws IOException {
        Ring ring = new Ring(file);
        long last = end.getEpochSecond();
        for (int before = SECONDS - Ring.STEP_SECONDS; before >= 0; before -= Ring.STEP_SECONDS) {
            if (whose != Whose.STANDBY || before > DOWN_FROM || before <= DOWN_TO) {
                ring.write(new Sample(last - before, values(before, whose)));
            }
        }
        return new ADay(
                new Recorder(
                        file,
                        new Recorder.Sources(
                                Optional.empty(),
                                Optional::<Duration>empty,
                                InstantSource.fixed(end))));
    }

    /** As the node tells it. */
    public TrendReport report(NodeId node, int hours) {
        return recorder.report(node, hours);
    }

    private static Map<Measure, Double> values(int before, Whose whose) {
        Map<Measure, Double> values = new EnumMap<>(Measure.class);
        double chance = chance(before, whose);
        double busy = 0.55 + 0.45 * Math.sin(2 * Math.PI * before / SECONDS);
        values.put(
                Measure.REGISTER_SECONDS,
                0.003 + 0.009 * chance * busy + (chance > 0.998 ? 0.09 : 0));
        boolean down = before <= DOWN_FROM && before > DOWN_TO;
        if (whose == Whose.WITNESS || down) {
            return values;
        }
        boolean load = before <= LOAD_FROM && before > LOAD_TO;
        double behind = chance * chance * busy * 180_000 + (load ? 22e6 + 9e6 * chance : 0);
        values.put(Measure.LOG_BYTES, Math.floor(behind));
        values.put(Measure.LOG_SECONDS, chance * 0.12 + (load ? 3.5 + 2 * chance : 0));
        values.put(Measure.FILES_SECONDS, before % 2700 < 20 ? 5 + 6 * chance : 0);
        return values;
    }

    /** From 0 to 1, always the same for the same. */
    private static double chance(int before, Whose whose) {
        long mixed = (before * 31L + whose.seed) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        return ((mixed ^ (mixed >>> 27)) >>> 11) * 0x1.0p-53;
    }
}
