package io.understudy.node.files;

import io.understudy.core.model.FileGeneration;
import io.understudy.node.files.Tree.Known;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which files are given out before they are read. For one thread. */
final class Forerun {

    /** From here on a hash takes longer than a standby needs to ask. */
    private static final long BIG = 32 << 20;

    private record Spot(String set, String path) {}

    private final Set<Spot> shown = new HashSet<>();

    /**
     * What is given out ahead.
     *
     * @param sets with names of chance in place of hashes
     */
    record Ahead(Preview preview, SortedMap<String, List<FileEntry>> sets) {}

    /** What is big, and not read yet, and was not given out since the last generation. */
    Optional<Ahead> of(FileGeneration next, SortedMap<String, Tree> trees) {
        Map<Digest, Long> sizes = new LinkedHashMap<>();
        SortedMap<String, List<FileEntry>> sets = new TreeMap<>();
        trees.forEach((set, tree) ->
                tree.known()
                        .forEach((path, known) -> {
                            if (isUnread(known)
                                    && sizes.size() < Preview.MOST
                                    && shown.add(new Spot(set, path))) {
                                Digest name = Preview.newName();
                                sizes.put(name, known.stat().size());
                                sets.computeIfAbsent(set, _ -> new ArrayList<>())
                                        .add(
                                                new FileEntry.Content(
                                                        path,
                                                        known.access(),
                                                        new FileEntry.Body(
                                                                known.stat().size(),
                                                                known.stat().modified(),
                                                                name)));
                            }
                        }));
        return sizes.isEmpty()
                ? Optional.empty()
                : Optional.of(new Ahead(new Preview(next, sizes), sets));
    }

    private static boolean isUnread(Known known) {
        return known.carried()
                && known.stat().kind() == Stat.Kind.CONTENT
                && known.stat().size() >= BIG
                && known.digest().isEmpty();
    }

    /**
     * A generation was given out. A file that never stays the same for long enough is in none, and
     * is not sent again and again.
     */
    void given() {
        shown.clear();
    }
}
