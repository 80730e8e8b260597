package io.understudy.node.api;

import java.io.IOException;
import java.io.OutputStream;

/** What a caller gets. */
sealed interface Answer {

    /** A value, as JSON. */
    record Value(Object value) implements Answer {}

    /** A text that is JSON already, with HTTP's status for it. */
    record Json(int status, String text) implements Answer {}

    /**
     * Bytes as they are.
     *
     * @param length of all of them
     * @param writing writes exactly so many
     */
    record Bytes(long length, Writing writing) implements Answer {}

    /** Writes an answer. */
    @FunctionalInterface
    interface Writing {
        void to(OutputStream out) throws IOException;
    }

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
