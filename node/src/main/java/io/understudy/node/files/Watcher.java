package io.understudy.node.files;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Tells which folders something has changed in. For one thread, but for its wake. */
final class Watcher implements AutoCloseable {

    private static final long QUIET_NANOS = 25_000_000;
    private static final long MOST_NANOS = 250_000_000;

    private final WatchService service;
    private final BlockingQueue<Optional<WatchKey>> told = new LinkedBlockingQueue<>();
    private final Map<WatchKey, Spot> spots = new HashMap<>();
    private final Map<Spot, WatchKey> keys = new HashMap<>();
    private Optional<String> trouble = Optional.empty();

    private record Spot(String set, String folder) {}

    /**
     * What has changed.
     *
     * @param everything whether some of it is not known
     * @param folders by the name of the set
     * @param since when the first of them was told, by the JVM's own clock
     */
    record Changes(boolean everything, Map<String, Set<String>> folders, long since) {

        /** All of it, for all that is known. */
        static Changes all() {
            return new Changes(true, Map.of(), System.nanoTime());
        }
    }

    Watcher() throws IOException {
        service = FileSystems.getDefault().newWatchService();
        Thread.ofVirtual().name("file-events").start(this::pass);
    }

    private void pass() {
        try {
            while (true) {
                told.add(Optional.of(service.take()));
            }
        } catch (InterruptedException | ClosedWatchServiceException _) {
            // It was closed.
        }
    }

    /** Ends a wait that is under way, or the next one. Any thread may call. */
    void wake() {
        told.add(Optional.empty());
    }

    /** Why not all is watched, as one sentence; it has to be looked at all the time then. */
    Optional<String> trouble() {
        return trouble;
    }

    /**
     * Watches the tree's folders, and no others of its set.
     *
     * @return those that were not watched before: what happened in them meanwhile is not known
     */
    Set<String> watch(Tree tree) {
        String set = tree.set().name();
        keys.entrySet()
                .removeIf(entry -> {
                    boolean gone =
                            entry.getKey().set().equals(set)
                                    && tree.at(entry.getKey().folder())
                                            .filter(known ->
                                                    known.stat().kind() == Stat.Kind.FOLDER)
                                            .isEmpty();
                    if (gone) {
                        entry.getValue().cancel();
                        spots.remove(entry.getValue());
                    }
                    return gone;
                });
        Set<String> fresh = new HashSet<>();
        trouble = Optional.empty();
        for (Map.Entry<String, Tree.Known> at : tree.known().entrySet()) {
            Spot spot = new Spot(set, at.getKey());
            boolean missing = at.getValue().stat().kind() == Stat.Kind.FOLDER && !isWatched(spot);
            if (missing && register(tree.resolve(at.getKey()), spot)) {
                fresh.add(at.getKey());
            }
        }
        return fresh;
    }

    /** Watches one folder from now on: what is seen in it later is whole, or is told. */
    void enter(Tree tree, String folder) {
        Spot spot = new Spot(tree.set().name(), folder);
        WatchKey before = keys.get(spot);
        boolean now = register(tree.resolve(folder), spot);
        // Another folder may have got its name.
        if (now && before != null && !before.equals(keys.get(spot))) {
            before.cancel();
            spots.remove(before);
        }
    }

    private boolean isWatched(Spot spot) {
        WatchKey key = keys.get(spot);
        return key != null && key.isValid();
    }

    private boolean register(Path folder, Spot spot) {
        try {
            WatchKey key =
                    folder.register(
                            service,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_DELETE,
                            StandardWatchEventKinds.ENTRY_MODIFY);
            spots.put(key, spot);
            keys.put(spot, key);
            return true;
        } catch (IOException e) {
            trouble =
                    Optional.of(
                            "changes in %s can't be watched (%s), so it is looked at every two seconds"
                                    .formatted(folder, e.getMessage()));
            return false;
        }
    }

    /** Waits for a change, and until there are no more of them for a moment. */
    Changes await(Duration longest) throws InterruptedException {
        Map<String, Set<String>> folders = new HashMap<>();
        boolean everything = false;
        Optional<WatchKey> key = next(longest.toNanos());
        long since = System.nanoTime();
        long end = since + MOST_NANOS;
        while (key.isPresent()) {
            everything |= take(key.get(), folders);
            key = next(Math.min(QUIET_NANOS, end - System.nanoTime()));
        }
        return new Changes(everything, folders, since);
    }

    private Optional<WatchKey> next(long nanos) throws InterruptedException {
        Optional<WatchKey> key = told.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        return key == null ? Optional.empty() : key;
    }

    private boolean take(WatchKey key, Map<String, Set<String>> folders) {
        Spot spot = spots.get(key);
        boolean lost = false;
        for (WatchEvent<?> event : key.pollEvents()) {
            lost |= event.kind().equals(StandardWatchEventKinds.OVERFLOW);
        }
        if (spot == null) {
            key.cancel();
            return lost;
        }
        folders.computeIfAbsent(spot.set(), _ -> new HashSet<>()).add(spot.folder());
        if (!key.reset()) {
            spots.remove(key);
            keys.remove(spot, key);
        }
        return lost;
    }

    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException _) {
            // Nobody waits for it any more.
        }
    }
}
