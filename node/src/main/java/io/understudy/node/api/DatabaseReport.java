package io.understudy.node.api;

import java.util.List;
import java.util.Optional;

/**
 * What a database looks like.
 *
 * @param state one word: {@code absent}, {@code stopped}, {@code starting}, {@code primary}, {@code
 *     standby}, {@code unusable} or {@code unknown}
 * @param sentence what is under way or what is wrong with it, if anything
 * @param log how far it is; empty where that is not known
 * @param followers only of a primary
 * @param kept what only this node has had, and keeps
 * @param progress of a repair that is under way
 */
public record DatabaseReport(
        String state,
        Optional<String> sentence,
        Optional<LogReport> log,
        List<FollowerReport> followers,
        Optional<KeptReport> kept,
        Optional<ProgressReport> progress) {
    public DatabaseReport {
        followers = List.copyOf(followers);
    }

    /** Of a node that keeps nothing, and repairs nothing. */
    public DatabaseReport(
            String state,
            Optional<String> sentence,
            Optional<LogReport> log,
            List<FollowerReport> followers) {
        this(state, sentence, log, followers, Optional.empty(), Optional.empty());
    }

    DatabaseReport with(
            Optional<KeptReport> changedKept,
            Optional<ProgressReport> changedProgress,
            Optional<String> disk) {
        return new DatabaseReport(
                state, sentence.or(() -> disk), log, followers, changedKept, changedProgress);
    }
}
