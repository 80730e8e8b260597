package io.understudy.bench.failover;

import java.time.Duration;

/** What happens to the primary, and what is promised of it. */
enum Blow {
    POWER_OFF("power-off", Duration.ofMillis(3300)),
    CUT("cut", Duration.ofMillis(3300)),
    SWITCHOVER("switchover", Duration.ofSeconds(1)),
    POSTGRESQL_KILL("PostgreSQL killed", Duration.ofSeconds(2));

    private final String title;
    private final Duration most;

    Blow(String title, Duration most) {
        this.title = title;
        this.most = most;
    }

    String title() {
        return title;
    }

    /** The most that the median of the longest gaps between commits may be. */
    Duration most() {
        return most;
    }

    /** Whether the standby takes over. */
    boolean moves() {
        return this != POSTGRESQL_KILL;
    }

    /** Whether it is one of those after which Buildbot has to be back in time. */
    boolean isLoss() {
        return this == POWER_OFF || this == CUT;
    }
}
