package io.understudy.lab;

import java.util.Locale;

/** What can be frozen or killed on a host, by how its processes are found there. */
public enum Victim {
    DAEMON("io[.]understudy[.]cli"),
    GUARD("understudy-guard"),
    DATABASE("bin/postgres|^postgres:");

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
        throw new LabException("needed daemon, guard or database, found '" + word + "'");
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Sends all of its processes on that host a signal. */
    public void signal(Host host, String signal) throws LabException {
        host.run("pkill", "-" + signal, "-f", pattern);
    }
}
