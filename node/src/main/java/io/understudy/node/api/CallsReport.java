package io.understudy.node.api;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The register's calls since the daemon began.
 *
 * @param writes that it acknowledged or turned down; on a primary nearly all renew its lease
 * @param unanswered how many writes and reads had no answer in time
 */
public record CallsReport(Latency writes, Latency reads, long unanswered) {

    /**
     * How long the answers took.
     *
     * @param within how many took at most so long as {@link #BOUNDS} say, and last how many there
     *     are at all
     * @param seconds all of them together
     */
    public record Latency(List<Long> within, double seconds) {

        /** The same for all nodes and versions, or their figures could not be added up. */
        public static final List<Duration> BOUNDS =
                LongStream.of(2, 5, 10, 25, 50, 100, 250, 500, 1000)
                        .mapToObj(Duration::ofMillis)
                        .toList();

        public Latency {
            within = List.copyOf(within);
        }

        public long count() {
            return within.getLast();
        }
    }
}
