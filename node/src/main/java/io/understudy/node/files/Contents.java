package io.understudy.node.files;

import io.understudy.node.files.Tree.Known;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Where the contents of a generation are, and how often each is still needed. */
final class Contents {

    private static final int PART = 128 << 10;

    private final Store store;
    private final SortedMap<String, Tree> trees;
    private final Map<Digest, Integer> uses = new HashMap<>();
    private final Set<Digest> begun;

    /** For a generation of which an earlier run may have put that one half in place. */
    Contents(Store store, SortedMap<String, Tree> trees, Manifest next, Optional<Manifest> begun) {
        this.store = store;
        this.trees = trees;
        this.begun = begun.map(half -> half.contents().keySet()).orElse(Set.of());
        next.eachContent(content -> uses.merge(content.body().digest(), 1, Integer::sum));
    }

    /** Whether it may be there since an earlier run was cut off. */
    boolean wasBegun(Digest digest) {
        return begun.contains(digest);
    }

    /** One place less needs it. */
    void served(Digest digest) {
        uses.merge(digest, -1, Integer::sum);
    }

    /** Whether the object itself may be moved to where it is needed, since nobody else needs it. */
    boolean isLastUse(Digest digest) {
        return uses.getOrDefault(digest, 1) <= 1;
    }

    /** Brings it to that new path, as a file of its own. */
    void copy(FileEntry.Body body, Path to) throws IOException {
        if (store.isSound(body.digest(), body.size())) {
            copyObject(body, to);
            return;
        }
        Optional<Path> elsewhere = inPlace(body.digest());
        if (elsewhere.isEmpty()) {
            throw new IOException("its content is not here any more, and is fetched anew");
        }
        copy(elsewhere.get(), body, to);
    }

    private void copyObject(FileEntry.Body body, Path to) throws IOException {
        try {
            copy(store.object(body.digest()), body, to);
        } catch (DamagedException e) {
            // It was verified while it came, and has been damaged since.
            store.drop(body.digest());
            throw e;
        }
    }

    private static final class DamagedException extends IOException {
        private static final long serialVersionUID = 1L;

        DamagedException() {
            super("its content is not what it was, and is fetched anew");
        }
    }

    private Optional<Path> inPlace(Digest digest) throws IOException {
        for (Tree tree : trees.values()) {
            for (Map.Entry<String, Known> at : tree.known().entrySet()) {
                if (at.getValue().digest().filter(digest::equals).isPresent()
                        && Stat.of(tree.resolve(at.getKey())).sameContent(at.getValue().stat())) {
                    return Optional.of(tree.resolve(at.getKey()));
                }
            }
        }
        return Optional.empty();
    }

    private static void copy(Path from, FileEntry.Body body, Path to) throws IOException {
        MessageDigest sha256 = Sha256.digest();
        try (InputStream in = Files.newInputStream(from, LinkOption.NOFOLLOW_LINKS);
                OutputStream out =
                        Files.newOutputStream(
                                to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] part = new byte[Math.clamp(body.size(), 1, PART)];
            for (int read = in.read(part); read > 0; read = in.read(part)) {
                sha256.update(part, 0, read);
                out.write(part, 0, read);
            }
        }
        if (!Digest.of(sha256.digest()).equals(body.digest())) {
            Files.delete(to);
            throw new DamagedException();
        }
    }

    /** A second name for the file, or where that can't be, a second file. */
    static void linkOrCopy(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (java.nio.file.FileAlreadyExistsException _) {
            // It is kept already.
        } catch (IOException | UnsupportedOperationException _) {
            Files.copy(from, to, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }
}
