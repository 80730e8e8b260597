package io.understudy.node.files;

import io.understudy.core.model.FileGeneration;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** What is known of the work on the files, for whoever asks. Any thread may call. */
public final class Board {

    private final AtomicReference<Sheet> sheet = new AtomicReference<>(Sheet.EMPTY);
    private volatile Runnable changed = () -> {};

    /**
     * How the work is.
     *
     * @param newest what was last given out or put in place
     * @param coming what is being fetched
     * @param problems by name
     * @param silence why the primary does not answer
     * @param aside where this run of the daemon has kept something aside
     */
    public record Sheet(
            Optional<Count> newest,
            Optional<Coming> coming,
            List<Problem> problems,
            Optional<String> silence,
            List<Path> aside) {

        static final Sheet EMPTY =
                new Sheet(
                        Optional.empty(), Optional.empty(), List.of(), Optional.empty(), List.of());

        public Sheet {
            problems = List.copyOf(problems);
            aside = List.copyOf(aside);
        }

        Sheet with(List<Problem> found) {
            return new Sheet(newest, coming, found, silence, aside);
        }

        Sheet silent(Optional<String> why) {
            return new Sheet(newest, coming, problems, why, aside);
        }

        Sheet fetching(Coming what) {
            return new Sheet(newest, Optional.of(what), problems, Optional.empty(), aside);
        }

        /** It is complete: given out, or in place. */
        Sheet done(Manifest manifest, List<Lap> laps) {
            return new Sheet(
                    Optional.of(Count.of(manifest, laps)),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    aside);
        }

        Sheet keptAside(Path folder) {
            if (aside.contains(folder)) {
                return this;
            }
            List<Path> more = new java.util.ArrayList<>(aside);
            more.add(folder);
            return new Sheet(newest, coming, problems, silence, more);
        }
    }

    /**
     * A generation that is being fetched.
     *
     * @param lackingBytes of it
     * @param some of the files that are lacking, for people; empty while they are not known
     */
    public record Coming(FileGeneration generation, long lackingBytes, List<String> some) {
        public Coming {
            some = List.copyOf(some);
        }
    }

    /**
     * A generation in figures.
     *
     * @param laps what its time here went into; empty where an earlier run did it
     */
    public record Count(
            FileGeneration generation, Instant made, List<SetCount> sets, List<Lap> laps) {
        public Count {
            sets = List.copyOf(sets);
            laps = List.copyOf(laps);
        }

        static Count of(Manifest manifest, List<Lap> laps) {
            return new Count(
                    manifest.generation(),
                    manifest.made(),
                    manifest.sets().entrySet().stream()
                            .map(set -> SetCount.of(set.getKey(), set.getValue()))
                            .toList(),
                    laps);
        }
    }

    /** How long one part of the work took. */
    public record Lap(String stage, Duration took) {}

    /** A set of a generation in figures. */
    public record SetCount(String name, int files, long bytes) {
        static SetCount of(String name, List<FileEntry> entries) {
            int files = 0;
            long bytes = 0;
            for (FileEntry entry : entries) {
                if (entry instanceof FileEntry.Content content) {
                    files++;
                    bytes += content.body().size();
                }
            }
            return new SetCount(name, files, bytes);
        }
    }

    void onChange(Runnable told) {
        changed = told;
    }

    void tell() {
        changed.run();
    }

    Sheet sheet() {
        return sheet.get();
    }

    void change(UnaryOperator<Sheet> edit) {
        Sheet before = sheet.getAndUpdate(edit);
        if (!before.equals(sheet.get())) {
            changed.run();
        }
    }
}
