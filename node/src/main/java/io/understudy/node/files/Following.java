package io.understudy.node.files;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.FileGeneration;
import io.understudy.core.model.NodeId;
import io.understudy.node.disk.Trouble;
import io.understudy.node.files.Board.Coming;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fetches what another node gives out, and puts it in place. Runs in a thread of its own, until
 * interrupted.
 */
final class Following implements Runnable {

    private static final Duration WAIT = Duration.ofSeconds(15);
    private static final Duration BETWEEN_CHECKS = Duration.ofMinutes(5);
    private static final long LEAST_PAUSE_MILLIS = 100;
    private static final long MOST_PAUSE_MILLIS = 5_000;
    private static final int MOST_NAMED = 20;
    private static final int MOST_SHOWN = 5;

    private final NodeId holder;
    private final Epoch epoch;
    private final Workshop shop;
    private final FileSource source;
    private final Laps laps = new Laps();
    private final Pull pull;
    private Optional<Manifest> placed = Optional.empty();
    private Optional<String> ahead = Optional.empty();
    private boolean timing;
    private boolean everything = true;
    private long pause = LEAST_PAUSE_MILLIS;

    Following(NodeId holder, Epoch epoch, Workshop shop, FileSource source) {
        this.holder = holder;
        this.epoch = epoch;
        this.shop = shop;
        this.source = source;
        this.pull = new Pull(shop.store(), shop.trees(), source, laps);
    }

    @Override
    public void run() {
        try {
            begin();
            long checked = System.nanoTime();
            while (!Thread.currentThread().isInterrupted()) {
                if (System.nanoTime() - checked > BETWEEN_CHECKS.toNanos()) {
                    checked = System.nanoTime();
                    check();
                }
                if (!once()) {
                    Thread.sleep(pause);
                    pause = Math.min(MOST_PAUSE_MILLIS, 2 * pause);
                } else {
                    pause = LEAST_PAUSE_MILLIS;
                }
            }
        } catch (InterruptedException | ClosedByInterruptException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            trouble(List.of(new Problem("files", "", Trouble.of(e))));
        }
    }

    private void begin() throws IOException {
        Ledger ledger = shop.store().ledger();
        placed =
                ledger.applied().isPresent()
                        ? shop.store().find(ledger.applied().get())
                        : Optional.empty();
        placed.ifPresent(manifest -> shop.board().change(sheet -> sheet.done(manifest, List.of())));
    }

    /** Asks for the next one and takes it; false where that has to be tried again. */
    private boolean once() throws IOException {
        Optional<FileGeneration> here = placed.map(Manifest::generation);
        Optional<FileGeneration> current =
                here.filter(generation -> generation.epoch().equals(epoch));
        return switch (source.next(holder, new FileSource.Here(current, current, ahead), WAIT)) {
            case FileSource.Reply.Nothing() -> {
                shop.board().change(sheet -> sheet.silent(Optional.empty()));
                yield true;
            }
            case FileSource.Reply.Silent(String why) -> {
                shop.board().change(sheet -> sheet.silent(Optional.of(why)));
                yield false;
            }
            case FileSource.Reply.Bytes(InputStream in) -> {
                time();
                try (in) {
                    byte[] bytes = in.readAllBytes();
                    Optional<Preview> preview = Preview.read(bytes);
                    if (preview.isPresent()) {
                        yield takeAhead(preview.get());
                    }
                    timing = false;
                    yield take(ManifestCodec.read(bytes), Optional.of(bytes), everything);
                } catch (ClosedByInterruptException e) {
                    throw e;
                } catch (IOException e) {
                    if (Thread.currentThread().isInterrupted()) {
                        yield false;
                    }
                    trouble(List.of(new Problem("files", "", Trouble.of(e))));
                    yield false;
                }
            }
        };
    }

    /** From here on, or on from what came ahead. */
    private void time() {
        if (timing) {
            laps.to(Stage.ORDER);
        } else {
            laps.begin(System.nanoTime());
        }
        timing = true;
    }

