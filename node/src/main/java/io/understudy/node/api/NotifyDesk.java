package io.understudy.node.api;

import java.util.List;
import java.util.Optional;

/** Where the node's notices take questions from outside. Any thread may call; nothing throws. */
public interface NotifyDesk {

    /** How it goes, at once. */
    NotifyReport report();

    /**
     * Sends a test through each channel, or through that one; takes less than about half a minute.
     *
     * @param channel empty for all
     * @return of none where there is no such channel
     */
    List<NotifyTrial> test(Optional<String> channel);
}
