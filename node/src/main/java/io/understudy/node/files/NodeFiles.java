package io.understudy.node.files;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.FileGeneration;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.FilesState;
import io.understudy.core.observation.FilesState.Stock;
import io.understudy.core.observation.FilesState.Work;
import io.understudy.core.port.CarriedFiles;
import io.understudy.node.disk.Trouble;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** This node's sets of files, with one thread that gives them out or fetches them. */
public final class NodeFiles implements CarriedFiles, AutoCloseable {

    private static final Duration FOR_AN_END = Duration.ofSeconds(5);

    private final Workshop shop;
    private final FileSource source;
    private volatile Work work = new Work.Resting();
    private @Nullable Thread worker;
    private @Nullable Publishing publishing;

    /** What the disk says, as of the last time that it was asked. */
    private record Ledgers(Ledger ledger, Optional<FileGeneration> whole) {}

    /**
     * Opens the folder that this node keeps for them.
     *
     * @param keep how many generations stay here
     * @throws IOException when that folder can't be used; the message is one sentence
     */
    public NodeFiles(Path folder, List<FileSet> sets, int keep, FileSource source)
            throws IOException {
        Names names = new Names();
        Board board = new Board();
        SortedMap<String, FileSet> byName = new TreeMap<>();
        SortedMap<String, Tree> trees = new TreeMap<>();
        for (FileSet set : sets) {
            byName.put(set.name(), set);
            trees.put(set.name(), new Tree(set, names));
        }
        Store store = new Store(folder, keep);
        this.shop = new Workshop(store, trees, names, new Counter(byName, board::tell), board);
        this.source = source;
    }

    /** Where other nodes get what this one gives out. */
    public Counter counter() {
        return shop.counter();
    }

    /** How it is, for people. */
    public Board.Sheet sheet() {
        return shop.board().sheet();
    }

    @Override
    public void onChange(Runnable changed) {
        shop.board().onChange(changed);
    }

    @Override
    public FilesState look() {
        try {
            // A worker may write both at any time, each in one step.
            Ledgers now = new Ledgers(shop.store().ledger(), shop.store().newestWhole());
            Optional<FileGeneration> applied = now.ledger().applied();
            Board.Sheet sheet = sheet();
            return new FilesState.Seen(
                    seen(work, sheet),
                    new Stock(
                            now.ledger().live(),
                            now.whole(),
                            applied.isPresent()
                                    && now.ledger().applying().isEmpty()
                                    && applied.equals(now.whole())),
                    sheet.problems().stream()
                            .findFirst()
                            .map(Problem::toString)
                            .or(sheet::silence));
        } catch (IOException e) {
            return new FilesState.Unusable(Trouble.of(e));
        }
    }

    private Work seen(Work now, Board.Sheet sheet) {
        return now instanceof Work.Publishing(Epoch epoch, var _, var _)
                ? new Work.Publishing(
                        epoch,
                        sheet.newest()
                                .map(Board.Count::generation)
                                .filter(generation -> generation.epoch().equals(epoch)),
                        shop.counter().followers())
                : now;
    }

    @Override
    public synchronized Outcome publish(Epoch epoch, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        Publishing now = publishing;
        if (!(work instanceof Work.Publishing(Epoch given, var _, var _) && given.equals(epoch))
                || now == null
                || worker == null
                || !worker.isAlive()) {
            if (!ended(deadline)) {
                return new Outcome.Unknown("what was under way did not end in time");
            }
            now = new Publishing(epoch, shop);
            publishing = now;
            begin(new Work.Publishing(epoch, Optional.empty(), java.util.Map.of()), now);
        }
        return answer(now.all(), end);
    }

    private static Outcome answer(CompletableFuture<Optional<String>> all, long end) {
        try {
            return all.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS)
                    .<Outcome>map(Outcome.Failed::new)
                    .orElseGet(Outcome.Done::new);
        } catch (TimeoutException _) {
            return new Outcome.NotYet("they are still being read");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Outcome.Unknown("it was told to stop");
        } catch (ExecutionException e) {
            return new Outcome.Failed(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public synchronized Outcome follow(NodeId holder, Epoch epoch, Duration deadline) {
        Work wanted = new Work.Following(holder, epoch);
        if (work.equals(wanted) && worker != null && worker.isAlive()) {
            return new Outcome.Done();
        }
        if (!ended(deadline)) {
            return new Outcome.Unknown("what was under way did not end in time");
        }
        begin(wanted, new Following(holder, epoch, shop, source));
        return new Outcome.Done();
    }

    @Override
    public synchronized Outcome keep(Epoch epoch, Duration deadline) {
        if (!ended(deadline)) {
            return new Outcome.Unknown("what was under way did not end in time");
        }
        return live(epoch);
    }

    @Override
    public synchronized Outcome apply(Epoch epoch, Duration deadline) {
        if (!ended(deadline)) {
            return new Outcome.Unknown("what was under way did not end in time");
        }
        try {
            Ledger ledger = shop.store().ledger();
            if (ledger.live().filter(epoch::equals).isPresent()) {
                return new Outcome.Done();
            }
            Optional<Manifest> newest = shop.store().newest(Store.Shelf.WHOLE);
            if (newest.isEmpty()) {
                return new Outcome.Refused("this node has never had a whole generation");
            }
            Optional<Manifest> last =
                    ledger.applied().isPresent()
                            ? shop.store().find(ledger.applied().get())
                            : Optional.empty();
            Placement.Result result =
                    new Placement(shop.store(), shop.trees(), shop.names(), new Laps())
                            .place(newest.get(), last, true);
            shop.board()
                    .change(sheet ->
                            result.aside()
                                    .map(sheet::keptAside)
                                    .orElse(sheet)
                                    .with(result.problems()));
            return result.problems().isEmpty()
                    ? live(epoch)
                    : new Outcome.Failed(result.problems().getFirst().toString());
        } catch (IOException e) {
            return new Outcome.Failed(Trouble.of(e));
        }
    }

    private Outcome live(Epoch epoch) {
        try {
            shop.store().write(shop.store().ledger().liveIn(epoch));
            shop.board().tell();
            return new Outcome.Done();
        } catch (IOException e) {
            return new Outcome.Failed(Trouble.of(e));
        }
    }

    @Override
    public synchronized Outcome rest(Duration deadline) {
        return ended(deadline)
                ? new Outcome.Done()
                : new Outcome.Unknown("what was under way did not end in time");
    }

    private void begin(Work what, Runnable task) {
        work = what;
        worker = Thread.ofPlatform().daemon().name("files").start(task);
        shop.board().tell();
    }

    private boolean ended(Duration deadline) {
        Thread under = worker;
        if (under != null) {
            under.interrupt();
            try {
                if (!under.join(deadline)) {
                    return false;
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        worker = null;
        publishing = null;
        shop.counter().show(Optional.empty());
        if (!(work instanceof Work.Resting)) {
            work = new Work.Resting();
            shop.board().tell();
        }
        return true;
    }

    @Override
    public synchronized void close() {
        var _ = ended(FOR_AN_END);
    }
}
