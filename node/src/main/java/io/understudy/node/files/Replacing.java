package io.understudy.node.files;

import io.understudy.node.files.Tree.Known;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Puts one path in its place, or takes it away. For one thread at a time. */
final class Replacing {

    private final Store store;
    private final Names names;
    private final Unflushed unflushed = new Unflushed();
    private long temporary;

    Replacing(Store store, Names names) {
        this.store = store;
        this.names = names;
    }

    /**
     * Where it works.
     *
     * @param had what was last put there, by path
     * @param safe the folders that were seen to be within the root; true where they were made just
     *     now, so that nothing is in them
     */
    record Site(
            Tree tree,
            Map<String, FileEntry> had,
            Contents contents,
            Aside aside,
            Map<String, Boolean> safe) {}

    /** What was done and is not durable yet. */
    Unflushed unflushed() {
        return unflushed;
    }

    void put(Site site, FileEntry entry) throws IOException {
        guard(site, above(entry.path()), entry.path().isEmpty());
        boolean fresh = site.safe().getOrDefault(above(entry.path()), false);
        Optional<Known> found = fresh ? Optional.empty() : site.tree().look(entry.path());
        switch (entry) {
            case FileEntry.Folder folder -> folder(site, folder, found);
            case FileEntry.Link link -> link(site, link, found);
            case FileEntry.Content content -> content(site, content, found);
        }
    }

    void remove(Site site, String path) throws IOException {
        guard(site, above(path), false);
        Optional<Known> found = site.tree().look(path);
        if (found.isEmpty()) {
            return;
        }
        if (found.get().stat().kind() == Stat.Kind.FOLDER) {
            try {
                Files.delete(site.tree().resolve(path));
            } catch (DirectoryNotEmptyException _) {
                // What is not carried stays, and the folder with it.
                return;
            }
        } else {
            retire(site, path, found.get());
            Files.deleteIfExists(site.tree().resolve(path));
        }
        touch(site, path);
        site.tree().forget(path);
    }

    private void folder(Site site, FileEntry.Folder folder, Optional<Known> found)
            throws IOException {
        Path at = site.tree().resolve(folder.path());
        if (found.isPresent() && found.get().stat().kind() != Stat.Kind.FOLDER) {
            remove(site, folder.path());
        }
        if (found.isEmpty() || found.get().stat().kind() != Stat.Kind.FOLDER) {
            if (folder.path().isEmpty()) {
                Files.createDirectories(at);
            } else {
                Files.createDirectory(at);
            }
            touch(site, folder.path());
            site.safe().put(folder.path(), true);
        }
        names.give(at, Stat.of(at), folder.access());
        site.tree().look(folder.path());
    }

    private void link(Site site, FileEntry.Link link, Optional<Known> found) throws IOException {
        Path at = site.tree().resolve(link.path());
        boolean same = found.flatMap(Known::target).filter(link.target()::equals).isPresent();
        if (!same) {
            Path unfinished = unfinished(at);
            Files.createSymbolicLink(unfinished, Path.of(link.target()));
            names.give(unfinished, Stat.of(unfinished), link.access());
            swap(site, link.path(), found, unfinished);
        } else {
            names.give(at, Stat.of(at), link.access());
        }
        site.tree().look(link.path());
    }

    private void content(Site site, FileEntry.Content content, Optional<Known> found)
            throws IOException {
        Digest wanted = content.body().digest();
        Path at = site.tree().resolve(content.path());
        boolean same =
                found.isPresent()
                        && found.get().stat().kind() == Stat.Kind.CONTENT
                        && found.get().stat().size() == content.body().size()
                        && digest(site, content.path(), found.get()).equals(wanted);
        if (!same) {
            try {
                swap(site, content.path(), found, ready(site, content, at));
            } catch (AtomicMoveNotSupportedException _) {
                // The store is on another file system. What was there is out of the way already.
                swap(site, content.path(), Optional.empty(), copied(site, content, at));
            }
            unflushed.file(at);
        } else {
            dress(at, content);
        }
        site.contents().served(wanted);
        site.tree().remember(content.path(), wanted);
    }

    /**
     * The new file, as it is to be but for its name: the store's own, where nobody else needs that.
     */
    private Path ready(Site site, FileEntry.Content content, Path at) throws IOException {
        Digest digest = content.body().digest();
        if (site.contents().isLastUse(digest)) {
            Optional<Store.Sound> sound = store.sound(digest, content.body().size());
            if (sound.isPresent()) {
                dress(sound.get().object(), sound.get().stat(), content);
                return sound.get().object();
            }
        }
        return copied(site, content, at);
    }

