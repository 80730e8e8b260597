package io.understudy.demo.stage;

import io.understudy.core.action.Action;
import io.understudy.core.action.Outcome;
import io.understudy.core.decision.Decider;
import io.understudy.core.decision.Decision;
import io.understudy.core.decision.NodeState;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Versioned;
import io.understudy.core.observation.Observation;
import io.understudy.node.journal.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The steps of a move, as a node's journal tells them: by deciding again what was decided. */
public final class Steps {

    private static final Decider DECIDER = Decider.standard();

    private Steps() {}

    /**
     * What that record begins, ends or writes, one step each, in words that are the same in each
     * move of that kind. Which steps share a record differs from move to move. Nothing where the
     * node only knows more from then on.
     */
    public static List<String> of(Entry entry) {
        return entry instanceof Entry.Decided decided ? of(decided) : List.of();
    }

    private static List<String> of(Entry.Decided entry) {
        NodeState before = entry.before();
        Decision decision = DECIDER.decide(before, entry.seen());
        List<String> steps = new ArrayList<>();
        ended(before, entry.seen()).ifPresent(steps::add);
        decision.actions().forEach(action -> begun(before, action).ifPresent(steps::add));
        if (before.role() != entry.role()) {
            steps.add("is " + entry.role());
        }
        return steps;
    }

    private static Optional<String> ended(NodeState before, Observation seen) {
        return switch (seen) {
            case Observation.DatabaseActionEnded(var _, var action, Outcome outcome) ->
                    Optional.of(name(action) + ": " + name(outcome));
            case Observation.ServerActionEnded(var _, var action, Outcome outcome) ->
                    Optional.of(name(action) + ": " + name(outcome));
            case Observation.FenceAnswered(var _, var _, var _, Outcome outcome) ->
                    Optional.of("FencePeer: " + name(outcome));
            case Observation.FenceMethodEnded(
                            var _,
                            String method,
                            var _,
                            var _,
                            Outcome outcome) ->
                    Optional.of("FenceBy " + method + ": " + name(outcome));
            case Observation.CommandGiven(var _, var _, var command) ->
                    Optional.of("told to: " + name(command));
            case Observation.FenceAsked _ -> Optional.of("asked for a receipt");
            case Observation.WriteAcknowledged _ ->
                    before.register().writing().flatMap(write -> written(before, write));
            // The news of a write may come before its acknowledgement.
            case Observation.RegisterFound(var _, Versioned value) ->
                    before.register()
                            .writing()
                            .filter(write -> write.next().equals(value.state()))
                            .flatMap(write -> written(before, write));
            case Observation _ -> Optional.empty();
        };
    }

    private static Optional<String> written(NodeState before, Action.WriteRegister write) {
        return changed(before, write.next()).map(what -> "has written " + what);
    }

    private static Optional<String> begun(NodeState before, Action action) {
        return switch (action) {
            case Action.WriteRegister write ->
                    changed(before, write.next()).map(what -> "writes " + what);
            case Action.OnDatabase _,
                    Action.OnServer _,
                    Action.OnAddress _,
                    Action.OnFiles _,
                    Action.FencePeer _,
                    Action.FenceBy _,
                    Action.WithdrawFences _ ->
                    Optional.of("begins " + name(action));
            case Action.Answer(var _, Outcome outcome) -> Optional.of("answers " + name(outcome));
            case Action.ReadRegister _, Action.OnGuard _, Action.Halt _ -> Optional.empty();
        };
    }

    /** What matters most in it; empty for a renewal. */
    private static Optional<String> changed(NodeState before, ClusterState next) {
        Optional<ClusterState> old = before.register().state();
        if (differs(old, next, ClusterState::epoch) || differs(old, next, ClusterState::phase)) {
            return Optional.of(name(next.phase()));
        }
        if (differs(old, next, ClusterState::synchrony)) {
            return Optional.of(name(next.synchrony()));
        }
        if (differs(old, next, ClusterState::request)) {
            return Optional.of("request " + name(next.request()));
        }
        return differs(old, next, ClusterState::incarnation)
                ? Optional.of("its new run")
                : Optional.empty();
    }

    private static boolean differs(
            Optional<ClusterState> old, ClusterState next, Function<ClusterState, ?> part) {
        return old.filter(known -> part.apply(known).equals(part.apply(next))).isEmpty();
    }

    private static String name(Object one) {
        return one instanceof Action.StopDatabase(var mode)
                ? "StopDatabase " + mode
                : one instanceof Action.StopServer(var mode)
                        ? "StopServer " + mode
                        : one.getClass().getSimpleName();
    }
}
