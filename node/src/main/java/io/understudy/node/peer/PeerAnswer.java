package io.understudy.node.peer;

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
}
