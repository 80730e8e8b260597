package io.understudy.node.files;

import io.understudy.node.disk.Trouble;
import io.understudy.node.files.Tree.Known;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Puts a generation in place: what is not in it goes, what is in it comes, and whatever was there
 * that the generation before did not have is kept aside. It may be cut off after any step: run
 * again, it goes on. For one thread at a time.
 */
final class Placement {

    private final Store store;
    private final SortedMap<String, Tree> trees;
    private final Replacing replacing;
    private final Laps laps;

    Placement(Store store, SortedMap<String, Tree> trees, Names names, Laps laps) {
        this.laps = laps;
        this.store = store;
        this.trees = trees;
        this.replacing = new Replacing(store, names);
    }

    /**
     * How it ended.
     *
     * @param problems empty where all is in place
     * @param aside where what was kept aside is, if anything was
     */
    record Result(List<Problem> problems, Optional<Path> aside) {
        Result {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Puts it in place and flushes that; the contents that it needs are in the store or in a place.
     *
     * @param last what was last in place, as a whole
     * @param everything whether each path is looked at, and not only those that differ between both
     */
    Result place(Manifest next, Optional<Manifest> last, boolean everything) throws IOException {
        Ledger ledger = store.ledger();
        boolean all = everything || ledger.applying().isPresent() || last.isEmpty();
        store.write(ledger.applying(next.generation()));
        if (ledger.applying().isPresent()) {
            replacing.unflushed().more();
        }
        Optional<Manifest> begun =
                ledger.applying().isPresent()
                        ? store.find(ledger.applying().get())
                        : Optional.empty();
        Work work = new Work(next, last, begun, all);
        for (Tree tree : trees.values()) {
            if (next.sets().containsKey(tree.set().name())) {
                place(work, tree);
            } else {
                work.problems.add(
                        new Problem(
                                tree.set().name(),
                                "",
                                "the primary does not carry this set; use one understudy.yaml on"
                                        + " every node"));
            }
        }
        laps.to(Stage.PLACE);
        if (work.problems.isEmpty()) {
            replacing.unflushed().flush(roots());
            store.write(store.ledger().applied(next.generation()));
            laps.to(Stage.SETTLE);
        }
        return new Result(work.problems, work.aside.used());
    }

    private List<Path> roots() {
        List<Path> roots = new ArrayList<>();
        trees.values().forEach(tree -> roots.add(tree.set().root()));
        roots.add(store.folder());
        return roots;
    }

    private final class Work {
        final Manifest next;
        final Optional<Manifest> last;
        final boolean all;
        final List<Problem> problems = new ArrayList<>();
        final Aside aside;
        final Contents contents;

        Work(Manifest next, Optional<Manifest> last, Optional<Manifest> begun, boolean all) {
            this.next = next;
            this.last = last;
            this.all = all;
            this.aside = new Aside(store, next.generation());
            this.contents = new Contents(store, trees, next, begun);
        }
    }

    private void place(Work work, Tree tree) {
        String set = tree.set().name();
        if (work.all) {
            tree.scan();
            for (Path half : tree.unfinished()) {
                attempt(work, tree, "", () -> Files.deleteIfExists(half));
            }
        }
        Map<String, FileEntry> had = byPath(work.last.map(last -> last.of(set)).orElse(List.of()));
        NavigableMap<String, FileEntry> wanted = byPath(work.next.of(set));
        Replacing.Site site =
                new Replacing.Site(tree, had, work.contents, work.aside, new HashMap<>());
        for (FileEntry entry : wanted.values()) {
            if (work.all || !entry.equals(had.get(entry.path()))) {
                attempt(work, tree, entry.path(), () -> replacing.put(site, entry));
            }
        }
        for (String path : superfluous(work, tree, had, wanted).descendingMap().keySet()) {
            attempt(work, tree, path, () -> replacing.remove(site, path));
        }
    }

    private static NavigableMap<String, Boolean> superfluous(
            Work work,
            Tree tree,
            Map<String, FileEntry> had,
            NavigableMap<String, FileEntry> wanted) {
        NavigableMap<String, Boolean> paths = new TreeMap<>();
        if (work.all) {
            for (Map.Entry<String, Known> at : tree.known().entrySet()) {
                if (at.getValue().carried()) {
                    paths.put(at.getKey(), true);
                }
            }
        } else {
            had.keySet().forEach(path -> paths.put(path, true));
        }
        wanted.keySet().forEach(paths::remove);
        paths.remove("");
        return paths;
    }

    @FunctionalInterface
    private interface Deed {
        void run() throws IOException;
    }

    private static void attempt(Work work, Tree tree, String path, Deed deed) {
        try {
            deed.run();
        } catch (IOException e) {
            work.problems.add(new Problem(tree.set().name(), path, Trouble.of(e)));
        }
    }

    private static NavigableMap<String, FileEntry> byPath(List<FileEntry> entries) {
        NavigableMap<String, FileEntry> byPath = new TreeMap<>();
        entries.forEach(entry -> byPath.put(entry.path(), entry));
        return byPath;
    }
}
