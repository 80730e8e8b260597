package io.understudy.core.model;

/** What a commit waits for. */
public sealed interface SynchronousMode {

    /** Always for a standby: without one, commits wait. */
    record Strict() implements SynchronousMode {}

    /**
     * For a standby while one is there; alone otherwise, and then no other node may take over by
     * itself.
     */
    record Preferred() implements SynchronousMode {}

    /**
     * For nobody.
     *
     * @param lagLimitBytes how far a standby may be behind the last known end of the log and still
     *     take over by itself
     */
    record Off(long lagLimitBytes) implements SynchronousMode {
        public Off {
            if (lagLimitBytes < 0) {
                throw new IllegalArgumentException(
                        "a lag limit is 0 or more bytes, but was " + lagLimitBytes);
            }
        }
    }
}
