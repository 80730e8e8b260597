package io.understudy.core.decision;

import io.understudy.core.action.Action;
import io.understudy.core.action.Action.Answer;
import io.understudy.core.action.Action.Halt;
import io.understudy.core.action.Action.ReleaseAddress;
import io.understudy.core.action.Action.StopDatabase;
import io.understudy.core.action.Action.StopServer;
import io.understudy.core.action.Outcome;
import io.understudy.core.action.StopMode;
import io.understudy.core.action.Ticket;
import io.understudy.core.explain.Reason;
import io.understudy.core.model.Moment;
import io.understudy.core.observation.Observation;
import java.util.List;
import java.util.Optional;

/**
 * What a node does when something that it is built on does not hold: it stops all that it runs, and
 * itself.
 */
final class Halting {

    private Halting() {}

    static Decision because(String what, NodeState before, Moment now) {
        Reason reason = new Reason.BrokenInvariant(what);
        NodeState halted = before.withLease(Optional.empty()).as(Role.HALTED, reason);
        List<Action> actions =
                List.of(
                        new ReleaseAddress(),
                        new StopServer(StopMode.AT_ONCE),
                        new StopDatabase(StopMode.AT_ONCE),
                        new Halt(what));
        return new Decision(halted, List.of(), actions, reason, wakeAt(halted, now));
    }

    static Decision stay(NodeState state, Observation seen) {
        Optional<Ticket> asker =
                switch (seen) {
                    case Observation.FenceAsked asked -> Optional.of(asked.ticket());
                    case Observation.CommandGiven given -> Optional.of(given.ticket());
                    case Observation.Tick _,
                            Observation.RegisterHinted _,
                            Observation.LeaveAsked _,
                            Observation.DetachAsked _,
                            Observation.GuardSeen _,
                            Observation.RegisterFound _,
                            Observation.RegisterAbsent _,
                            Observation.RegisterSilent _,
                            Observation.WriteAcknowledged _,
                            Observation.WriteConflicted _,
                            Observation.WriteUnanswered _,
                            Observation.DatabaseSeen _,
                            Observation.DatabaseActionEnded _,
                            Observation.ServerSeen _,
                            Observation.ServerActionEnded _,
                            Observation.AddressSeen _,
                            Observation.AddressActionEnded _,
                            Observation.FilesSeen _,
                            Observation.FilesActionEnded _,
                            Observation.FenceAnswered _,
                            Observation.FenceMethodEnded _ ->
                            Optional.empty();
                };
        List<Action> answers =
                asker.<Action>map(ticket ->
                                new Answer(
                                        ticket, new Outcome.Refused(state.self() + " has halted")))
                        .map(List::of)
                        .orElse(List.of());
        return new Decision(state, List.of(), answers, state.reason(), wakeAt(state, seen.at()));
    }

    private static Moment wakeAt(NodeState state, Moment now) {
        return now.plus(state.settings().timings().ttl());
    }
}
