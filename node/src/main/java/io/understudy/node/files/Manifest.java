package io.understudy.node.files;

import io.understudy.core.model.FileGeneration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One generation: all that is in the sets.
 *
 * @param made when, by the primary's wall clock, for people
 * @param sets the entries of each set by its name, folders before what is in them
 */
record Manifest(FileGeneration generation, Instant made, SortedMap<String, List<FileEntry>> sets) {

    Manifest {
        SortedMap<String, List<FileEntry>> copies = new TreeMap<>();
        sets.forEach((name, entries) -> copies.put(name, List.copyOf(entries)));
        sets = Collections.unmodifiableSortedMap(copies);
    }

    List<FileEntry> of(String set) {
        return sets.getOrDefault(set, List.of());
    }

    void eachContent(Consumer<FileEntry.Content> use) {
        sets.values()
                .forEach(entries ->
                        entries.forEach(entry -> {
                            if (entry instanceof FileEntry.Content content) {
                                use.accept(content);
                            }
                        }));
    }

    /** Of each content its size, in the order of the paths. */
    Map<Digest, Long> contents() {
        Map<Digest, Long> contents = new java.util.LinkedHashMap<>();
        eachContent(content -> contents.put(content.body().digest(), content.body().size()));
        return contents;
    }
}
