package io.understudy.lab.matrix;

import io.understudy.core.action.Command;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import io.understudy.lab.Host;
import io.understudy.lab.LabException;
import io.understudy.lab.cluster.CarriedFolder;
import io.understudy.lab.cluster.LabCluster;
import io.understudy.lab.observer.Commit;
import io.understudy.lab.observer.Commit.Row;
import io.understudy.lab.observer.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Plays cases on one cluster, one after the other. */
final class Runner implements AutoCloseable {

    private static final Duration LONGEST_HEALING = Duration.ofSeconds(90);
    private static final Duration LONGEST_TAKEOVER = Duration.ofSeconds(30);
    private static final Duration STAYS = Duration.ofMillis(1500);

    /** What a promise is about, as a journal tells it. */
    private static final Set<String> PROMOTES = Set.of("begins Promote", "begins StartPrimary");

    private static final Set<String> LETS_GO = Set.of("begins WaitFor");

    /** Longer than any lease: what has not changed by then is not about to. */
    private static final Duration NOTHING_CHANGES = Duration.ofSeconds(6);

    private final LabCluster cluster;
    private final Stagehand stagehand;
    private final Ledger ledger;
    private final FileDeeds files;
    private final Journals journals;
    private final Map<String, Reader> readers = new HashMap<>();
    private long lostBefore;
    private long twoWritersBefore;

    Runner(LabCluster cluster) throws LabException {
        this.cluster = cluster;
        this.stagehand = new Stagehand(cluster);
        this.ledger = cluster.ledger();
        this.files = new FileDeeds(cluster);
        this.journals = new Journals(cluster);
        for (Host carrier : cluster.carriers()) {
            readers.put(carrier.name(), new Reader(carrier));
        }
    }

    @Override
    public void close() {
        readers.values().forEach(Reader::close);
    }

    /**
     * From a cluster at rest to a cluster at rest.
     *
     * @throws LabException where its moment or its end was not reached
     */
    Measured play(Case one) throws LabException, InterruptedException {
        Cast cast = Cast.of(cluster, cluster.awaitWhole(LONGEST_HEALING));
        files.change(cast.primary(), CarriedFolder.LITTLE);
        files.awaitCarried(cast.primary());
        Optional<String> generation = bringAbout(one.when(), cast);
        Optional<Promise> promise = promised(one, cast);
        Instant struck = Instant.now();
        long began = System.nanoTime();
        for (Deed deed : one.deeds()) {
            stagehand.does(deed, cast);
        }
        if (generation.isPresent()) {
            files.cameInTime(cast.standby(), generation.get());
        }
        long done = System.nanoTime();
        Optional<Instead> met = watch(one.expected(), cast, done);
        long ended = System.nanoTime();
        Serves serves = serving(cast, ended);
        Duration gap = ledger.longestGap(began, ended);
        List<String> torn = new ArrayList<>(files.torn());
        String healed = heal(one.expected(), cast);
        Host primary = cluster.awaitWhole(LONGEST_HEALING);
        files.awaitCarried(primary);
        Duration whole = Duration.ofNanos(System.nanoTime() - ended);
        torn.addAll(files.torn());
        files.tidy(primary);
        // What the next case begins with: no pause that was typed, and no moves in a row.
        cluster.operator().tell(primary, new Command.Resume());
        Measured.Harm harm = new Measured.Harm(lost(primary), twoWriters(), torn);
        return new Measured(serves, gap, harm, whole, healed, met, audit(promise, struck));
    }

    private Optional<Promise> promised(Case one, Cast cast)
            throws LabException, InterruptedException {
        Optional<Part> lost = one.loses();
        return lost.isPresent()
                ? Optional.of(Promise.of(cluster, cast, lost.get()))
                : Optional.empty();
    }

    private Measured.Audit audit(Optional<Promise> promise, Instant struck) throws LabException {
        Journals.Since since = journals.again();
        Optional<Kept> kept =
                promise.map(it ->
                        new Kept(
                                it,
                                it.turn()
                                        .flatMap(turn ->
                                                since.after(
                                                        struck,
                                                        turn.node(),
                                                        it.part() == Part.PRIMARY
                                                                ? PROMOTES
                                                                : LETS_GO))));
        return new Measured.Audit(kept, since.count(), since.differences());
    }

