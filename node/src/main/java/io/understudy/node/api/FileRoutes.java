package io.understudy.node.api;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.FileGeneration;
import io.understudy.node.files.Counter;
import io.understudy.node.files.Parcel;
import io.understudy.node.identity.Purpose;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What another node may ask of this one's files: by generation and hash, and by no path. */
final class FileRoutes {

    static final String NEXT = "/v1/files";
    static final String AHEAD = "/v1/files/ahead";
    static final String CONTENTS = "/v1/files/contents";

    private static final int MANY_HASHES = 384 << 10;
    private static final String GENERATION = "none|[0-9]{1,18}-[1-9][0-9]{0,17}";
    private static final Pattern QUERY =
            Pattern.compile(
                    "wait=([0-9]{1,5})&after=(%s)&have=(%s)".formatted(GENERATION, GENERATION));

    private static final Pattern QUERY_AHEAD =
            Pattern.compile(QUERY.pattern() + "&seen=(none|[0-9a-f]{64})");

    static final String OLD_SCRIPTS = "/v1/gocd";

    private final Optional<Counter> files;
    private final Optional<Supplier<OldFiles>> oldFiles;

    FileRoutes(Optional<Counter> files, Optional<Supplier<OldFiles>> oldFiles) {
        this.files = files;
        this.oldFiles = oldFiles;
    }

    Map<String, Route> byPath() {
        return Map.of(
                NEXT, new Route("GET", Set.of(Purpose.NODE), 0, this::next),
                AHEAD, new Route("GET", Set.of(Purpose.NODE), 0, this::ahead),
                OLD_SCRIPTS, new Route("GET", Set.of(Purpose.NODE), 0, this::forOldScripts),
                CONTENTS, new Route("POST", Set.of(Purpose.NODE), MANY_HASHES, this::contents));
    }

    private Answer forOldScripts(Question question) {
        return oldFiles.<Answer>map(found -> new Answer.Value(found.get()))
                .orElseGet(() -> new Answer.Said(404, "this node answers no old scripts"));
    }

    private Answer next(Question question) {
        Matcher query = QUERY.matcher(question.query());
        if (!query.matches()) {
            return new Answer.Said(400, "needed wait=, after= and have=");
        }
        return next(question, query, Optional.empty());
    }

    /** The same, and what is sent ahead of a generation. */
    private Answer ahead(Question question) {
        Matcher query = QUERY_AHEAD.matcher(question.query());
        if (!query.matches()) {
            return new Answer.Said(400, "needed wait=, after=, have= and seen=");
        }
        return next(question, query, Optional.of(query.group(4)));
    }

    private Answer next(Question question, Matcher query, Optional<String> ahead) {
        return files.<Answer>map(counter ->
                        bytes(
                                counter.next(
                                        question.caller().who().name(),
                                        new Counter.Asked(
                                                generation(query.group(2)),
                                                generation(query.group(3)),
                                                ahead),
                                        Duration.ofMillis(Long.parseLong(query.group(1))))))
                .orElseGet(FileRoutes::none);
    }

    private static Answer bytes(Optional<byte[]> manifest) {
        byte[] found = manifest.orElse(new byte[0]);
        return new Answer.Bytes(found.length, out -> out.write(found));
    }

    private static Optional<FileGeneration> generation(String text) {
        if (text.equals("none")) {
            return Optional.empty();
        }
        int dash = text.indexOf('-');
        return Optional.of(
                new FileGeneration(
                        new Epoch(Long.parseLong(text.substring(0, dash))),
                        Long.parseLong(text.substring(dash + 1))));
    }

    private Answer contents(Question question) {
        if (files.isEmpty()) {
            return none();
        }
        Counter counter = files.get();
        Optional<Parcel> parcel = counter.parcel(question.body());
        if (parcel.isEmpty()) {
            return new Answer.Said(409, "this node gives out no such files now");
        }
        if (!counter.takeTurn()) {
            return new Answer.Said(503, "this node sends too many files already; try again");
        }
        return new Answer.Bytes(
                parcel.get().length(),
                out -> {
                    try {
                        OwnThread.write(parcel.get()::write, out);
                    } finally {
                        counter.returnTurn();
                    }
                });
    }

    private static Answer none() {
        return new Answer.Said(404, "this node carries no files");
    }
}
