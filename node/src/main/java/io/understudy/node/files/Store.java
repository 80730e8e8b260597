package io.understudy.node.files;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.FileGeneration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The node's own folder for files: generations, contents that are in no place yet or any more, and
 * what is kept aside. For one thread at a time, but for reading what a generation is.
 */
final class Store {

    private static final FileAttribute<?> OWNERS_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final Pattern NAME = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})\\.manifest");

    private static final String NEEDED =
            "needed the ledger of the files in %s, found %s; where the other node serves, move that"
                    + " folder away and start this node again: it fetches all files anew";

    private final Path folder;
    private final int keep;
    private final Set<Digest> verified = new HashSet<>();

    /** Which generations: those that this node has whole, or those that it has published. */
    enum Shelf {
        WHOLE("generations"),
        PUBLISHED("published");

        private final String folder;

        Shelf(String folder) {
            this.folder = folder;
        }
    }

    Store(Path folder, int keep) throws IOException {
        this.folder = folder;
        this.keep = keep;
        for (String part : List.of("", "generations", "published", "objects", "partial", "aside")) {
            Path path = folder.resolve(part);
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path, OWNERS_FOLDER);
            }
        }
        boolean fresh = names(Shelf.WHOLE).isEmpty() && names(Shelf.PUBLISHED).isEmpty();
        if (fresh && !Files.exists(folder.resolve("ledger"))) {
            write(Ledger.NOTHING);
        }
    }

    Path folder() {
        return folder;
    }

    Path partial(Digest digest) {
        return folder.resolve("partial").resolve(digest.toString());
    }

    Path object(Digest digest) {
        String name = digest.toString();
        return folder.resolve("objects").resolve(name.substring(0, 2)).resolve(name);
    }

    /** Makes room for a content's name. */
    Path place(Digest digest) throws IOException {
        Path object = object(digest);
        Path above = object.getParent();
        if (above != null && !Files.isDirectory(above)) {
            Files.createDirectories(above, OWNERS_FOLDER);
        }
        return object;
    }

    /** What an earlier run or a broken answer has left half. */
    Set<Digest> partials() throws IOException {
        Set<Digest> partials = new HashSet<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder.resolve("partial"))) {
            found.forEach(file ->
                    Digest.parse(String.valueOf(file.getFileName())).ifPresent(partials::add));
        }
        return partials;
    }

    /**
     * Takes in what was just verified. One that a crash leaves half under this name is found out:
     * whatever this run did not verify is read once more.
     *
     * @param durable whether to wait until the disk has it
     */
    void admit(ByteBuffer bytes, Digest digest, boolean durable) throws IOException {
        Path object = object(digest);
        try {
            Flush.create(object, bytes, durable);
        } catch (NoSuchFileException _) {
            Flush.create(place(digest), bytes, durable);
        } catch (FileAlreadyExistsException _) {
            // Never into it: it may be a second name of what is in place.
            Files.delete(object);
            Flush.create(object, bytes, durable);
        }
        verified.add(digest);
    }

    /** Takes in a file that was just verified. */
    void admit(Path file, Digest digest) throws IOException {
        Files.move(file, place(digest), StandardCopyOption.ATOMIC_MOVE);
        verified.add(digest);
    }

    /** A content that is there as it is to be. */
    record Sound(Path object, Stat stat) {}

    /** In one look, since there are many. */
    Optional<Sound> sound(Digest digest, long size) throws IOException {
        Path object = object(digest);
        if (verified.contains(digest)) {
            try {
                Stat stat = Stat.of(object);
                if (stat.size() == size) {
                    return Optional.of(new Sound(object, stat));
                }
            } catch (NoSuchFileException _) {
                return Optional.empty();
            }
        }
        return isSound(digest, size)
                ? Optional.of(new Sound(object, Stat.of(object)))
                : Optional.empty();
    }

    /** Whether it is there as it is to be. One that is not is deleted, to be fetched anew. */
    boolean isSound(Digest digest, long size) throws IOException {
        Path object = object(digest);
        if (!Files.exists(object)) {
            return false;
        }
        boolean sized = Files.size(object) == size;
        if (sized && verified.contains(digest)) {
            return true;
        }
        if (sized && Sha256.of(object, size).filter(digest::equals).isPresent()) {
            verified.add(digest);
            return true;
        }
        drop(digest);
        return false;
    }

    /** It has turned out not to be what its name says, and has to be fetched anew. */
    void drop(Digest digest) throws IOException {
        verified.remove(digest);
        Files.deleteIfExists(object(digest));
    }

    Ledger ledger() throws IOException {
        Path file = folder.resolve("ledger");
        try {
            return Ledger.parse(Files.readString(file))
                    .orElseThrow(() -> new IOException(NEEDED.formatted(file, "it damaged")));
        } catch (NoSuchFileException e) {
            throw new IOException(NEEDED.formatted(file, "none"), e);
        }
    }

    void write(Ledger ledger) throws IOException {
        Flush.replace(folder.resolve("ledger"), ledger.text().getBytes(StandardCharsets.UTF_8));
    }

    void keep(Shelf shelf, Manifest manifest, byte[] bytes) throws IOException {
        Flush.replace(file(shelf, manifest.generation()), bytes);
        NavigableMap<FileGeneration, Path> all = names(shelf);
        while (all.size() > keep) {
            Files.delete(all.pollFirstEntry().getValue());
        }
    }

    /** The newest that can be read; one that can't is passed over, and is pulled anew. */
    Optional<Manifest> newest(Shelf shelf) throws IOException {
        for (Path file : names(shelf).descendingMap().values()) {
            try {
                return Optional.of(ManifestCodec.read(Files.readAllBytes(file)));
            } catch (ManifestCodec.DamagedException _) {
                Files.delete(file);
            }
        }
        return Optional.empty();
    }

    /** Of those that are here whole, by their names alone. */
    Optional<FileGeneration> newestWhole() throws IOException {
        NavigableMap<FileGeneration, Path> names = names(Shelf.WHOLE);
        return names.isEmpty() ? Optional.empty() : Optional.of(names.lastKey());
    }

    Optional<Manifest> find(FileGeneration generation) throws IOException {
        Path file = file(Shelf.WHOLE, generation);
        try {
            return Files.exists(file)
                    ? Optional.of(ManifestCodec.read(Files.readAllBytes(file)))
                    : Optional.empty();
        } catch (ManifestCodec.DamagedException _) {
            return Optional.empty();
        }
    }

    /** The contents that the generations on the shelf of whole ones name. */
    private Set<Digest> needed() throws IOException {
        Set<Digest> needed = new HashSet<>();
        for (FileGeneration generation : names(Shelf.WHOLE).keySet()) {
            find(generation).ifPresent(found -> needed.addAll(found.contents().keySet()));
        }
        return needed;
    }

    /** The sizes of all contents that are here. */
    Set<Long> sizes() throws IOException {
        Set<Long> sizes = new HashSet<>();
        for (Path object : objects()) {
            sizes.add(Files.size(object));
        }
        return sizes;
    }

    /** Deletes contents that no generation names any more, and halves: the newest one is whole. */
    void tidy() throws IOException {
        for (Digest half : partials()) {
            Files.deleteIfExists(partial(half));
        }
        List<Path> objects = objects();
        Set<Digest> needed = objects.isEmpty() ? Set.of() : needed();
        for (Path object : objects) {
            Optional<Digest> digest = Digest.parse(String.valueOf(object.getFileName()));
            if (digest.filter(needed::contains).isEmpty()) {
                digest.ifPresent(verified::remove);
                Files.deleteIfExists(object);
            }
        }
    }

    private List<Path> objects() throws IOException {
        List<Path> objects = new ArrayList<>();
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder.resolve("objects"))) {
            for (Path part : parts) {
                try (DirectoryStream<Path> found = Files.newDirectoryStream(part)) {
                    found.forEach(objects::add);
                }
            }
        }
        return objects;
    }

    private Path file(Shelf shelf, FileGeneration generation) {
        return folder.resolve(shelf.folder).resolve(generation + ".manifest");
    }

    private NavigableMap<FileGeneration, Path> names(Shelf shelf) throws IOException {
        NavigableMap<FileGeneration, Path> names = new TreeMap<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder.resolve(shelf.folder))) {
            for (Path file : found) {
                Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
                if (name.matches() && Long.parseLong(name.group(2)) > 0) {
                    names.put(
                            new FileGeneration(
                                    new Epoch(Long.parseLong(name.group(1))),
                                    Long.parseLong(name.group(2))),
                            file);
                }
            }
        }
        return names;
    }
}
