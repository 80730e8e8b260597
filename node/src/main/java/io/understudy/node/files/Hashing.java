package io.understudy.node.files;

import io.understudy.node.disk.Trouble;
import io.understudy.node.files.Tree.Known;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what of a tree is not known yet. For one thread at a time. */
final class Hashing {

    private static final int TRIES = 3;

    /** Two changes within one tick of the kernel's clock show the same times. */
    private static final long TICK_NANOS = 20_000_000;

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
        unread.forEach(this::read);
    }

    private void read(String path) {
        try {
            for (int i = 0; i < TRIES; i++) {
                Optional<Known> before = tree.look(path);
                if (before.isEmpty() || before.get().stat().kind() != Stat.Kind.CONTENT) {
                    return;
                }
                Stat stat = before.get().stat();
                Optional<Digest> digest = Sha256.of(tree.resolve(path), stat.size());
                Stat after = Stat.of(tree.resolve(path));
                // What is only added to has the same beginning as before: a log, for example.
                if (digest.isPresent() && (after.sameContent(stat) || after.isGrownFrom(stat))) {
                    tree.digest(path, stat, digest.get());
                    if (isFresh(stat) || !after.sameContent(stat)) {
                        fresh.add(path);
                    }
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

    private static boolean isFresh(Stat stat) {
        Instant now = Instant.now();
        long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        return nanos - Math.max(stat.changed(), stat.modified()) < TICK_NANOS;
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
