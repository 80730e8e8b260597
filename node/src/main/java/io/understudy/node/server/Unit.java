package io.understudy.node.server;

import io.understudy.node.process.ControlGroup;
import java.time.Duration;

/**
 * One unit of systemd's, and its processes. Any thread may call; calls block at most about as long
 * as their deadline.
 */
final class Unit {

    private static final Duration FOR_A_WORD = Duration.ofSeconds(5);

    private final String name;
    private final Systemd systemd;
    private final ControlGroup group;

    Unit(String name, Systemd systemd) {
        this.name = name;
        this.systemd = systemd;
        this.group = new ControlGroup(systemd.groups(), name);
    }

    /** What systemd says of it. */
    sealed interface Shown {
        record Seen(UnitView view) implements Shown {}

        /**
         * It gave no answer.
         *
         * @param why as the end of a sentence
         */
        record Silent(String why) implements Shown {}
    }

    ControlGroup group() {
        return group;
    }

    Shown show(Duration deadline) {
        return switch (systemd.control(
                shorter(deadline, FOR_A_WORD),
                "show",
                "--property=" + UnitView.PROPERTIES,
                "--",
                name)) {
            case Systemd.Said.Well(String shown) -> new Shown.Seen(UnitView.parse(shown));
            case Systemd.Said.No(String why) -> new Shown.Silent(why);
        };
    }

    /** Has systemd begin a start. */
    Systemd.Said start(Duration deadline) {
        return systemd.control(deadline, "start", "--no-block", "--", name);
    }

    /** Has systemd begin a stop, which takes back a start that waits for others. */
    Systemd.Said stop(Duration deadline) {
        return systemd.control(deadline, "stop", "--no-block", "--", name);
    }

    /** Has systemd forget that it failed. */
    void forgive(Duration deadline) {
        systemd.control(shorter(deadline, FOR_A_WORD), "reset-failed", "--", name);
    }

    /** Has systemd read its units again. */
    Systemd.Said reload(Duration deadline) {
        return systemd.control(shorter(deadline, FOR_A_WORD), "daemon-reload");
    }

    /** For people: how its last run ended, and the last line that it left in the journal. */
    String lastWords(UnitView view, Duration deadline) {
        String end = view.end();
        if (end.isEmpty() || view.invocation().isEmpty()) {
            return end;
        }
        return systemd.lastLine(view.invocation(), shorter(deadline, FOR_A_WORD))
                .map(line -> end + ", last log line: " + line)
                .orElse(end);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
