package io.understudy.core.action;

/** How an action ended. Said no, silent and unknown are different things. */
public sealed interface Outcome {

    /** It is so now, whether by this action or already before. */
    record Done() implements Outcome {}

    /** The other side answered, and said no; nothing was changed. {@code why} is one sentence. */
    record Refused(String why) implements Outcome {}

    /** It was tried and did not work; it may work later. {@code why} is one sentence. */
    record Failed(String why) implements Outcome {}

    /**
     * It needs something of another node that is not there yet, so it was not tried, and nothing
     * was changed. {@code why} is one sentence.
     */
    record NotYet(String why) implements Outcome {}

    /** No answer came in time: it may have happened, or may still. */
    record Unknown(String why) implements Outcome {}
}
