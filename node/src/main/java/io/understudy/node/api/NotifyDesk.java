package io.understudy.node.api;

import java.util.List;
import java.util.Optional;

/** Where the node's notices take questions from outside. Any thread may call; nothing throws. */
public interface NotifyDesk {

    /** What there is to say where there is none. */
    String NOBODY =
            "needed a notify: in understudy.yaml, found none, so nobody is told anything;"
                    + " add one on every node, and start the daemon again";

    /** How it goes, at once. */
    NotifyReport report();

    /** The latest notices and what became of them, oldest first; some dozens at most. */
    List<PastNotice> past(int last);

    /**
     * Sends a test through each channel, or through that one; takes less than about half a minute.
     *
     * @param channel empty for all
     * @return of none where there is no such channel
     */
    List<NotifyTrial> test(Optional<String> channel);
}
