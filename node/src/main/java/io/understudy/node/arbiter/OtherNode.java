package io.understudy.node.arbiter;

import java.time.Duration;

/** The way to another node that shares the register. */
@FunctionalInterface
public interface OtherNode {

    /** Nobody is there. */
    OtherNode NOBODY = (json, deadline) -> new Said.Silent("there is no other node");

    /**
     * Asks, and once more where a connection turns out to be broken: a call may be heard twice.
     * Blocks at most about as long as the deadline; any thread may call.
     */
    Said ask(String json, Duration deadline);

    /** What came of it. */
    sealed interface Said {
        record Answered(String json) implements Said {}

        /** It answered, and would not hear it; one sentence. */
        record Declined(String why) implements Said {}

        /** No answer: what was asked may have happened; one sentence. */
        record Silent(String why) implements Said {}
    }
}
