package io.understudy.lab;

import static java.util.stream.Collectors.joining;

import java.util.Locale;
import java.util.stream.Stream;

/** What can be frozen or killed on a host, by how its processes are found there. */
public enum Victim {
    DAEMON("io[.]understudy[.]cli"),
    GUARD("understudy-guard"),
    DATABASE("bin/postgres |^postgres: "),
    POSTMASTER("bin/postgres "),
    WAL_SENDER("^postgres: .*walsender .*streaming"),
    WAL_RECEIVER("^postgres: .*walreceiver"),
    CHECKPOINTER("^postgres: .*checkpointer"),
    SERVER("/srv/server[.]pl|bin/buildbot start");

    private final String pattern;

    Victim(String pattern) {
        this.pattern = pattern;
    }

    static Victim of(String word) throws LabException {
        for (Victim victim : values()) {
            if (victim.word().equals(word)) {
                return victim;
            }
        }
        throw new LabException(
                "needed one of %s, found '%s'"
                        .formatted(
                                Stream.of(values()).map(Victim::word).collect(joining(", ")),
                                word));
    }

    /** As it is typed. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Sends all of its processes on that host a signal. */
    public void signal(Host host, String signal) throws LabException {
        host.run("pkill", "-" + signal, "-f", pattern);
    }

    /** Lets those of its processes go on that are there; there may be none, or none any more. */
    public void letGoOn(Host host) throws LabException {
        host.status("pkill", "-CONT", "-f", pattern);
    }

    /** Whether any of its processes is there. */
    public boolean runs(Host host) throws LabException {
        return host.hasPower() && host.status("pgrep", "-f", pattern) == 0;
    }
}
