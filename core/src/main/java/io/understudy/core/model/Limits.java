package io.understudy.core.model;

import java.time.Duration;

/**
 * How often a cluster tries by itself before it leaves things to a person.
 *
 * @param server what a server that does not run well may cost
 * @param flapping how often the cluster may move by itself
 * @param databaseStart how long the active node's database may be starting until a standby that is
 *     in sync gets its place; without one it may take as long as it likes
 */
public record Limits(Server server, Flapping flapping, Duration databaseStart) {

    public Limits {
        requirePositive(databaseStart, "the longest start of a database");
    }

    /** What holds where the configuration says nothing. */
    public static Limits usual() {
        return new Limits(
                new Server(5, Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(1)),
                new Flapping(3, Duration.ofMinutes(10)),
                Duration.ofMinutes(5));
    }

    public Limits with(Server changed) {
        return new Limits(changed, flapping, databaseStart);
    }

    public Limits with(Flapping changed) {
        return new Limits(server, changed, databaseStart);
    }

    /**
     * The limits of the protected server.
     *
     * @param restarts how often one node starts it again; 0 where the first failure is the last
     * @param settledAfter how long it must stay healthy in one go until all restarts are there
     *     again
     * @param startTimeout how long a start may take until it answers its probe
     * @param unhealthyAfter how long it may fail its probe, having answered once, until it is
     *     started again
     */
    public record Server(
            int restarts, Duration settledAfter, Duration startTimeout, Duration unhealthyAfter) {
        public Server {
            if (restarts < 0) {
                throw new IllegalArgumentException(
                        "a server is restarted 0 or more times, but was " + restarts);
            }
            requirePositive(settledAfter, "the time to settle");
            requirePositive(startTimeout, "the longest start of a server");
            requirePositive(unhealthyAfter, "the longest ill health of a server");
        }
    }

    /**
     * When moves are too many.
     *
     * @param moves how many automatic moves in a row make the cluster hold still
     * @param within a move is in a row with the last one when it comes sooner after it; the cluster
     *     holds still for as long
     */
    public record Flapping(int moves, Duration within) {
        public Flapping {
            if (moves < 1) {
                throw new IllegalArgumentException(
                        "at least one move is allowed, but was " + moves);
            }
            requirePositive(within, "the time between moves");
        }
    }

    private static void requirePositive(Duration duration, String what) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException(what + " is longer than zero, but was " + duration);
        }
    }
}
