package io.understudy.node.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.FileGeneration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that is killed between any two steps of putting a generation in place. */
class PlacementCrashTest {

    private static final Epoch EPOCH = new Epoch(1);
    private static final String SET = "config";
    private static final int MORE_THAN_ENOUGH = 400;

    @TempDir Path folder;

    @Test
    void afterAKillAtAnyStepTheGenerationComesWholeAndNothingIsLost() throws IOException {
        int crashes = 0;
        for (int steps = 0; steps < MORE_THAN_ENOUGH; steps++) {
            Site site = new Site(folder.resolve("after-" + steps));
            site.begin();
            if (!site.crashes(steps)) {
                break;
            }
            crashes++;
            site.goesOn(site.second());
            assertThat(site.asItIs()).as("killed after step %d", steps).isEqualTo(site.wanted());
            assertThat(site.leftovers()).as("killed after step %d", steps).isEmpty();
            assertThat(site.aside())
                    .as("what only this host had, killed after step %d", steps)
                    .contains("nobody else has that");
            site.goesOn(site.first());
            assertThat(site.asItIs())
                    .as("the generation before, killed after step %d", steps)
                    .isEqualTo(site.before());
        }
        assertThat(crashes).isBetween(20, MORE_THAN_ENOUGH - 1);
    }

    /** One host's folders: a generation in place, and the next one whole in the store. */
    private static final class Site {
        private final Path root;
        private final Path home;
        private final Path source;
        private final Names names = new Names();
        private Manifest first;
        private Manifest second;

        Site(Path folder) throws IOException {
            root = Files.createDirectories(folder.resolve("root"));
            home = folder.resolve("home");
            source = Files.createDirectories(folder.resolve("source"));
            first = published(1);
            second = first;
        }

        Manifest first() {
            return first;
        }

        Manifest second() {
            return second;
        }

        void begin() throws IOException {
            write("changed", "one");
            write("gone", "goes");
            write("was/folder/file", "in a folder");
            write("was-file", "a file");
            write("moved", "moves");
            Files.createSymbolicLink(source.resolve("link"), Path.of("one"));
            first = published(1);
            Store store = new Store(home, 3);
            fill(store, first);
            place(store, root, first, Optional.empty());

            write("changed", "two");
            Files.setPosixFilePermissions(
                    source.resolve("changed"), PosixFilePermissions.fromString("rw-------"));
            Files.delete(source.resolve("gone"));
            Files.delete(source.resolve("was/folder/file"));
            Files.delete(source.resolve("was/folder"));
            Files.delete(source.resolve("was"));
            write("was", "a file now");
            Files.delete(source.resolve("was-file"));
            write("was-file/in/it", "deep");
            Files.move(source.resolve("moved"), source.resolve("to"));
            write("twice/a", "the same");
            write("twice/b", "the same");
            Files.delete(source.resolve("link"));
            Files.createSymbolicLink(source.resolve("link"), Path.of("two"));
            second = published(2);
            fill(store, second);
            // What a person has put there.
            Files.writeString(root.resolve("own"), "nobody else has that");
        }

        /** Whether it was ended in its midst. */
        boolean crashes(int steps) throws IOException {
            CrashingDisk disk = new CrashingDisk(FileSystems.getDefault(), steps);
            try {
                Store store = new Store(disk.of(home), 3);
                place(store, disk.of(root), second, Optional.of(first));
            } catch (CrashingDisk.Crash _) {
                // That is what is tried.
            }
            return disk.crashed();
        }

        /** As a daemon does that begins again: it knows what the disk says, and nothing else. */
        void goesOn(Manifest to) throws IOException {
            Store store = new Store(home, 3);
            Optional<Manifest> last =
                    store.ledger().applied().isPresent()
                            ? store.find(store.ledger().applied().get())
                            : Optional.empty();
            place(store, root, to, last);
        }

        private void place(Store store, Path at, Manifest next, Optional<Manifest> last)
                throws IOException {
            SortedMap<String, Tree> trees = trees(at);
            trees.values().forEach(Tree::scan);
            assertThat(
                            new Placement(store, trees, names, new Laps())
                                    .place(next, last, true)
                                    .problems())
                    .isEmpty();
        }

        private SortedMap<String, Tree> trees(Path at) {
            return new TreeMap<>(
                    Map.of(SET, new Tree(new FileSet(SET, at, List.of(), List.of()), names)));
        }

        private void fill(Store store, Manifest manifest) throws IOException {
            for (FileEntry entry : manifest.of(SET)) {
                if (entry instanceof FileEntry.Content content) {
                    byte[] bytes = Files.readAllBytes(source.resolve(content.path()));
                    store.admit(ByteBuffer.wrap(bytes), content.body().digest(), false);
                }
            }
            store.keep(Store.Shelf.WHOLE, manifest, ManifestCodec.bytes(manifest));
        }

        private Manifest published(int number) {
            Tree tree = new Tree(new FileSet(SET, source, List.of(), List.of()), names);
            tree.scan();
            Hashing hashing = new Hashing(tree);
            hashing.complete();
            return new Manifest(
                    new FileGeneration(EPOCH, number),
                    Instant.EPOCH,
                    new TreeMap<>(Map.of(SET, hashing.entries())));
        }

        List<FileEntry> asItIs() {
            Tree tree = new Tree(new FileSet(SET, root, List.of(), List.of()), names);
            tree.scan();
            Hashing hashing = new Hashing(tree);
            hashing.complete();
            return hashing.entries();
        }

        List<FileEntry> wanted() {
            return second.of(SET);
        }

        List<FileEntry> before() {
            return first.of(SET);
        }

        List<Path> leftovers() throws IOException {
            try (Stream<Path> all = Files.walk(root)) {
                return all.filter(path ->
                                String.valueOf(path.getFileName()).startsWith(Tree.UNFINISHED))
                        .toList();
            }
        }

        List<String> aside() throws IOException {
            List<String> texts = new ArrayList<>();
            try (Stream<Path> all = Files.walk(home.resolve("aside"))) {
                for (Path path : all.toList()) {
                    if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                        texts.add(Files.readString(path));
                    }
                }
            }
            return texts;
        }

        private void write(String path, String text) throws IOException {
            Path file = source.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text, StandardCharsets.UTF_8);
        }
    }
}
