package io.understudy.core.port;

/**
 * Told how far a long action has come; called from the action's own thread, at most about once a
 * second.
 */
@FunctionalInterface
public interface Progress {

    /** A progress report that nobody reads. */
    Progress NONE = (_, _, _) -> {};

    /**
     * Reports how far it is.
     *
     * @param what one or two words for people
     * @param done in the same unit as {@code total}
     * @param total 0 where it is not known
     */
    void at(String what, long done, long total);
}
