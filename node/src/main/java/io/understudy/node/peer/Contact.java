package io.understudy.node.peer;

import java.util.Optional;

/**
 * How the latest calls of a node ended. Times are of this process's clock, in nanoseconds.
 *
 * @param tried when the latest call ended
 * @param answered when it last answered anything, be it no
 * @param silence why it did not answer the latest call
 */
record Contact(Optional<Long> tried, Optional<Long> answered, Optional<String> silence) {

    static final Contact NONE = new Contact(Optional.empty(), Optional.empty(), Optional.empty());

    Contact answered(long at) {
        return new Contact(Optional.of(at), Optional.of(at), Optional.empty());
    }

    /** A long call that comes to nothing says nothing of a node that answered another meanwhile. */
    Contact silent(String why, long began, long at) {
        boolean refuted = answered.isPresent() && answered.get() - began > 0;
        return refuted ? this : new Contact(Optional.of(at), answered, Optional.of(why));
    }

    boolean isOlderThan(long nanos, long now) {
        return tried.isEmpty() || now - tried.get() > nanos;
    }
}
