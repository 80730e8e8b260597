package io.understudy.node.api;

/** What a caller gets. */
sealed interface Answer {

    /** A value, as JSON. */
    record Value(Object value) implements Answer {}

    /** A text that is JSON already, with HTTP's status for it. */
    record Json(int status, String text) implements Answer {}

    /** Lines for people. */
    record Text(String text) implements Answer {}

    /**
     * Something was wrong with the call.
     *
     * @param status of HTTP, 400 or more
     * @param error one sentence
     */
    record Said(int status, String error) implements Answer {}
}
