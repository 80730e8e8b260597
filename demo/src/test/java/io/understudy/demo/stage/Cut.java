package io.understudy.demo.stage;

import java.time.Duration;

/**
 * One daemon killed at one step of one move.
 *
 * @param watched in whose journal the step is
 * @param step its words
 * @param victim whose daemon is killed then
 * @param pause how long until it is started again
 */
record Cut(Move move, Part watched, String step, Part victim, Duration pause) {

    /** What is done. */
    enum Move {
        SWITCHOVER,
        /** All of the primary is killed. */
        FAILOVER,
        /** What was killed so comes back as a standby. */
        RETURN,
        /** All of the standby is killed, its data is lost, and it comes back by a new copy. */
        COPY
    }

    /** By what a node is at before that. */
    enum Part {
        PRIMARY,
        STANDBY
    }
}