    /** What is not whole after that comes with its generation, on from where it is now. */
    private boolean takeAhead(Preview preview) throws IOException {
        if (!preview.generation().epoch().equals(epoch)) {
            return false;
        }
        if (everything) {
            // What is here already is not fetched, and is not known before this.
            shop.trees().values().forEach(Tree::scan);
        }
        pull.fetchAhead(
                holder,
                preview,
                left -> fetching(new Coming(preview.generation(), left, List.of())));
        ahead = Optional.of(preview.id());
        return true;
    }

    /** Whether what was put in place is still there. */
    private void check() throws IOException {
        if (placed.isPresent()) {
            try {
                var _ = take(placed.get(), Optional.empty(), true);
            } catch (Pull.InterruptedPullException e) {
                shop.board()
                        .change(sheet -> sheet.silent(Optional.of(String.valueOf(e.getMessage()))));
            }
        }
    }

    /**
     * Has it whole, and then in place.
     *
     * @param bytes of one that is not on the shelf yet
     */
    private boolean take(Manifest next, Optional<byte[]> bytes, boolean all) throws IOException {
        if (!next.generation().epoch().equals(epoch)) {
            trouble(
                    List.of(
                            new Problem(
                                    "files",
                                    "",
                                    "needed a generation of epoch %s from %s, found %s; it is not taken"
                                            .formatted(epoch, holder, next.generation()))));
            return false;
        }
        if (all) {
            shop.trees().values().forEach(Tree::scan);
        }
        laps.to(Stage.SCAN);
        Map<Digest, Long> lacking = pull.lacking(next);
        laps.to(Stage.COMPARE);
        if (!lacking.isEmpty()) {
            List<String> some = some(next, lacking);
            fetching(new Coming(next.generation(), bytes(lacking), some));
            Map<Digest, String> failed =
                    pull.fetch(
                            holder,
                            lacking,
                            left -> fetching(new Coming(next.generation(), left, some)));
            if (!failed.isEmpty()) {
                trouble(named(next, failed));
                return false;
            }
        }
        if (bytes.isPresent()) {
            shop.store().keep(Store.Shelf.WHOLE, next, bytes.get());
            shop.board().tell();
            laps.to(Stage.LIST);
        }
        return place(next, all);
    }

    private boolean place(Manifest next, boolean all) throws IOException {
        Placement.Result result =
                new Placement(shop.store(), shop.trees(), shop.names(), laps)
                        .place(next, placed, all);
        result.aside().ifPresent(folder -> shop.board().change(sheet -> sheet.keptAside(folder)));
        if (!result.problems().isEmpty()) {
            everything = true;
            trouble(result.problems());
            return false;
        }
        everything = false;
        placed = Optional.of(next);
        shop.board().change(sheet -> sheet.done(next, laps.all()));
        shop.store().tidy();
        return true;
    }

    private static long bytes(Map<Digest, Long> lacking) {
        return lacking.values().stream().mapToLong(Long::longValue).sum();
    }

    private static List<Problem> named(Manifest next, Map<Digest, String> failed) {
        List<Problem> problems = new ArrayList<>();
        next.sets()
                .forEach((set, entries) -> {
                    for (FileEntry entry : entries) {
                        if (entry instanceof FileEntry.Content content
                                && failed.containsKey(content.body().digest())
                                && problems.size() < MOST_NAMED) {
                            problems.add(
                                    new Problem(
                                            set,
                                            content.path(),
                                            failed.getOrDefault(content.body().digest(), "")));
                        }
                    }
                });
        return problems;
    }

    /** So that a person sees what differs. */
    private static List<String> some(Manifest next, Map<Digest, Long> lacking) {
        return next.sets().entrySet().stream()
                .flatMap(set ->
                        set.getValue().stream()
                                .filter(FileEntry.Content.class::isInstance)
                                .map(FileEntry.Content.class::cast)
                                .filter(file -> lacking.containsKey(file.body().digest()))
                                .map(file -> Problem.name(set.getKey(), file.path())))
                .limit(MOST_SHOWN)
                .toList();
    }

    private void fetching(Coming what) {
        shop.board().change(sheet -> sheet.fetching(what));
    }

    private void trouble(List<Problem> problems) {
        shop.board().change(sheet -> sheet.with(problems));
    }
}
