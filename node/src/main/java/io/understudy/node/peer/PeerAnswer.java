package io.understudy.node.peer;

import java.util.function.Function;

/** What came of asking a node. Said no and silent are different things. */
public sealed interface PeerAnswer<T> {

    record Answered<T>(T value) implements PeerAnswer<T> {}

    /** It answered, and said no. {@code why} is one sentence. */
    record Declined<T>(String why) implements PeerAnswer<T> {}

    /**
     * No answer, or none that can be trusted: what was asked may have happened. {@code why} is one
     * sentence.
     */
    record Silent<T>(String why) implements PeerAnswer<T> {}

    /** The same, with what that makes of the answer. */
    default <R> PeerAnswer<R> map(Function<T, R> made) {
        return switch (this) {
            case Answered<T>(T value) -> new Answered<>(made.apply(value));
            case Declined<T>(String why) -> new Declined<>(why);
            case Silent<T>(String why) -> new Silent<>(why);
        };
    }
}
