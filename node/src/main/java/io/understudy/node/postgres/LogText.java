package io.understudy.node.postgres;

import io.understudy.core.model.LogPosition;
import io.understudy.node.postgres.LogRecord.Operation;
import io.understudy.node.postgres.LogRecord.TableFile;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what pg_waldump of PostgreSQL 13 to 18 prints, in UTC. Pure. */
final class LogText {

    private static final Pattern LINE =
            Pattern.compile(
                    "rmgr: (\\w+)\\s+len .*?, tx:\\s+(\\d+), lsn: ([0-9A-F]+/[0-9A-F]+), prev"
                            + " [0-9A-F]+/[0-9A-F]+, desc: (.*)");
    private static final Pattern BLOCK =
            Pattern.compile("blkref #0: rel (\\d+)/(\\d+)/(\\d+) (?:fork \\w+ )?blk (\\d+)");
    private static final Pattern OWN_PLACE = Pattern.compile("\\boff:? (\\d+)");
    private static final Pattern NEW_PLACE = Pattern.compile("\\bnew[ _]off:? (\\d+)");
    private static final Pattern TUPLES = Pattern.compile("(?:ntuples: )?(\\d+)(?: tuples)?");
    private static final Pattern TIME =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?) UTC");
    private static final Pattern PREPARED = Pattern.compile("_PREPARED (\\d+)");
    private static final Pattern PARTS = Pattern.compile("subxacts:((?: \\d+)+)");
    private static final Pattern REMOVED = Pattern.compile("rels:((?: \\S+)+?)(?:;|$)");
    private static final Pattern IN_BASE = Pattern.compile("base/(\\d+)/(\\d+)");
    private static final Pattern IN_SPACE = Pattern.compile("pg_tblspc/(\\d+)/[^/]+/(\\d+)/(\\d+)");

    /** The tablespace of every table that was not given another. */
    private static final long USUAL_SPACE = 1663;

    private LogText() {}

    /** Empty where the line is no record. */
    static Optional<LogRecord> parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long transaction = Long.parseLong(matcher.group(2));
        LogPosition at = LogPosition.parse(matcher.group(3));
        String text = matcher.group(4);
        Optional<LogRecord> found =
                switch (matcher.group(1)) {
                    case "Heap" -> row(at, transaction, text);
                    case "Heap2" -> rows(at, transaction, text);
                    case "Transaction" -> ended(at, transaction, text);
                    default -> Optional.empty();
                };
        return found.or(() -> Optional.of(new LogRecord.Other(at, transaction)));
    }

    private static Optional<LogRecord> row(LogPosition at, long transaction, String text) {
        return switch (verb(text)) {
            case "INSERT", "INSERT+INIT" ->
                    change(at, transaction, Operation.INSERT, text, OWN_PLACE);
            case "UPDATE", "UPDATE+INIT", "HOT_UPDATE", "HOT_UPDATE+INIT" ->
                    change(at, transaction, Operation.UPDATE, text, NEW_PLACE);
            case "DELETE" -> change(at, transaction, Operation.DELETE, text, OWN_PLACE);
            default -> Optional.empty();
        };
    }

    private static Optional<LogRecord> change(
            LogPosition at, long transaction, Operation operation, String text, Pattern place) {
        Matcher block = BLOCK.matcher(text);
        return block.find()
                ? Optional.of(
                        new LogRecord.Rows(
                                at,
                                transaction,
                                operation,
                                file(block),
                                Long.parseLong(block.group(4)),
                                1,
                                number(place, text).map(Long::intValue)))
                : Optional.empty();
    }

    private static Optional<LogRecord> rows(LogPosition at, long transaction, String text) {
        String verb = verb(text);
        Matcher block = BLOCK.matcher(text);
        if (!verb.startsWith("MULTI_INSERT") || !block.find()) {
            return Optional.empty();
        }
        long count = number(TUPLES, text.substring(verb.length())).orElse(0L);
        return Optional.of(
                new LogRecord.Rows(
                        at,
                        transaction,
                        Operation.INSERT,
                        file(block),
                        Long.parseLong(block.group(4)),
                        count,
                        Optional.empty()));
    }

    private static Optional<LogRecord> ended(LogPosition at, long transaction, String text) {
        String fate =
                switch (verb(text)) {
                    case "COMMIT", "COMMIT_PREPARED" -> "committed";
                    case "ABORT", "ABORT_PREPARED" -> "aborted";
                    case "PREPARE" -> "prepared";
                    default -> "";
                };
        if (fate.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new LogRecord.Ended(
                        at,
                        number(PREPARED, text).orElse(transaction),
                        fate,
                        time(text),
                        numbers(text),
                        removed(text)));
    }

    private static Optional<Instant> time(String text) {
        Matcher matcher = TIME.matcher(text);
        try {
            return matcher.find()
                    ? Optional.of(Instant.parse(matcher.group(1) + "T" + matcher.group(2) + "Z"))
                    : Optional.empty();
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    private static List<Long> numbers(String text) {
        Matcher matcher = PARTS.matcher(text);
        return matcher.find()
                ? Pattern.compile(" ")
                        .splitAsStream(matcher.group(1).strip())
                        .map(Long::valueOf)
                        .toList()
                : List.of();
    }

    private static List<TableFile> removed(String text) {
        List<TableFile> files = new ArrayList<>();
        Matcher matcher = REMOVED.matcher(text);
        if (matcher.find()) {
            String names = matcher.group(1);
            IN_BASE.matcher(names)
                    .results()
                    .map(found ->
                            new TableFile(
                                    USUAL_SPACE,
                                    Long.parseLong(found.group(1)),
                                    Long.parseLong(found.group(2))))
                    .forEach(files::add);
            IN_SPACE.matcher(names)
                    .results()
                    .map(found ->
                            new TableFile(
                                    Long.parseLong(found.group(1)),
                                    Long.parseLong(found.group(2)),
                                    Long.parseLong(found.group(3))))
                    .forEach(files::add);
        }
        return files;
    }

    private static TableFile file(Matcher block) {
        return new TableFile(
                Long.parseLong(block.group(1)),
                Long.parseLong(block.group(2)),
                Long.parseLong(block.group(3)));
    }

    private static Optional<Long> number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(Long.valueOf(matcher.group(1))) : Optional.empty();
    }

    private static String verb(String text) {
        int end = text.indexOf(' ');
        return end < 0 ? text : text.substring(0, end);
    }
}
