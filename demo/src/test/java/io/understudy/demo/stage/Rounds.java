package io.understudy.demo.stage;

import io.understudy.core.action.Command;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.demo.client.RowWriter;
import io.understudy.demo.stage.Cut.Move;
import io.understudy.demo.stage.Cut.Part;
import io.understudy.node.api.NodeReport;
import io.understudy.node.api.Primacy;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Moves of one cluster that heals in between. */
final class Rounds {

    /** Far longer than a move takes from one step to the next. */
    private static final Duration UNTIL_A_STEP = Company.TIMINGS.switchover();

    private static final int FIRST_ROWS = 5;
    private static final String BEGINS = "begins ";
    private static final String DONE = ": Done";

    private final Company company;
    private final Judge judge;
    private int number;

    Rounds(Company company) {
        this.company = company;
        this.judge = new Judge(company.audience());
    }

    /** Who is what as the move begins. */
    record Cast(StageNode primary, StageNode standby, Epoch epoch) {
        StageNode of(Part part) {
            return part == Part.PRIMARY ? primary : standby;
        }
    }

    /**
     * What came of it.
     *
     * @param epoch of the one that serves
     * @param reached whether the step came, and so the kill
     */
    record Seen(Cast cast, StageNode serves, Epoch epoch, boolean reached, Duration healed) {

        boolean moved() {
            return !serves.equals(cast.primary());
        }

        boolean sameEpoch() {
            return epoch.equals(cast.epoch());
        }
    }

    /** Does the move without harm, and takes down its steps on either side. */
    Map<Part, Set<String>> learn(Move move) throws StageException, InterruptedException {
        Cast cast = cast(move);
        try (Knife onPrimary = Knife.blunt(cast.primary());
                Knife onStandby = Knife.blunt(cast.standby())) {
            begin(move, cast);
            awaitDone(move, cast, onStandby);
            Map<Part, Set<String>> steps =
                    Map.of(
                            Part.PRIMARY, steps(onPrimary.records()),
                            Part.STANDBY, steps(onStandby.records()));
            end(move, cast);
            return steps;
        }
    }

    private void awaitDone(Move move, Cast cast, Knife onStandby)
            throws StageException, InterruptedException {
        switch (move) {
            case SWITCHOVER, FAILOVER -> company.awaitServing(cast.standby());
            case RETURN -> company.awaitWhole();
            case COPY ->
                    company.await(
                            "a new copy",
                            () -> company.whole().filter(_ -> isCopied(onStandby.records())));
        }
        if (move == Move.SWITCHOVER) {
            company.awaitWhole();
        }
    }

    private static boolean isCopied(List<List<String>> records) {
        return records.stream().anyMatch(steps -> steps.contains("CopyAnew: Done"));
    }

    /**
     * One of each record; what failed and was tried again need not fail the next time, and the end
     * of what began before is none of this move's.
     */
    private static Set<String> steps(List<List<String>> records) {
        Set<String> begun =
                records.stream()
                        .flatMap(List::stream)
                        .filter(step -> step.startsWith(BEGINS))
                        .map(step -> step.substring(BEGINS.length()) + DONE)
                        .collect(Collectors.toSet());
        return records.stream()
                .map(List::getFirst)
                .filter(step ->
                        !step.contains(": ") || begun.contains(step) || step.startsWith("told to"))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    Round play(Cut cut) throws StageException, InterruptedException {
        Cast cast = cast(cut.move());
        StageNode victim = cast.of(cut.victim());
        RowWriter rows = company.troupe().rowWriter("round-" + ++number);
        rows.start();
        company.await(
                "rows", () -> rows.lastAcknowledged().filter(row -> row.number() > FIRST_ROWS));
        long began = System.nanoTime();
        try (Knife knife =
                Knife.over(
                        cast.of(cut.watched()),
                        cut.step(),
                        () -> company.troupe().killDaemon(victim))) {
            begin(cut.move(), cast);
            boolean reached = awaitCut(knife);
            if (reached) {
                Thread.sleep(cut.pause());
                company.troupe().startDaemon(victim);
            } else {
                awaitDone(cut.move(), cast, knife);
            }
            end(cut.move(), cast);
            StageNode serves = company.awaitWhole();
            Duration healed = Duration.ofNanos(System.nanoTime() - began);
            rows.stop();
            return judge.of(cut, new Seen(cast, serves, epoch(serves), reached, healed), rows);
        } finally {
            rows.stop();
        }
    }

    private Cast cast(Move move) throws StageException, InterruptedException {
        StageNode primary = company.awaitWhole();
        StageNode standby = company.other(primary);
        if (move != Move.RETURN) {
            return new Cast(primary, standby, epoch(primary));
        }
        company.troupe().kill(primary);
        company.awaitServing(standby);
        return new Cast(standby, primary, epoch(standby));
    }

    private Epoch epoch(StageNode node) throws StageException, InterruptedException {
        return company.await(
                "the epoch",
                () ->
                        company.audience()
                                .report(node.id())
                                .flatMap(NodeReport::primacy)
                                .map(Primacy::epoch));
    }

    private void begin(Move move, Cast cast) throws StageException {
        NodeId to = cast.standby().id();
        switch (move) {
            case SWITCHOVER ->
                    company.command(
                            cast.primary(),
                            new Command.Switchover("round-" + number, to, cast.epoch()));
            case FAILOVER -> company.troupe().kill(cast.primary());
            case RETURN -> company.troupe().startDaemon(cast.standby());
            case COPY -> {
                company.troupe().kill(cast.standby());
                Folders.remove(cast.standby().data());
                company.troupe().startDaemon(cast.standby());
            }
        }
    }

    /** What was killed so that a move begins comes back. */
    private void end(Move move, Cast cast) throws StageException, InterruptedException {
        if (move == Move.FAILOVER) {
            company.awaitServing(cast.standby());
            company.troupe().startDaemon(cast.primary());
        }
        company.awaitWhole();
    }

    private static boolean awaitCut(Knife knife) throws InterruptedException {
        long begin = System.nanoTime();
        while (!knife.hasCut() && System.nanoTime() - begin < UNTIL_A_STEP.toNanos()) {
            Thread.sleep(2);
        }
        return knife.hasCut();
    }
}
