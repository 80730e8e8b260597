package io.understudy.node.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A notice that a node has told, and what became of it.
 *
 * @param id of this very notice: the same whenever it is tried again
 * @param at by the node's wall clock, when it was written
 * @param key of the matter: the same from whichever node, and until it is over
 * @param kind what it is about, as the configuration has it
 * @param level info, warning or critical
 * @param stage news, began, worse, goes-on or over
 * @param subject one line
 * @param receivers whose channels are for such a notice, in the order of the configuration
 */
public record PastNotice(
        String id,
        Instant at,
        String key,
        String kind,
        String level,
        String stage,
        String subject,
        List<Receiver> receivers) {

    public PastNotice {
        receivers = List.copyOf(receivers);
    }

    /**
     * How it went with one of them.
     *
     * @param tries how often it was tried, as far as is known: the last ones before a daemon ended
     *     may not be counted
     * @param since by the node's wall clock, when that came to be
     * @param why what came of the last try that failed, or why there is none any more
     */
    public record Receiver(
            String channel, Fate fate, int tries, Instant since, Optional<String> why) {}

    /** What became of it. */
    public enum Fate {
        /** It is still to be sent. */
        WAITING,
        /** The receiver has it. */
        DELIVERED,
        /** The receiver will not get it. */
        GIVEN_UP
    }
}
