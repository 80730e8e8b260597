package io.understudy.demo.stage;

import io.understudy.core.action.Command;
import io.understudy.core.action.Outcome;
import io.understudy.core.decision.Role;
import io.understudy.demo.client.Acknowledged;
import io.understudy.demo.client.RowWriter;
import io.understudy.node.api.ArbiterReport.Place;
import io.understudy.node.api.HistoryEntry;
import io.understudy.node.api.NodeReport;
import io.understudy.node.api.Primacy;
import io.understudy.node.api.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Loses the leader of the arbiter's ensemble again and again, which never is the primary, and
 * watches whether the primary goes on serving: a kill of the witness, and then a silence of the
 * standby's daemon, by which the witness leads again. Where the primary itself came to lead, the
 * two change places first.
 */
final class LeaderLoss {

    private static final int ROUNDS = 10;
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration WATCHED = Duration.ofSeconds(4);
    private static final Duration SILENCE = Duration.ofSeconds(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final Stage stage;
    private final Troupe troupe;
    private final Narrator narrator;
    private StageNode primary;
    private StageNode standby;

    LeaderLoss(Stage stage, Troupe troupe, Narrator narrator) {
        this.stage = stage;
        this.troupe = troupe;
        this.narrator = narrator;
        this.primary = stage.first();
        this.standby = stage.second();
    }

    LeaderLossScore play(Audience audience) throws StageException, InterruptedException {
        RowWriter rows = troupe.rowWriter();
        rows.start();
        narrator.await(
                "a client writes numbered rows",
                LONG,
                () -> rows.lastAcknowledged().filter(row -> row.number() > 100));
        List<LeaderLossScore.Loss> losses = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            narrator.title("Round " + round + " of " + ROUNDS);
            silenceUntilTheWitnessLeads(audience, rows, losses);
            losses.add(watch(audience, rows, "witness killed", () -> troupe.kill(stage.witness())));
            troupe.startDaemon(stage.witness());
            awaitArbiter(audience, stage.witness(), Place.FOLLOWING);
        }
        rows.stop();
        return new LeaderLossScore(losses, rows.report());
    }

    private LeaderLossScore.Loss watch(Audience audience, RowWriter rows, String what, Deed deed)
            throws StageException, InterruptedException {
        Instant began = Instant.now();
        long from = System.nanoTime();
        deed.run();
        Duration shortest = Duration.ofDays(1);
        boolean frozen = troupe.frozen(standby);
        while (System.nanoTime() - from < (frozen ? SILENCE : WATCHED).toNanos()) {
            Duration left =
                    audience.report(primary.id())
                            .map(NodeReport::standing)
                            .flatMap(Standing::leaseLeft)
                            .orElse(shortest);
            shortest = left.compareTo(shortest) < 0 ? left : shortest;
            Thread.sleep(LOOK_EVERY);
        }
        boolean stayed =
                audience.history(primary.id()).stream()
                        .filter(entry -> entry.at().isAfter(began))
                        .map(HistoryEntry::role)
                        .allMatch(Role.ACTIVE::equals);
        LeaderLossScore.Loss loss =
                new LeaderLossScore.Loss(
                        what, longestGap(rows.acknowledged(), from), shortest, stayed);
        narrator.say(loss.line());
        return loss;
    }

    private static Duration longestGap(List<Acknowledged> rows, long from) {
        long longest = 0;
        for (int i = 1; i < rows.size(); i++) {
            if (rows.get(i).nanos() > from) {
                longest = Math.max(longest, rows.get(i).nanos() - rows.get(i - 1).nanos());
            }
        }
        return Duration.ofNanos(longest);
    }

    /** Of two survivors the one that has written more leads, so it may take several times. */
    private void silenceUntilTheWitnessLeads(
            Audience audience, RowWriter rows, List<LeaderLossScore.Loss> losses)
            throws StageException, InterruptedException {
        for (int i = 0; i < ROUNDS && !leads(audience, stage.witness()); i++) {
            if (leads(audience, primary)) {
                changePlaces(audience);
            }
            awaitArbiter(audience, standby, Place.LEADING);
            losses.add(watch(audience, rows, "standby silent", () -> troupe.freeze(standby)));
            troupe.thaw(standby);
            awaitArbiter(audience, standby, Place.FOLLOWING);
        }
    }

    private static boolean leads(Audience audience, StageNode node) {
        return audience.report(node.id())
                .filter(report -> report.arbiter().place() == Place.LEADING)
                .isPresent();
    }

    private void changePlaces(Audience audience) throws StageException, InterruptedException {
        StageNode next = standby;
        StageNode last = primary;
        narrator.await(
                next.id() + " is asked to serve, for the member of " + last.id() + " leads",
                LONG,
                () ->
                        audience.report(last.id())
                                .flatMap(NodeReport::primacy)
                                .filter(seen -> seen.inSync().contains(next.id()))
                                .map(Primacy::epoch)
                                .map(epoch ->
                                        audience.command(
                                                last.id(),
                                                new Command.Switchover(
                                                        "places-" + epoch, next.id(), epoch)))
                                .filter(Outcome.Done.class::isInstance));
        narrator.await(
                next.id() + " serves, and " + last.id() + " is in sync",
                LONG,
                () ->
                        audience.report(next.id())
                                .filter(report -> report.standing().role() == Role.ACTIVE)
                                .flatMap(NodeReport::primacy)
                                .filter(seen -> seen.inSync().contains(last.id())));
        primary = next;
        standby = last;
    }

    private void awaitArbiter(Audience audience, StageNode node, Place place)
            throws StageException, InterruptedException {
        narrator.await(
                "the arbiter's member on "
                        + node.id()
                        + " is "
                        + place.name().toLowerCase(Locale.ROOT),
                LONG,
                () ->
                        audience.report(node.id())
                                .map(NodeReport::arbiter)
                                .filter(arbiter -> arbiter.place() == place));
    }

    /** What takes the leader away. */
    private interface Deed {
        void run() throws StageException, InterruptedException;
    }
}
