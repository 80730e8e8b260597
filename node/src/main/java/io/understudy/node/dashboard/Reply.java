package io.understudy.node.dashboard;

import java.util.Map;

/** What a browser or a program gets. */
sealed interface Reply {

    /** A value, as JSON. */
    record Value(Object value, Map<String, String> headers) implements Reply {
        Value(Object value) {
            this(value, Map.of());
        }

        public Value {
            headers = Map.copyOf(headers);
        }
    }

    /** A text that is made already. */
    record Made(Text text) implements Reply {}

    /** A part of the page. */
    record File(PageFile file) implements Reply {}

    /** What the nodes are, again and again. */
    record Events() implements Reply {}

    /**
     * Something was wrong with the request.
     *
     * @param status of HTTP, 400 or more
     * @param error one sentence
     */
    record Said(int status, String error) implements Reply {}
}
