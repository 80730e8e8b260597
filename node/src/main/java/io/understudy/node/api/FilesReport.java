package io.understudy.node.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How it stands with the files that go with the server.
 *
 * @param work one word: {@code publishing}, {@code following} or {@code resting}
 * @param sentence why they can't be carried at all, if so
 * @param generation what was last given out, or is in place, as {@code EPOCH-NUMBER}
 * @param made when, by the clock of the node that gave it out
 * @param coming what is being fetched; empty where nothing is
 * @param laps what the time of that generation went into on this node; empty where an older version
 *     answers
 * @param sets in figures, as of that generation
 * @param taken what each standby has put in place, as a primary was told
 * @param problems what is wrong with which file, one sentence each
 * @param silence why the primary gives out nothing, if so
 * @param aside the folders with what was replaced here and nobody else has
 */
public record FilesReport(
        String work,
        Optional<String> sentence,
        Optional<String> generation,
        Optional<Instant> made,
        Optional<List<Lap>> laps,
        Optional<Coming> coming,
        List<FileSet> sets,
        List<Taken> taken,
        List<String> problems,
        Optional<String> silence,
        List<String> aside) {

    public FilesReport {
        laps = laps.map(List::copyOf);
        sets = List.copyOf(sets);
        taken = List.copyOf(taken);
        problems = List.copyOf(problems);
        aside = List.copyOf(aside);
    }

    /** How long one part of the work took. */
    public record Lap(String stage, @JsonProperty("tookMillis") Duration took) {}

    /**
     * A generation on its way.
     *
     * @param some of the files that are lacking; empty where an older version answers
     */
    public record Coming(String generation, long lackingBytes, Optional<List<String>> some) {
        public Coming {
            some = some.map(List::copyOf);
        }
    }

    /**
     * A set in figures.
     *
     * @param files how many there are
     */
    public record FileSet(String name, int files, long bytes) {}

    /** What a node has put in place. */
    public record Taken(String node, String generation) {}
}