    /** Returns the generation of files that is on its way then, where it is about one. */
    private Optional<String> bringAbout(When when, Cast cast)
            throws LabException, InterruptedException {
        switch (when) {
            case When.Steady() -> {}
            case When.Carrying() -> {
                return Optional.of(files.beginGeneration(cast));
            }
            case When.Switchover(Part whose, String step) -> {
                Reader reader = reader(cast.host(whose));
                for (Host carrier : cluster.carriers()) {
                    reader(carrier).mark();
                }
                int mark = reader.mark();
                // Its answer takes longer than some steps.
                Thread.ofPlatform().daemon().start(() -> ask(cast));
                reader.await(step, mark);
            }
            case When.Rejoin(String step) -> {
                stagehand.does(new Deed.PowerOff(Part.STANDBY), cast);
                stagehand.does(new Deed.AwaitAlone(Part.PRIMARY), cast);
                Reader reader = reader(cast.standby());
                int mark = reader.mark();
                stagehand.does(new Deed.PowerOn(Part.STANDBY), cast);
                reader.await(step, mark);
            }
        }
        return Optional.empty();
    }

    private Reader reader(Host host) throws LabException {
        return Optional.ofNullable(readers.get(host.name()))
                .orElseThrow(() -> new LabException(host.name() + " has no journal of moves"));
    }

    private void ask(Cast cast) {
        try {
            stagehand.switchOver(cast);
        } catch (LabException e) {
            // Then the cue never comes, and that is the failure.
            System.out.println(e.getMessage());
        }
    }

    /** Until it is settled who serves; returns the other outcome, where that is due. */
    private Optional<Instead> watch(Expected expected, Cast cast, long done)
            throws LabException, InterruptedException {
        switch (expected.serves()) {
            case NOBODY, WHOEVER -> Thread.sleep(NOTHING_CHANGES);
            case PRIMARY -> {
                Thread.sleep(NOTHING_CHANGES);
                Optional<Instead> met = expected.instead();
                if (met.isPresent() && isSo(met.get().when(), cast)) {
                    return met;
                }
                awaitRow(System.nanoTime(), cast.primary().name());
            }
            case STANDBY -> awaitRow(done, cast.standby().name());
            case EITHER -> {
                Thread.sleep(NOTHING_CHANGES);
                awaitRow(System.nanoTime(), "");
            }
        }
        return Optional.empty();
    }

    private boolean isSo(Instead.Condition condition, Cast cast) throws LabException {
        return switch (condition) {
            case SUCCESSOR_ALONE ->
                    reader(cast.primary())
                            .lastHeldBy(cast.standby())
                            .filter(it -> it.phase() instanceof Phase.Active)
                            .map(it -> !it.synchrony().includes(new NodeId(cast.primary().name())))
                            .orElseThrow(() ->
                                    new LabException(
                                            "needed the successor's place in the journal of "
                                                    + cast.primary().name()));
        };
    }

    /** A row that never comes is a finding, and no error. */
    private void awaitRow(long after, String node) throws InterruptedException {
        long due = System.nanoTime() + LONGEST_TAKEOVER.toNanos();
        while (System.nanoTime() < due
                && (node.isEmpty() ? ledger.firstAfter(after) : ledger.firstAfter(after, node))
                        .isEmpty()) {
            Thread.sleep(50);
        }
        Thread.sleep(STAYS);
    }

    private Serves serving(Cast cast, long ended) {
        return ledger.latest()
                .filter(row -> ended - row.acknowledged() < STAYS.toNanos())
                .map(Commit::node)
                .map(node -> node.equals(cast.primary().name()) ? Serves.PRIMARY : Serves.STANDBY)
                .orElse(Serves.NOBODY);
    }

    private String heal(Expected expected, Cast cast) throws LabException, InterruptedException {
        stagehand.endsAll();
        if (expected.healing().isEmpty()) {
            return "by itself";
        }
        List<String> typed = expected.healing().orElseThrow();
        Thread.sleep(NOTHING_CHANGES);
        if (cluster.whole().isPresent()) {
            return "by itself, although a person was expected to";
        }
        stagehand.types(cast.primary(), typed);
        return "by a person";
    }

    private long lost(Host primary) throws LabException {
        long moment = System.nanoTime();
        Set<Row> there = cluster.rows(primary);
        long all = ledger.lost(there, moment).size();
        long now = all - lostBefore;
        lostBefore = all;
        return now;
    }

    private long twoWriters() {
        long all = ledger.byTwoWriters().size();
        long now = all - twoWritersBefore;
        twoWritersBefore = all;
        return now;
    }
}
