package io.understudy.node.server;

/** What came of one probe. */
sealed interface Answer {

    /** The server answered well. */
    record Good() implements Answer {}

    /**
     * It did not.
     *
     * @param why what came instead, as the end of a sentence
     */
    record Bad(String why) implements Answer {}
}
