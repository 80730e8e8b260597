package io.understudy.node.postgres;

import io.understudy.core.model.LogPosition;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What pg_controldata says of a data directory.
 *
 * @param fields its lines, by what stands before the colon
 */
record ControlData(Map<String, String> fields) {

    ControlData {
        fields = Map.copyOf(fields);
    }

    static ControlData parse(String text) {
        Map<String, String> fields = new HashMap<>();
        text.lines()
                .forEach(line -> {
                    int colon = line.indexOf(':');
                    if (colon > 0) {
                        fields.put(
                                line.substring(0, colon).strip(),
                                line.substring(colon + 1).strip());
                    }
                });
        return new ControlData(fields);
    }

    String systemIdentifier() {
        return field("Database system identifier");
    }

    /** Shut down cleanly as a primary: the checkpoint's record is the last one. */
    boolean cleanPrimary() {
        return field("Database cluster state").equals("shut down");
    }

    boolean cleanStandby() {
        return field("Database cluster state").equals("shut down in recovery");
    }

    LogPosition checkpoint() {
        return position("Latest checkpoint location");
    }

    /** The timeline of the last checkpoint, or of the end of recovery where that is later. */
    int timeline() {
        return Math.max(
                number("Latest checkpoint's TimeLineID"),
                number("Min recovery ending loc's timeline"));
    }

    /** What is known to be on disk at least. */
    LogPosition atLeast() {
        LogPosition checkpoint = checkpoint();
        LogPosition recovered = position("Minimum recovery ending location");
        return checkpoint.isAtLeast(recovered) ? checkpoint : recovered;
    }

    int walSegmentBytes() {
        return number("Bytes per WAL segment");
    }

    /** Whether pg_rewind can tell which pages changed. */
    boolean tracksPages() {
        return field("wal_log_hints setting").equals("on")
                || number("Data page checksum version") > 0;
    }

    /** A setting that a standby must not have lower than its primary had it. */
    Optional<Integer> primarySetting(String name) {
        return Optional.ofNullable(fields.get(name + " setting")).map(Integer::valueOf);
    }

    private String field(String name) {
        return fields.getOrDefault(name, "");
    }

    private int number(String name) {
        String text = field(name);
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    private LogPosition position(String name) {
        String text = field(name);
        return text.isEmpty() ? LogPosition.START : LogPosition.parse(text);
    }
}
