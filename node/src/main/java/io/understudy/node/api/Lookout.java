package io.understudy.node.api;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Sees all nodes at once, over the daemon's own connections. Any thread may call; a call blocks
 * until every node has answered or has been silent for a second or two, and never throws for what
 * the cluster can do.
 */
@FunctionalInterface
public interface Lookout {

    /** What every node says, or how it did not answer, ready to be shown. */
    String overview(Form form);

    /** In which form. All end with a line feed. */
    enum Form {
        /** Lines for people. */
        TEXT,
        /** The same, with a terminal's colours. */
        COLOURS,
        /** For programs, indented. */
        JSON,
        /** For programs, one line. */
        LINE;

        /** As it stands behind the question mark of a call. */
        public String query() {
            return "as=" + name().toLowerCase(Locale.ROOT);
        }

        static Optional<Form> of(String query) {
            return Arrays.stream(values()).filter(form -> form.query().equals(query)).findFirst();
        }
    }
}