    private Path copied(Site site, FileEntry.Content content, Path at) throws IOException {
        Path unfinished = unfinished(at);
        site.contents().copy(content.body(), unfinished);
        dress(unfinished, content);
        return unfinished;
    }

    private void dress(Path file, FileEntry.Content content) throws IOException {
        dress(file, Stat.of(file), content);
    }

    private void dress(Path file, Stat stat, FileEntry.Content content) throws IOException {
        names.give(file, stat, content.access());
        if (stat.modified() != content.body().modified()) {
            Files.setLastModifiedTime(
                    file, FileTime.from(content.body().modified(), TimeUnit.NANOSECONDS));
        }
    }

    /** What was there is kept where somebody may need it, and then the new one is in its place. */
    private void swap(Site site, String path, Optional<Known> found, Path ready)
            throws IOException {
        try {
            if (found.isPresent() && found.get().stat().kind() == Stat.Kind.FOLDER) {
                clear(site, path);
            } else if (found.isPresent()) {
                retire(site, path, found.get());
            }
            Files.move(
                    ready,
                    site.tree().resolve(path),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            touch(site, path);
        } catch (IOException e) {
            if (String.valueOf(ready.getFileName()).startsWith(Tree.UNFINISHED)) {
                Files.deleteIfExists(ready);
            }
            throw e;
        }
    }

    /** A folder is in the way of what is no folder. */
    private void clear(Site site, String folder) throws IOException {
        List<String> below =
                List.copyOf(
                        site.tree()
                                .known()
                                .subMap(folder + "/", true, folder + "0", false)
                                .descendingMap()
                                .keySet());
        for (String path : below) {
            remove(site, path);
        }
        try {
            Files.delete(site.tree().resolve(folder));
        } catch (DirectoryNotEmptyException e) {
            throw new IOException(
                    "a folder with files that are not carried is in its place; move it away", e);
        }
        site.tree().forget(folder);
    }

    /**
     * What the last generation put there stays in the store, as long as that generation is kept;
     * what it did not put there is kept aside.
     */
    private void retire(Site site, String path, Known found) throws IOException {
        FileEntry had = site.had().get(path);
        switch (found.stat().kind()) {
            case CONTENT -> {
                Digest digest = digest(site, path, found);
                boolean expected =
                        site.contents().wasBegun(digest)
                                || (had instanceof FileEntry.Content content
                                        && content.body().digest().equals(digest));
                if (expected) {
                    Contents.linkOrCopy(site.tree().resolve(path), store.place(digest));
                } else {
                    site.aside().content(site.tree(), path);
                }
            }
            case LINK -> {
                String target = found.target().orElse("");
                boolean expected =
                        had instanceof FileEntry.Link link && link.target().equals(target);
                if (!expected) {
                    site.aside().link(site.tree(), path, target);
                }
            }
            case FOLDER, OTHER -> {}
        }
    }

    private static Digest digest(Site site, String path, Known found) throws IOException {
        if (found.digest().isPresent()) {
            return found.digest().get();
        }
        Digest digest =
                Sha256.of(site.tree().resolve(path), found.stat().size())
                        .orElseThrow(() -> new IOException("it changes while it is read"));
        site.tree().digest(path, found.stat(), digest);
        return digest;
    }

    /** No folder on the way may be a symbolic link: it could lead out of the root. */
    private static void guard(Site site, String folder, boolean isRoot) throws IOException {
        if (isRoot || site.safe().containsKey(folder)) {
            return;
        }
        Path root = site.tree().set().root().toRealPath();
        Path wanted = folder.isEmpty() ? root : root.resolve(folder);
        Path found = site.tree().resolve(folder).toRealPath();
        if (!found.equals(wanted)) {
            throw new IOException(
                    "needed %s as a folder within its root, found a link to %s"
                            .formatted(folder, found));
        }
        site.safe().put(folder, false);
    }

    private void touch(Site site, String path) {
        unflushed.folder(site.tree().resolve(above(path)));
    }

    private Path unfinished(Path at) throws IOException {
        String name = Tree.UNFINISHED + ProcessHandle.current().pid() + "-" + ++temporary;
        Path unfinished = at.resolveSibling(name);
        Files.deleteIfExists(unfinished);
        return unfinished;
    }

    private static String above(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }
}
