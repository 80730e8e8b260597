package io.understudy.node.files;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.FileGeneration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What this node's disk says of the files in their places.
 *
 * @param live the latest primacy of this node whose files they were
 * @param applied the generation that was last put in place whole
 * @param applying the generation that was being put in place
 */
record Ledger(
        Optional<Epoch> live, Optional<FileGeneration> applied, Optional<FileGeneration> applying) {

    static final Ledger NOTHING = new Ledger(Optional.empty(), Optional.empty(), Optional.empty());

    private static final Pattern LINE =
            Pattern.compile("(live|applied|applying) ([0-9]+)-([0-9]+)");
    private static final String END = "end";

    Ledger liveIn(Epoch epoch) {
        return new Ledger(Optional.of(epoch), applied, applying);
    }

    Ledger applying(FileGeneration generation) {
        return new Ledger(live, applied, Optional.of(generation));
    }

    Ledger applied(FileGeneration generation) {
        return new Ledger(live, Optional.of(generation), Optional.empty());
    }

    String text() {
        StringBuilder text = new StringBuilder();
        live.ifPresent(epoch -> text.append("live ").append(epoch).append("-0\n"));
        applied.ifPresent(one -> text.append("applied ").append(one).append('\n'));
        applying.ifPresent(one -> text.append("applying ").append(one).append('\n'));
        return text.append(END).append('\n').toString();
    }

    /** Empty where it is not the whole text of one. */
    static Optional<Ledger> parse(String text) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        if (lines.isEmpty() || !lines.removeLast().equals(END)) {
            return Optional.empty();
        }
        Ledger ledger = NOTHING;
        for (String line : lines) {
            Matcher found = LINE.matcher(line);
            if (!found.matches()) {
                return Optional.empty();
            }
            Epoch epoch = new Epoch(Long.parseLong(found.group(2)));
            long number = Long.parseLong(found.group(3));
            ledger =
                    switch (found.group(1)) {
                        case "live" -> ledger.liveIn(epoch);
                        case "applied" ->
                                new Ledger(
                                        ledger.live,
                                        Optional.of(new FileGeneration(epoch, number)),
                                        ledger.applying);
                        default -> ledger.applying(new FileGeneration(epoch, number));
                    };
        }
        return Optional.of(ledger);
    }
}
