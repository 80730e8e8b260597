package io.understudy.node.overview;

import io.understudy.core.model.NodeId;
import io.understudy.node.api.FilesReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The files of a node, for people. Pure. */
final class FilesText {

    private static final int MOST_NAMED = 5;

    private FilesText() {}

    /** {@code ci-b's files: generation 4-17 of 12 s ago in place: config 1203 files, 14.2 MB.} */
    static String line(NodeId node, FilesReport files, Instant now) {
        String generation =
                files.generation()
                        .map(name ->
                                "generation %s%s %s%s"
                                        .formatted(
                                                name,
                                                files.made()
                                                        .map(made -> " of " + ago(made, now))
                                                        .orElse(""),
                                                files.work().equals("publishing")
                                                        ? "given out"
                                                        : "in place",
                                                sets(files)))
                        .orElse("no generation yet");
        String coming =
                files.coming()
                        .map(next ->
                                "; %s is coming, %s to go"
                                        .formatted(
                                                next.generation(),
                                                Amounts.bytes(next.lackingBytes())))
                        .orElse("");
        return "%s's files: %s%s%s.".formatted(node, generation, coming, taken(files));
    }

    private static String ago(Instant made, Instant now) {
        Duration age = Duration.between(made, now);
        return Amounts.duration(age.isNegative() ? Duration.ZERO : age) + " ago";
    }

    private static String sets(FilesReport files) {
        return files.sets().stream()
                .map(set ->
                        "%s %d files, %s"
                                .formatted(set.name(), set.files(), Amounts.bytes(set.bytes())))
                .collect(Collectors.joining("; ", ": ", ""));
    }

    private static String taken(FilesReport files) {
        return files.taken().stream()
                .map(taken ->
                        files.generation().filter(taken.generation()::equals).isPresent()
                                ? "; %s has it".formatted(taken.node())
                                : "; %s has %s".formatted(taken.node(), taken.generation()))
                .collect(Collectors.joining());
    }

    /** What is wrong, one sentence each. */
    static List<String> warnings(NodeId node, FilesReport files) {
        List<String> lines = new ArrayList<>();
        files.sentence().ifPresent(why -> lines.add("%s's files: %s".formatted(node, why)));
        files.problems().stream()
                .limit(MOST_NAMED)
                .forEach(why -> lines.add("%s's files: %s".formatted(node, why)));
        if (files.problems().size() > MOST_NAMED) {
            lines.add(
                    "%s's files: and %d more like that"
                            .formatted(node, files.problems().size() - MOST_NAMED));
        }
        files.silence()
                .ifPresent(why -> lines.add("%s's files are not fetched: %s".formatted(node, why)));
        files.aside()
                .forEach(folder ->
                        lines.add(
                                "%s's files: what only it had was replaced, and is kept in %s"
                                        .formatted(node, folder)));
        return lines;
    }
}
