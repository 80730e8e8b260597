package io.understudy.node.files;

import io.understudy.node.disk.Trouble;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What is known of one set on this node's disk. What was hashed is not hashed again while its size,
 * times and inode stay the same. For one thread at a time.
 */
final class Tree {

    /** A name that is not finished: nothing of the set's, and carried nowhere. */
    static final String UNFINISHED = ".understudy-";

    private static final Comparator<String> ORDER = Comparator.naturalOrder();

    private final FileSet set;
    private final FileSet.Selection selection;
    private final Names names;
    private final Map<String, Problem> problems = new HashMap<>();
    private final Set<Path> unfinished = new HashSet<>();
    private NavigableMap<String, Known> known = new TreeMap<>(ORDER);

    /**
     * What is at a path.
     *
     * @param carried whether it is part of the set by itself, and not only on the way to a part
     * @param digest of a file that was read
     * @param target of a symbolic link
     */
    record Known(
            Stat stat,
            Access access,
            boolean carried,
            Optional<Digest> digest,
            Optional<String> target) {

        Known with(Digest found) {
            return new Known(stat, access, carried, Optional.of(found), target);
        }
    }

    Tree(FileSet set, Names names) {
        this.set = set;
        this.selection = set.selection();
        this.names = names;
    }

    FileSet set() {
        return set;
    }

    Path resolve(String path) {
        return path.isEmpty() ? set.root() : set.root().resolve(path);
    }

    /** What could not be looked at, as of the latest scan. */
    List<Problem> problems() {
        return List.copyOf(problems.values());
    }

    /** What a placement that was cut off has left half, as of the latest scan of everything. */
    Set<Path> unfinished() {
        return Set.copyOf(unfinished);
    }

    NavigableMap<String, Known> known() {
        return Collections.unmodifiableNavigableMap(known);
    }

    Optional<Known> at(String path) {
        return Optional.ofNullable(known.get(path));
    }

    /** Looks at everything. */
    void scan() {
        scan(_ -> {});
    }

    /**
     * Looks at everything.
     *
     * @param entering told of each folder before it is looked into
     */
    void scan(Consumer<String> entering) {
        NavigableMap<String, Known> before = known;
        known = new TreeMap<>(ORDER);
        problems.clear();
        unfinished.clear();
        visit("", false, new Visit(before, entering));
    }

    /**
     * Looks at what is in these folders, and at all of what is new there.
     *
     * @param entering told of each new folder before it is looked into
     */
    void scan(Set<String> folders, Consumer<String> entering) {
        for (String folder : folders) {
            Known above = known.get(folder);
            if (above == null || above.stat().kind() != Stat.Kind.FOLDER) {
                continue;
            }
            problems.keySet().removeIf(path -> isIn(folder, path) && !known.containsKey(path));
            Map<String, Known> before = new HashMap<>();
            children(folder).forEach(child -> before.put(child, known.get(child)));
            Set<String> gone = new HashSet<>(before.keySet());
            for (String child : list(folder)) {
                gone.remove(child);
                visitChild(child, above.carried(), new Visit(before, entering));
            }
            gone.forEach(this::forget);
        }
    }

    private static boolean isIn(String folder, String path) {
        int slash = path.lastIndexOf('/');
        return path.equals(folder)
                || (slash < 0 ? folder.isEmpty() : path.substring(0, slash).equals(folder));
    }

    /** What is there now; empty where nothing is. */
    Optional<Known> look(String path) throws IOException {
        try {
            Path at = resolve(path);
            Stat stat = Stat.of(at);
            Known before = known.get(path);
            if (before != null && before.stat().equals(stat)) {
                return Optional.of(before);
            }
            Known now = known(path, stat, true, before);
            known.put(path, now);
            return Optional.of(now);
        } catch (NoSuchFileException _) {
            known.remove(path);
            return Optional.empty();
        }
    }

    /** The same as that, for sure: what was hashed just now may change in the same tick. */
    void remember(String path, Digest digest) throws IOException {
        Stat stat = Stat.of(resolve(path));
        known.put(path, known(path, stat, true, null).with(digest));
    }

    void forget(String path) {
        known.remove(path);
        problems.remove(path);
        known.subMap(path + "/", path + "0").clear();
    }

