package io.understudy.node.files;

import io.understudy.node.disk.Trouble;
import io.understudy.node.files.Tree.Known;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what of a tree is not known yet. For one thread at a time. */
final class Hashing {

    private static final int TRIES = 3;

    private final Tree tree;
    private final Set<String> fresh = new HashSet<>();

    Hashing(Tree tree) {
        this.tree = tree;
    }

    /** Whether something was read so soon after it changed that it has to be read once more. */
    boolean unsettled() {
        return !fresh.isEmpty();
    }

    /** Reads all that the tree does not know the content of. */
    void complete() {
        Set<String> again = Set.copyOf(fresh);
        fresh.clear();
        List<String> unread = new ArrayList<>();
        tree.known()
                .forEach((path, known) -> {
                    boolean reads = known.carried() && known.stat().kind() == Stat.Kind.CONTENT;
                    if (reads && (known.digest().isEmpty() || again.contains(path))) {
                        unread.add(path);
                    }
                });
        List<Reading> readings = new ArrayList<>();
        unread.forEach(path ->
                tree.at(path)
                        .ifPresent(known ->
                                readings.add(new Reading(tree.resolve(path), path, known.stat()))));
        List<Optional<Reading.Found>> found = Reading.all(readings);
        for (int i = 0; i < readings.size(); i++) {
            String path = readings.get(i).path();
            found.get(i).ifPresentOrElse(this::note, () -> again(path));
        }
    }

    private void note(Reading.Found found) {
        tree.digest(found.path(), found.stat(), found.digest());
        if (found.unsettled()) {
            fresh.add(found.path());
        }
    }

    /** What was not as it was a moment ago. */
    private void again(String path) {
        try {
            for (int i = 0; i < TRIES; i++) {
                Optional<Known> before = tree.look(path);
                if (before.isEmpty() || before.get().stat().kind() != Stat.Kind.CONTENT) {
                    return;
                }
                Optional<Reading.Found> found =
                        new Reading(tree.resolve(path), path, before.get().stat()).read();
                if (found.isPresent()) {
                    note(found.get());
                    return;
                }
            }
            tree.problem(path, "it changes again and again while it is read");
        } catch (NoSuchFileException _) {
            tree.forget(path);
        } catch (IOException e) {
            tree.problem(path, Trouble.of(e));
        }
    }

    /** All that is carried, once everything is read; folders come before what is in them. */
    List<FileEntry> entries() {
        List<FileEntry> entries = new ArrayList<>();
        Set<String> onTheWay = onTheWay();
        for (Map.Entry<String, Known> at : tree.known().entrySet()) {
            Known known = at.getValue();
            if (known.carried() || onTheWay.contains(at.getKey())) {
                entry(at.getKey(), known).ifPresent(entries::add);
            }
        }
        return entries;
    }

    private Set<String> onTheWay() {
        Set<String> folders = new HashSet<>();
        boolean all = tree.known().values().stream().allMatch(Known::carried);
        if (!all) {
            tree.known()
                    .forEach((path, known) -> {
                        if (known.carried()) {
                            for (String above = above(path);
                                    folders.add(above) && !above.isEmpty();
                                    above = above(above)) {}
                        }
                    });
        }
        return folders;
    }

    private static String above(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    private static Optional<FileEntry> entry(String path, Known known) {
        return switch (known.stat().kind()) {
            case FOLDER -> Optional.of(new FileEntry.Folder(path, known.access()));
            case LINK -> known.target().map(to -> new FileEntry.Link(path, known.access(), to));
            case CONTENT ->
                    known.digest()
                            .map(digest ->
                                    new FileEntry.Content(
                                            path,
                                            known.access(),
                                            new FileEntry.Body(
                                                    known.stat().size(),
                                                    known.stat().modified(),
                                                    digest)));
            case OTHER -> Optional.empty();
        };
    }
}
