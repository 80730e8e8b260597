package io.understudy.node.moves;

import io.understudy.core.decision.Decider;
import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.Role;
import io.understudy.core.explain.Reason;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import io.understudy.node.api.Forecast;
import io.understudy.node.api.MoveReport;
import io.understudy.node.api.MoveReport.Kind;
import io.understudy.node.api.MoveReport.Side;
import io.understudy.node.api.MoveReport.State;
import io.understudy.node.journal.Entry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes reports of moves from the journal, one entry after the other: by deciding again what was
 * decided. Pure; a daemon that begins reads the end of its journal, and goes on with the report of
 * a move that it was in the midst of.
 */
final class MoveTracker {

    private final Decider decider;
    private final BiFunction<Kind, Side, Forecast> forecasts;

    /**
     * With that decider's rules.
     *
     * @param forecasts by what is known of moves before the one that is reported
     */
    MoveTracker(Decider decider, BiFunction<Kind, Side, Forecast> forecasts) {
        this.decider = decider;
        this.forecasts = forecasts;
    }

    /**
     * What is to be remembered between two entries. A node that has taken over and not come up yet
     * may have to give up again: so it may be in the midst of two.
     *
     * @param open of each side
     * @param doubt since when this node's database has not followed the holder's
     */
    record Memory(Map<Side, OpenMove> open, Optional<Mark> doubt) {
        static final Memory NOTHING = new Memory(Map.of(), Optional.empty());

        Memory {
            open = Map.copyOf(open);
        }

        private Memory interrupted() {
            Map<Side, OpenMove> changed = new EnumMap<>(Side.class);
            open.forEach((side, move) -> changed.put(side, move.interrupted()));
            return new Memory(changed, doubt);
        }
    }

    /** What to remember, and what is to be told of the moves that went on. */
    record Told(Memory next, List<MoveReport> reports) {
        Told {
            reports = List.copyOf(reports);
        }
    }

    Told next(Memory memory, Entry entry) {
        return switch (entry) {
            case Entry.Began _ -> new Told(memory.interrupted(), List.of());
            case Entry.Decided decided -> decided(memory, look(decided));
            case Entry.Missed _, Entry.Damaged _, Entry.Ended _ -> new Told(memory, List.of());
        };
    }

    private Look look(Entry.Decided entry) {
        NodeState after = decider.decide(entry.before(), entry.seen()).next();
        return new Look(
                entry.before(),
                entry.seen(),
                after,
                new Mark(after.incarnation(), entry.seen().at(), entry.time()),
                entry.sentence());
    }

    private Told decided(Memory memory, Look look) {
        Optional<Mark> doubt = doubt(memory, look);
        Map<Side, OpenMove> before = new EnumMap<>(Side.class);
        before.putAll(memory.open());
        Beginning.of(look, doubt)
                .filter(fresh -> !goesOn(before.get(fresh.facts().side()), fresh))
                .ifPresent(fresh -> before.put(fresh.facts().side(), fresh));
        Map<Side, OpenMove> after = new EnumMap<>(Side.class);
        List<MoveReport> reports = new ArrayList<>();
        before.forEach((side, open) -> {
            switch (Course.of(open, look)) {
                case Course.Nothing() -> {}
                case Course.GoesOn(OpenMove on) -> {
                    after.put(side, on);
                    if (!on.equals(memory.open().get(side))) {
                        shown(on, State.UNDER_WAY, "It is under way.").ifPresent(reports::add);
                    }
                }
                case Course.Over(OpenMove done, State state, String sentence) ->
                        shown(done, state, sentence).ifPresent(reports::add);
            }
        });
        return new Told(new Memory(after, doubt), reports);
    }

    /** Whether the open move is the one that seems to begin: it was tried before. */
    private static boolean goesOn(@Nullable OpenMove open, OpenMove fresh) {
        return open != null && open.facts().number().equals(fresh.facts().number());
    }

    private static Optional<Mark> doubt(Memory memory, Look look) {
        if (look.after().reason() instanceof Reason.Following) {
            return Optional.empty();
        }
        return look.before().reason() instanceof Reason.Following
                ? Optional.of(look.at())
                : memory.doubt();
    }

