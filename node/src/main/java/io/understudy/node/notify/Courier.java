package io.understudy.node.notify;

import java.time.Duration;

/** Takes a letter to a receiver. Any thread may call. */
@FunctionalInterface
public interface Courier {

    /**
     * Tries once; blocks at most about as long as the deadline. May be repeated: receivers know a
     * letter by its id.
     */
    Delivery deliver(Channel channel, Letter letter, Duration deadline) throws InterruptedException;
}
