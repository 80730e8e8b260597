package io.understudy.testkit.simulator;

import io.understudy.core.action.Action;
import io.understudy.core.action.Action.OnFiles;
import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.FileGeneration;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.FilesState;
import io.understudy.core.observation.FilesState.Stock;
import io.understudy.core.observation.FilesState.Work;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One node's files: one text stands for all of them. */
final class SimulatedFiles {
    private static final long MS = 1_000_000;

    private final World world;
    private final SimulatedNode node;
    private final Map<NodeId, FileGeneration> taken = new TreeMap<>();

    // On its disk.
    private long text;
    private Stock stock = Stock.NONE;
    private @Nullable Whole whole;
    private @Nullable Whole published;
    private boolean full;

    // Of this run of its daemon.
    private Work work = new Work.Resting();
    private int run;
    private boolean busy;
    private boolean changes;

    /** A generation with what is in it. */
    private record Whole(FileGeneration generation, long text) {}

    SimulatedFiles(World world, SimulatedNode node) {
        this.world = world;
        this.node = node;
    }

    FilesState look() {
        return new FilesState.Seen(
                work instanceof Work.Publishing(Epoch epoch, var _, var _)
                        ? new Work.Publishing(epoch, newest(epoch), taken)
                        : work,
                stock,
                full ? Optional.of("its disk is full") : Optional.empty());
    }

    private Optional<FileGeneration> newest(Epoch epoch) {
        return Optional.ofNullable(published)
                .map(Whole::generation)
                .filter(generation -> generation.epoch().equals(epoch));
    }

    boolean busy() {
        return busy;
    }

    /** Whether what is in place may be about to change. */
    boolean changing() {
        return changes || work instanceof Work.Following;
    }

    long text() {
        return text;
    }

    Stock stock() {
        return stock;
    }

    /** The server writes one of them. */
    void written(long next) {
        text = next;
    }

    /** Nothing can be fetched or put in place while its disk is full. */
    void disk(boolean isFull) {
        full = isFull;
    }

    /** The daemon has ended, and with it all that it did. */
    void ended() {
        run++;
        busy = false;
        changes = false;
        work = new Work.Resting();
        taken.clear();
    }

    void run(OnFiles action, BiConsumer<OnFiles, Outcome> answer) {
        if (busy) {
            throw new Violation(node.id() + " asks for " + action + " while another is under way");
        }
        busy = true;
        changes = action instanceof Action.ApplyFiles;
        int mine = ++run;
        boolean fails = full || Fate.drawn(world.weather()) != Fate.WORKS;
        boolean changesMode =
                !(action instanceof Action.PublishFiles(Epoch epoch)
                        && work instanceof Work.Publishing publishing
                        && publishing.epoch().equals(epoch));
        if (changesMode) {
            work = new Work.Resting();
            taken.clear();
        }
        long takes = world.weather().delay(2 * MS, 60 * MS, 900 * MS);
        world.events()
                .in(
                        takes,
                        () ->
                                node.whenAwake(() -> {
                                    if (run == mine) {
                                        busy = false;
                                        changes = false;
                                        answer.accept(action, fails ? failed() : done(action));
                                    }
                                }));
    }

    private Outcome failed() {
        return new Outcome.Failed(full ? "No space left on device" : "it did not work");
    }

    private Outcome done(OnFiles action) {
        return switch (action) {
            case Action.PublishFiles(Epoch epoch) -> {
                work = new Work.Publishing(epoch, Optional.empty(), Map.of());
                publish();
                world.events().in(every(), () -> publishAgain(run));
                yield new Outcome.Done();
            }
            case Action.FollowFiles(NodeId holder, Epoch epoch) -> {
                work = new Work.Following(holder, epoch);
                world.events().in(every(), () -> fetch(run));
                yield new Outcome.Done();
            }
            case Action.KeepFiles(Epoch epoch) -> live(epoch);
            case Action.ApplyFiles(Epoch epoch) -> {
                if (whole == null) {
                    yield new Outcome.Refused("it has never had a whole generation");
                }
                text = whole.text();
                yield live(epoch);
            }
            case Action.RestFiles() -> new Outcome.Done();
        };
    }

    private Outcome live(Epoch epoch) {
        stock = new Stock(Optional.of(epoch), stock.whole(), stock.inPlace());
        return new Outcome.Done();
    }

    private long every() {
        return world.weather().between(20 * MS, 250 * MS);
    }

    private void publishAgain(int mine) {
        if (run == mine) {
            node.whenAwake(() -> {
                if (run == mine && node.running()) {
                    publish();
                }
            });
            world.events().in(every(), () -> publishAgain(mine));
        }
    }

    private void publish() {
        if (work instanceof Work.Publishing(Epoch epoch, var _, var _) && !full) {
            Optional<FileGeneration> last = newest(epoch);
            if (last.isEmpty() || published == null || published.text() != text) {
                published =
                        new Whole(
                                last.map(FileGeneration::next)
                                        .orElseGet(() -> new FileGeneration(epoch, 1)),
                                text);
                node.filesChanged();
            }
        }
    }

    /** Asks the holder over the network, again and again. */
    private void fetch(int mine) {
        if (run != mine) {
            return;
        }
        if (work instanceof Work.Following(NodeId holder, Epoch epoch) && node.running()) {
            world.carry(
                    node.id(), holder, () -> world.node(holder).files().asked(node, epoch, mine));
        }
        world.events().in(every(), () -> fetch(mine));
    }

    private void asked(SimulatedNode by, Epoch epoch, int theirs) {
        Whole given = published;
        boolean gives =
                node.running()
                        && given != null
                        && work instanceof Work.Publishing publishing
                        && publishing.epoch().equals(given.generation().epoch());
        if (!gives || given == null) {
            return;
        }
        by.files()
                .stock()
                .whole()
                .ifPresent(has -> {
                    boolean counts =
                            by.files().stock().inPlace()
                                    && has.epoch().equals(given.generation().epoch());
                    if (counts && !has.equals(taken.put(by.id(), has))) {
                        node.filesChanged();
                    }
                });
        world.events()
                .in(
                        world.weather().delay(5 * MS, 60 * MS, 3000 * MS),
                        () ->
                                world.carry(
                                        node.id(),
                                        by.id(),
                                        () -> by.files().arrived(given, epoch, theirs)));
    }

    private void arrived(Whole next, Epoch wanted, int mine) {
        boolean newer = stock.whole().filter(has -> !next.generation().isAfter(has)).isEmpty();
        if (run != mine
                || full
                || !newer
                || !node.running()
                || !next.generation().epoch().equals(wanted)
                || world.weather().happens(0.1)) {
            return;
        }
        world.invariants().files().fetched(node, next.generation());
        whole = next;
        boolean placed = !world.weather().happens(0.1);
        if (placed) {
            text = next.text();
        }
        stock = new Stock(stock.live(), Optional.of(next.generation()), placed);
        node.filesChanged();
        if (!placed) {
            world.events().in(every(), () -> place(mine));
        }
    }

    /** What was cut off is done once more. */
    private void place(int mine) {
        if (run == mine && whole != null && node.running()) {
            text = whole.text();
            stock = new Stock(stock.live(), stock.whole(), true);
            node.filesChanged();
        }
    }

    /** Whether it has put in place what that one has given out last. */
    boolean follows(SimulatedFiles primary) {
        return primary.published != null
                && whole != null
                && whole.equals(primary.published)
                && stock.inPlace();
    }
}
