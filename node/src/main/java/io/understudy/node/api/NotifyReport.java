package io.understudy.node.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whom a node tells what is worth telling, and how that goes.
 *
 * @param channels in the order of the configuration
 */
public record NotifyReport(List<Channel> channels) {

    public NotifyReport {
        channels = List.copyOf(channels);
    }

    /** For people. */
    String names() {
        return String.join(", ", channels.stream().map(Channel::name).toList());
    }

    /**
     * One receiver, since this run of the daemon began.
     *
     * @param sent how many notices it has
     * @param givenUp how many it will not get: refused, too old or too many
     * @param waiting how many are still to be sent
     * @param failing empty while nothing is wrong
     */
    public record Channel(
            String name, long sent, long givenUp, int waiting, Optional<Failing> failing) {}

    /**
     * What is wrong.
     *
     * @param since by the node's wall clock
     */
    public record Failing(Instant since, String why) {}
}