    void problem(String path, String why) {
        problems.put(path, new Problem(set.name(), path, why));
    }

    void digest(String path, Stat stat, Digest digest) {
        Known at = known.get(path);
        if (at != null && at.stat().equals(stat)) {
            known.put(path, at.with(digest));
            problems.remove(path);
        }
    }

    private record Visit(Map<String, Known> before, Consumer<String> entering) {}

    private void visit(String path, boolean within, Visit visit) {
        FileSet.Verdict verdict =
                path.isEmpty()
                        ? selection.includes().isEmpty()
                                ? FileSet.Verdict.IN
                                : FileSet.Verdict.ON_THE_WAY
                        : selection.judge(Path.of(path), within);
        if (verdict == FileSet.Verdict.OUT) {
            return;
        }
        try {
            Stat stat = Stat.of(resolve(path));
            boolean carried = verdict == FileSet.Verdict.IN;
            if (stat.kind() == Stat.Kind.OTHER || (!carried && stat.kind() != Stat.Kind.FOLDER)) {
                return;
            }
            if (path.isEmpty() && stat.kind() != Stat.Kind.FOLDER) {
                problem(path, "needed a folder at %s, found none".formatted(set.root()));
                return;
            }
            known.put(path, known(path, stat, carried, visit.before().get(path)));
            if (stat.kind() == Stat.Kind.FOLDER) {
                visit.entering().accept(path);
                list(path).forEach(child -> visit(child, carried, visit));
            }
        } catch (NoSuchFileException _) {
            if (path.isEmpty()) {
                problem(path, "needed a folder at %s, found nothing".formatted(set.root()));
            }
        } catch (IOException e) {
            problem(path, Trouble.of(e));
        }
    }

    /** A folder that is known already is not gone into: its own events tell what is in it. */
    private void visitChild(String path, boolean within, Visit visit) {
        Known was = visit.before().get(path);
        boolean same =
                was != null && was.stat().kind() == Stat.Kind.FOLDER && isSameFolder(path, was);
        if (!same) {
            forget(path);
            visit(path, within, visit);
        }
    }

    private boolean isSameFolder(String path, Known was) {
        try {
            Stat now = Stat.of(resolve(path));
            if (now.kind() != Stat.Kind.FOLDER || now.inode() != was.stat().inode()) {
                return false;
            }
            known.put(path, known(path, now, was.carried(), was));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private Known known(
            String path, Stat stat, boolean carried, @org.jspecify.annotations.Nullable Known was)
            throws IOException {
        Path at = resolve(path);
        Optional<Digest> digest =
                was != null && was.stat().sameContent(stat) ? was.digest() : Optional.empty();
        Optional<String> target =
                stat.kind() == Stat.Kind.LINK
                        ? Optional.of(Files.readSymbolicLink(at).toString())
                        : Optional.empty();
        return new Known(stat, names.of(at, stat), carried, digest, target);
    }

    private List<String> children(String folder) {
        String start = folder.isEmpty() ? "" : folder + "/";
        List<String> children = new ArrayList<>();
        NavigableMap<String, Known> below =
                folder.isEmpty() ? known : known.subMap(start, true, folder + "0", false);
        for (String path : below.keySet()) {
            if (!path.isEmpty() && path.indexOf('/', start.length()) < 0) {
                children.add(path);
            }
        }
        return children;
    }

    private List<String> list(String folder) {
        List<String> children = new ArrayList<>();
        Path at = resolve(folder);
        try (DirectoryStream<Path> found = Files.newDirectoryStream(at)) {
            for (Path child : found) {
                String name = child.getFileName().toString();
                String path = folder.isEmpty() ? name : folder + "/" + name;
                if (name.startsWith(UNFINISHED)) {
                    unfinished.add(child);
                    continue;
                }
                if (!at.resolve(name).equals(child)) {
                    boolean out = selection.judge(Path.of(path), true) == FileSet.Verdict.OUT;
                    if (!out) {
                        problem(path, "its name is not UTF-8; rename it, or exclude it");
                    }
                    continue;
                }
                children.add(path);
            }
        } catch (NoSuchFileException | NotDirectoryException _) {
            // It went meanwhile: its folder's events tell.
        } catch (DirectoryIteratorException e) {
            problem(folder, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            problem(folder, Trouble.of(e));
        }
        return children;
    }
}
