package io.understudy.node.files;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.FileGeneration;
import io.understudy.node.disk.Trouble;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Gives out what is here, and each change of it. Runs in a thread of its own, until interrupted.
 */
final class Publishing implements Runnable {

    private static final Duration BETWEEN_SCANS = Duration.ofMinutes(5);
    private static final Duration UNWATCHED = Duration.ofSeconds(2);
    private static final Duration AGAIN = Duration.ofMillis(60);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);

    private final Epoch epoch;
    private final Workshop shop;
    private final Map<String, Hashing> hashing = new LinkedHashMap<>();
    private final ConcurrentLinkedQueue<CompletableFuture<Optional<String>>> asked =
            new ConcurrentLinkedQueue<>();
    private final Forerun forerun = new Forerun();
    private final Laps laps = new Laps();
    private Optional<Manifest> last = Optional.empty();
    private List<Board.Lap> taken = List.of();
    private volatile @Nullable Watcher watching;

    Publishing(Epoch epoch, Workshop shop) {
        this.epoch = epoch;
        this.shop = shop;
        shop.trees().forEach((name, tree) -> hashing.put(name, new Hashing(tree)));
    }

    /** Once everything has been looked at from now on: why it was not given out; empty where so. */
    CompletableFuture<Optional<String>> all() {
        CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
        asked.add(answer);
        Watcher now = watching;
        if (now != null) {
            now.wake();
        }
        return answer;
    }

    @Override
    public void run() {
        try (Watcher watcher = new Watcher()) {
            watching = watcher;
            last =
                    shop.store()
                            .newest(Store.Shelf.PUBLISHED)
                            .filter(old -> old.generation().epoch().equals(epoch));
            Watcher.Changes changes = Watcher.Changes.all();
            long scanned = System.nanoTime();
            while (!Thread.currentThread().isInterrupted()) {
                boolean everything =
                        changes.everything()
                                || !asked.isEmpty()
                                || System.nanoTime() - scanned > BETWEEN_SCANS.toNanos();
                List<CompletableFuture<Optional<String>>> answers = takeAsked();
                if (everything) {
                    scanned = System.nanoTime();
                }
                Optional<String> why = look(everything, changes, watcher);
                answers.forEach(answer -> answer.complete(why));
                changes = await(watcher, why.isPresent());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            shop.board()
                    .change(sheet -> sheet.with(List.of(new Problem("files", "", Trouble.of(e)))));
        } finally {
            takeAsked().forEach(answer -> answer.complete(Optional.of("it was told to stop")));
        }
    }

    private List<CompletableFuture<Optional<String>>> takeAsked() {
        List<CompletableFuture<Optional<String>>> taken = new ArrayList<>();
        for (var next = asked.poll(); next != null; next = asked.poll()) {
            taken.add(next);
        }
        return taken;
    }

    private Watcher.Changes await(Watcher watcher, boolean trouble) throws InterruptedException {
        boolean unsettled = hashing.values().stream().anyMatch(Hashing::unsettled);
        Duration longest =
                unsettled
                        ? AGAIN
                        : trouble
                                ? AFTER_TROUBLE
                                : watcher.trouble().isPresent() ? UNWATCHED : BETWEEN_SCANS;
        Watcher.Changes changes = watcher.await(longest);
        boolean quiet = !changes.everything() && changes.folders().isEmpty();
        return quiet && (trouble || watcher.trouble().isPresent())
                ? Watcher.Changes.all()
                : changes;
    }

    /** Why what is here can't be given out; empty where it is. */
    private Optional<String> look(boolean everything, Watcher.Changes changes, Watcher watcher) {
        laps.begin(changes.since());
        laps.to(Stage.NOTICE);
        List<Problem> problems = new ArrayList<>();
        SortedMap<String, List<FileEntry>> sets = new TreeMap<>();
        for (Tree tree : shop.trees().values()) {
            String name = tree.set().name();
            if (everything) {
                tree.scan(folder -> watcher.enter(tree, folder));
            } else {
                tree.scan(
                        changes.folders().getOrDefault(name, Set.of()),
                        folder -> watcher.enter(tree, folder));
            }
            for (Set<String> fresh = watcher.watch(tree);
                    !fresh.isEmpty();
                    fresh = watcher.watch(tree)) {
                tree.scan(fresh, folder -> watcher.enter(tree, folder));
            }
        }
        laps.to(Stage.SCAN);
        forerun.of(next(), shop.trees()).ifPresent(shop.counter()::offer);
        for (Tree tree : shop.trees().values()) {
            String name = tree.set().name();
            Hashing reading = hashing.getOrDefault(name, new Hashing(tree));
            reading.complete();
            problems.addAll(tree.problems());
            List<FileEntry> entries = reading.entries();
            emptied(tree, entries).ifPresent(problems::add);
            sets.put(name, entries);
        }
        laps.to(Stage.HASH);
        if (problems.isEmpty()) {
            give(sets).ifPresent(problems::add);
        }
        shop.board().change(sheet -> sheet.with(problems));
        return problems.isEmpty() ? Optional.empty() : Optional.of(problems.getFirst().toString());
    }

    /** A disk that is not mounted must not empty the standby's, too. */
    private Optional<Problem> emptied(Tree tree, List<FileEntry> entries) {
        String name = tree.set().name();
        boolean hadFiles =
                last.filter(old -> old.of(name).stream().anyMatch(Publishing::isFile)).isPresent();
        return hadFiles && entries.stream().noneMatch(Publishing::isFile)
                ? Optional.of(
                        new Problem(
                                name,
                                "",
                                "needed the files of %s, found it empty; is its disk mounted?"
                                        .formatted(tree.set().root())))
                : Optional.empty();
    }

    private static boolean isFile(FileEntry entry) {
        return !(entry instanceof FileEntry.Folder);
    }

    private FileGeneration next() {
        return last.map(old -> old.generation().next())
                .orElseGet(() -> new FileGeneration(epoch, 1));
    }

    private Optional<Problem> give(SortedMap<String, List<FileEntry>> sets) {
        if (last.filter(old -> old.sets().equals(sets)).isEmpty()) {
            Manifest manifest = new Manifest(next(), Instant.now(), sets);
            try {
                shop.store().keep(Store.Shelf.PUBLISHED, manifest, ManifestCodec.bytes(manifest));
            } catch (IOException e) {
                return Optional.of(new Problem("files", "", Trouble.of(e)));
            }
            last = Optional.of(manifest);
            laps.to(Stage.LIST);
            taken = laps.all();
        }
        forerun.given();
        last.ifPresent(manifest -> {
            shop.counter().show(Optional.of(manifest));
            shop.board().change(sheet -> sheet.done(manifest, taken));
        });
        return Optional.empty();
    }
}
