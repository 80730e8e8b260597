package io.understudy.node.api;

import io.understudy.core.model.Epoch;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which decision of a node is asked about. */
public sealed interface WhyQuestion {

    /** The latest that changed what the node is at, or kept it from that. */
    record Change() implements WhyQuestion {}

    /** The latest of all that are kept. */
    record Last() implements WhyQuestion {}

    /** The one in force at that time of the node's wall clock. */
    record At(Instant time) implements WhyQuestion {}

    /** The one by which that move began, for that node. */
    record Move(Epoch number) implements WhyQuestion {}

    /** As it stands behind the question mark of a call. */
    default String query() {
        return switch (this) {
            case Change() -> "";
            case Last() -> "last";
            case At(Instant time) -> "at=" + time;
            case Move(Epoch number) -> "move=" + number;
        };
    }

    /** Empty where it is none. */
    static Optional<WhyQuestion> of(String query) {
        Matcher matcher = Form.QUERY.matcher(query);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        if (matcher.group("move") != null) {
            return Optional.of(new Move(new Epoch(Long.parseLong(matcher.group("move")))));
        }
        if (matcher.group("at") != null) {
            return time(matcher.group("at")).map(At::new);
        }
        return Optional.of(query.isEmpty() ? new Change() : new Last());
    }

    private static Optional<Instant> time(String word) {
        try {
            return Optional.of(Instant.parse(word));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /** What a query looks like. */
    final class Form {
        private static final Pattern QUERY =
                Pattern.compile("|last|move=(?<move>[1-9][0-9]{0,17})|at=(?<at>[0-9T:.-]{10,40}Z)");

        private Form() {}
    }
}
