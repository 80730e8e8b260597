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
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** A move, and the one that is played next, if any. */
    private record Scene(Move move, Optional<Move> next) {

        /** Whom a failover has killed comes back by the return, and need not be killed for it. */
        boolean leadsOn() {
            return move == Move.FAILOVER && next.equals(Optional.of(Move.RETURN));
        }

        static List<Scene> of(List<Move> moves) {
            List<Scene> scenes = new ArrayList<>();
            for (int i = 0; i < moves.size(); i++) {
                scenes.add(new Scene(moves.get(i), moves.stream().skip(i + 1).findFirst()));
            }
            return scenes;
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

    /** Does the moves without harm, and takes down the steps of each on either side. */
    Map<Move, Map<Part, Set<String>>> learn(List<Move> moves)
            throws StageException, InterruptedException {
        Map<Move, Map<Part, Set<String>>> steps = new EnumMap<>(Move.class);
        Optional<Cast> left = Optional.empty();
        for (Scene scene : Scene.of(moves)) {
            Cast cast = left.isPresent() ? left.get() : cast(scene.move());
            try (Knife onPrimary = Knife.blunt(cast.primary());
                    Knife onStandby = Knife.blunt(cast.standby())) {
                begin(scene.move(), cast);
                awaitDone(scene.move(), cast, onStandby);
                steps.put(
                        scene.move(),
                        Map.of(
                                Part.PRIMARY, steps(onPrimary.records()),
                                Part.STANDBY, steps(onStandby.records())));
            }
            left = leave(scene, cast);
        }
        return steps;
    }

    /** Heals, unless what the move has left is what the next one begins with. */
    private Optional<Cast> leave(Scene scene, Cast cast)
            throws StageException, InterruptedException {
        if (!scene.leadsOn()) {
            end(scene.move(), cast);
            return Optional.empty();
        }
        company.awaitServing(cast.standby());
        return Optional.of(
                new Cast(
                        /* primary= */ cast.standby(),
                        /* standby= */ cast.primary(),
                        epoch(cast.standby())));
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

    /**
     * Plays the moves of these cuts, one after the other, and heals after the last. There is one
     * cut of a move, or one on either side.
     */
    List<Round> play(List<Cut> cuts) throws StageException, InterruptedException {
        RowWriter rows = company.troupe().rowWriter("round-" + ++number);
        try {
            List<Took> all = new ArrayList<>();
            Optional<Cast> left = Optional.empty();
            for (Scene scene : Scene.of(cuts.stream().map(Cut::move).distinct().toList())) {
                Cast cast = left.isPresent() ? left.get() : cast(scene.move());
                if (left.isEmpty()) {
                    start(rows);
                }
                long began = System.nanoTime();
                Map<Cut, Boolean> reached =
                        cut(cuts.stream().filter(cut -> cut.move() == scene.move()).toList(), cast);
                left = leave(scene, cast);
                StageNode serves = left.isPresent() ? cast.standby() : company.awaitWhole();
                Epoch epoch = epoch(serves);
                Duration healed = Duration.ofNanos(System.nanoTime() - began);
                reached.forEach((cut, its) ->
                        all.add(new Took(cut, new Seen(cast, serves, epoch, its, healed))));
            }
            rows.stop();
            List<Round> rounds = new ArrayList<>();
            for (Took one : all) {
                rounds.add(judge.of(one.cut(), one.seen(), rows));
            }
            return rounds;
        } finally {
            rows.stop();
        }
    }

    private record Took(Cut cut, Seen seen) {}

    private void start(RowWriter rows) throws StageException, InterruptedException {
        rows.start();
        company.await(
                "rows", () -> rows.lastAcknowledged().filter(row -> row.number() > FIRST_ROWS));
    }

    /** Begins their move. @return whether the step of each came, in their order */
    private Map<Cut, Boolean> cut(List<Cut> cuts, Cast cast)
            throws StageException, InterruptedException {
        List<Knife> knives = new ArrayList<>();
        try {
            for (Cut cut : cuts) {
                StageNode victim = cast.of(cut.victim());
                knives.add(
                        Knife.over(
                                cast.of(cut.watched()),
                                cut.step(),
                                () -> company.troupe().killDaemon(victim)));
            }
            begin(cuts.getFirst().move(), cast);
            Map<Cut, Boolean> reached = new LinkedHashMap<>();
            for (int i = 0; i < cuts.size(); i++) {
                Cut cut = cuts.get(i);
                boolean came = awaitCut(knives.get(i));
                reached.put(cut, came);
                if (came) {
                    Thread.sleep(cut.pause());
                    company.troupe().startDaemon(cast.of(cut.victim()));
                }
            }
            return reached;
        } finally {
            knives.forEach(Knife::close);
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
