package io.understudy.node.journal;

import io.understudy.core.action.Action;
import io.understudy.core.action.Action.WriteRegister;
import io.understudy.core.action.Outcome;
import io.understudy.core.decision.Decision;
import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.ResourceView;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.FencePlan;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.GuardState;
import io.understudy.core.observation.Observation;

/**
 * Which decisions are worth a record: those that change something, or that show how a change ended.
 * Renewals and looks that change nothing are not. Pure.
 *
 * <p>What is tried again and again is recorded a few times, and then ever more rarely: a node that
 * can't run its server for a day must not push the last move out of the journal.
 */
public final class Worth {

    private static final int ALWAYS = 4;

    private Worth() {}

    public static boolean isRecorded(NodeState before, Observation seen, Decision decision) {
        NodeState after = decision.next();
        if (before.role() != after.role()
                || !decision.persist().isEmpty()
                || isAsked(seen)
                || changesGuard(before, seen)
                || endsWrite(before, seen)
                || decision.actions().stream().anyMatch(action -> changesRegister(action, before))
                || decision.actions().stream().anyMatch(action -> answers(action, before, seen))) {
            return true;
        }
        if (isRepeated(before, seen, decision)) {
            return false;
        }
        return before.reason().getClass() != after.reason().getClass()
                || endsAction(before, seen)
                || decision.actions().stream().anyMatch(Action::acts);
    }

    /** By a person, or by whoever ends the daemon. */
    private static boolean isAsked(Observation seen) {
        return seen instanceof Observation.CommandGiven
                || seen instanceof Observation.LeaveAsked
                || seen instanceof Observation.DetachAsked;
    }

    /** Armed, idle or missing: with each renewal it says the same again. */
    private static boolean changesGuard(NodeState before, Observation seen) {
        return seen instanceof Observation.GuardSeen(var _, GuardState said)
                && before.guard()
                        .state()
                        .filter(known -> known.getClass() == said.getClass())
                        .isEmpty();
    }

    /** The answer to a command that had to wait, or a receipt to a node that fences this one. */
    private static boolean answers(Action action, NodeState before, Observation seen) {
        return action instanceof Action.Answer(var _, Outcome outcome)
                && (before.asked().isPresent()
                        || before.register().asker().isPresent()
                        || (seen instanceof Observation.FenceAsked
                                && outcome instanceof Outcome.Done));
    }

    private static boolean changesRegister(Action action, NodeState before) {
        return action instanceof WriteRegister write && !isRenewal(write, before);
    }

    private static boolean endsWrite(NodeState before, Observation seen) {
        boolean ends =
                seen instanceof Observation.WriteAcknowledged
                        || seen instanceof Observation.WriteConflicted
                        || seen instanceof Observation.WriteUnanswered;
        return ends
                && before.register()
                        .writing()
                        .filter(write -> !isRenewal(write, before))
                        .isPresent();
    }

    /** The same primacy on the same terms by the same daemon: only time and the log went on. */
    private static boolean isRenewal(WriteRegister write, NodeState before) {
        ClusterState next = write.next();
        return before.register()
                .state()
                .filter(old ->
                        new ClusterState(
                                        old.epoch(),
                                        old.holder(),
                                        old.incarnation(),
                                        next.renewal(),
                                        old.phase(),
                                        old.synchrony(),
                                        next.position(),
                                        old.mode(),
                                        old.request(),
                                        old.unrest())
                                .equals(next))
                .isPresent();
    }

    private static boolean endsAction(NodeState before, Observation seen) {
        return switch (seen) {
            case Observation.DatabaseActionEnded _,
                    Observation.ServerActionEnded _,
                    Observation.AddressActionEnded _,
                    Observation.FilesActionEnded _ ->
                    true;
            case Observation.FenceAnswered(var _, NodeId node, Epoch epoch, Outcome outcome) ->
                    saysAnew(before, node, epoch, FencePlan.PEER, outcome);
            case Observation.FenceMethodEnded(
                            var _,
                            String method,
                            NodeId node,
                            Epoch epoch,
                            Outcome outcome) ->
                    saysAnew(before, node, epoch, method, outcome);
            case Observation.Tick _,
                    Observation.RegisterHinted _,
                    Observation.RegisterFound _,
                    Observation.RegisterAbsent _,
                    Observation.RegisterSilent _,
                    Observation.WriteAcknowledged _,
                    Observation.WriteConflicted _,
                    Observation.WriteUnanswered _,
                    Observation.DatabaseSeen _,
                    Observation.ServerSeen _,
                    Observation.AddressSeen _,
                    Observation.FilesSeen _,
                    Observation.GuardSeen _,
                    Observation.FenceAsked _,
                    Observation.LeaveAsked _,
                    Observation.DetachAsked _,
                    Observation.CommandGiven _ ->
                    false;
        };
    }

    /** What is asked again and again may say the same for days. */
    private static boolean saysAnew(
            NodeState before, NodeId node, Epoch epoch, String method, Outcome outcome) {
        return before.fencing()
                .said(epoch, node, method)
                .filter(last -> last.getClass() == outcome.getClass())
                .isEmpty();
    }

    /** Whether this is one more of what has not worked often already, or its end. */
    private static boolean isRepeated(NodeState before, Observation seen, Decision decision) {
        NodeState after = decision.next();
        return switch (seen) {
            case Observation.DatabaseActionEnded _ -> isStale(after.database());
            case Observation.ServerActionEnded _ -> isStale(after.server());
            case Observation.AddressActionEnded _ -> isStale(after.address());
            case Observation.FilesActionEnded _ ->
                    after.files().filter(files -> isStale(files.view())).isPresent();
            case Observation _ -> {
                boolean acting = decision.actions().stream().anyMatch(Action::acts);
                yield acting
                        && decision.actions().stream()
                                .filter(Action::acts)
                                .allMatch(action -> isRepeated(action, before));
            }
        };
    }

    private static boolean isRepeated(Action action, NodeState before) {
        return switch (action) {
            case Action.OnDatabase again -> isRepeated(again, before.database());
            case Action.OnServer again -> isRepeated(again, before.server());
            case Action.OnAddress again -> isRepeated(again, before.address());
            case Action.OnFiles again ->
                    before.files().filter(files -> isRepeated(again, files.view())).isPresent();
            case Action.FencePeer(NodeId node, Epoch epoch) ->
                    before.fencing().said(epoch, node, FencePlan.PEER).isPresent();
            case Action.FenceBy(String method, NodeId node, Epoch epoch) ->
                    before.fencing().said(epoch, node, method).isPresent();
            case Action.OnGuard _,
                    Action.ReadRegister _,
                    WriteRegister _,
                    Action.WithdrawFences _,
                    Action.Answer _,
                    Action.Halt _ ->
                    false;
        };
    }

    private static boolean isRepeated(Action action, ResourceView<?, ?> view) {
        return isStale(view)
                && view.failure()
                        .filter(failure -> failure.action().getClass() == action.getClass())
                        .isPresent();
    }

    /** The fifth failure in a row, the sixth, but not the eighth and not the sixteenth. */
    private static boolean isStale(ResourceView<?, ?> view) {
        return view.failure()
                .map(ResourceView.Failure::times)
                .filter(times -> times > ALWAYS && Integer.bitCount(times) != 1)
                .isPresent();
    }
}
