package io.understudy.demo.stage;

import io.understudy.demo.client.Acknowledged;
import io.understudy.demo.client.RowReport;
import io.understudy.demo.client.RowWriter;
import io.understudy.demo.client.Verification;
import io.understudy.demo.stage.Cut.Move;
import io.understudy.demo.stage.Cut.Part;
import io.understudy.demo.stage.Rounds.Seen;
import io.understudy.node.api.MoveReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whether a move that was cut short went on or was undone, and whether a row was lost. */
final class Judge {

    /** From these on the place is given away, and the holder can't go on in its epoch. */
    private static final Set<String> GIVEN_AWAY =
            Set.of("has written Ceded", "begins Rewind", "Rewind: Done", "begins StartStandby");

    private final Audience audience;

    Judge(Audience audience) {
        this.audience = audience;
    }

    Round of(Cut cut, Seen seen, RowWriter rows) throws InterruptedException {
        RowReport report = rows.report();
        List<String> faults = new ArrayList<>();
        int lost = 0;
        switch (report.verification()) {
            case Verification.Verified(var missing, long _, long _, var unexpected) -> {
                lost = missing.size();
                missing.forEach(row -> faults.add("row " + row + " is lost"));
                unexpected.forEach(row -> faults.add("row " + row + " was never sent"));
            }
            case Verification.NotVerified(String why) -> faults.add(why);
        }
        for (Acknowledged row : report.contradictions()) {
            faults.add("two acknowledged at once: " + row);
        }
        faults.addAll(unfinished(seen));
        faults.addAll(neither(cut, seen));
        return new Round(
                cut,
                seen.reached(),
                seen.cast().of(cut.victim()).id().name(),
                course(cut.move(), seen),
                report.longestGap().map(gap -> gap.length()).orElse(Duration.ZERO),
                seen.healed(),
                lost,
                faults);
    }

    /** Moves of which the nodes' own journals do not say how they ended. */
    private List<String> unfinished(Seen seen) {
        List<String> faults = new ArrayList<>();
        for (StageNode node : List.of(seen.cast().primary(), seen.cast().standby())) {
            audience.moves(node.id()).stream()
                    .filter(move -> move.outcome().state() == MoveReport.State.UNDER_WAY)
                    .map(move ->
                            "%s says that move %s is under way".formatted(node.id(), move.number()))
                    .forEach(faults::add);
        }
        return faults;
    }

    /** What is neither a move that went on nor one that was undone. */
    private static List<String> neither(Cut cut, Seen seen) {
        List<String> faults = new ArrayList<>();
        if (seen.cast().epoch().isAfter(seen.epoch())) {
            faults.add("the epoch fell from %s to %s".formatted(seen.cast().epoch(), seen.epoch()));
        }
        if (seen.moved() && seen.sameEpoch()) {
            faults.add("two served in epoch " + seen.epoch());
        }
        boolean gaveAway =
                cut.move() == Move.SWITCHOVER
                        && (cut.watched() == Part.STANDBY || GIVEN_AWAY.contains(cut.step()));
        if (seen.reached() && seen.sameEpoch() && (gaveAway || cut.move() == Move.FAILOVER)) {
            faults.add("the place was given away, and its holder serves on in " + seen.epoch());
        }
        return faults;
    }

    private String course(Move move, Seen seen) {
        if (!seen.reached()) {
            return "not reached";
        }
        return switch (move) {
            case SWITCHOVER, FAILOVER ->
                    seen.moved() ? kind(seen) : seen.sameEpoch() ? "undone" : "came back";
            // Without its stream, or a copy, the other would not be in sync.
            case RETURN, COPY -> seen.moved() ? "taken over" : "finished";
        };
    }

    /** As the one that serves tells it. */
    private String kind(Seen seen) {
        return audience.moves(seen.serves().id()).stream()
                .filter(move -> move.number().isAfter(seen.cast().epoch()))
                .filter(move -> move.side() == MoveReport.Side.TOOK)
                .reduce((_, later) -> later)
                .map(move ->
                        move.kind() == MoveReport.Kind.SWITCHOVER
                                ? "finished"
                                : seen.cast().epoch().next().equals(move.number())
                                        ? "taken over"
                                        : "at the 2nd try")
                .orElse("finished");
    }
}