    /** Who only contends has moved nothing yet. */
    private Optional<MoveReport> shown(OpenMove open, State state, String sentence) {
        MoveReport facts = open.facts();
        boolean moves = facts.side() == Side.GAVE || open.has(MoveReport.Phase.LEASE);
        return moves
                ? Optional.of(
                        open.report(state, sentence, forecasts.apply(facts.kind(), facts.side())))
                : Optional.empty();
    }

    /** What becomes of an open move by one more decision. */
    private sealed interface Course {

        /** It never was one: the holder lives, or another was faster. */
        record Nothing() implements Course {}

        record GoesOn(OpenMove open) implements Course {}

        record Over(OpenMove open, State state, String sentence) implements Course {}

        static Course of(OpenMove open, Look look) {
            return look.cluster()
                    .map(cluster ->
                            open.facts().side() == Side.TOOK
                                    ? taking(open, look, cluster)
                                    : giving(open, look, cluster))
                    .orElse(new GoesOn(open));
        }

        private static Course taking(OpenMove open, Look look, ClusterState cluster) {
            Epoch number = open.facts().number();
            boolean own = cluster.isHeldBy(look.self());
            if (number.isAfter(cluster.epoch())) {
                boolean holderLives = look.after().reason() instanceof Reason.Following;
                return holderLives ? new Nothing() : new GoesOn(open);
            }
            if (cluster.epoch().isAfter(number) || !own) {
                return open.has(MoveReport.Phase.LEASE)
                        ? new Over(open, State.OVERTAKEN, holds(cluster.holder(), cluster.epoch()))
                        : new Nothing();
            }
            OpenMove now = open.ended(MoveReport.Phase.LEASE, look.at());
            if (!(cluster.phase() instanceof Phase.Active)) {
                return new GoesOn(now);
            }
            now = now.ended(MoveReport.Phase.FENCE, look.at());
            if (look.takesWrites()) {
                now = now.ended(MoveReport.Phase.PROMOTE, look.at());
            }
            if (now.has(MoveReport.Phase.PROMOTE) && look.addressIsSettled()) {
                now = now.ended(MoveReport.Phase.ADDRESS, look.at());
            }
            if (now.has(MoveReport.Phase.ADDRESS) && look.filesAreReady(number)) {
                now = now.ended(MoveReport.Phase.FILES, look.at());
            }
            if (now.has(MoveReport.Phase.FILES) && look.serverRuns()) {
                now = now.ended(MoveReport.Phase.SERVER, look.at());
            }
            return look.after().role() == Role.ACTIVE && look.answers()
                    ? new Over(
                            now.ended(MoveReport.Phase.ANSWER, look.at()),
                            State.DONE,
                            holds(look.self(), number))
                    : new GoesOn(now);
        }

        private static Course giving(OpenMove open, Look look, ClusterState cluster) {
            OpenMove now = open;
            if (look.serverStopped()) {
                now = now.ended(MoveReport.Phase.STOP_SERVER, look.at());
            }
            boolean databaseStopped = look.databaseStopped();
            // It is let go while the database stops; before, where it has to be at once.
            if (look.addressIsGone()
                    && (now.has(MoveReport.Phase.STOP_SERVER) || databaseStopped)) {
                now = now.ended(MoveReport.Phase.ADDRESS, look.at());
            }
            if (databaseStopped && now.has(MoveReport.Phase.ADDRESS)) {
                now = now.ended(MoveReport.Phase.STOP_DATABASE, look.at());
            }
            boolean moved = !open.facts().number().isAfter(cluster.epoch());
            if (moved && !cluster.isHeldBy(look.self())) {
                now = now.ended(MoveReport.Phase.GIVE, look.at());
                return look.after().role() == Role.STOPPING
                        ? new GoesOn(now)
                        : new Over(now, State.DONE, holds(cluster.holder(), cluster.epoch()));
            }
            if (moved || look.after().role() == Role.ACTIVE) {
                return new Over(now, State.DROPPED, look.self() + " went on as primary.");
            }
            if (look.after().reason() instanceof Reason.SwitchoverDropped) {
                return new Over(now, State.DROPPED, look.sentence());
            }
            return new GoesOn(
                    cluster.phase() instanceof Phase.Ceded
                            ? now.ended(MoveReport.Phase.GIVE, look.at())
                            : now);
        }

        private static String holds(NodeId holder, Epoch epoch) {
            return holder + " is primary of epoch " + epoch + ".";
        }
    }
}
