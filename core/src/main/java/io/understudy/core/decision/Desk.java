package io.understudy.core.decision;

import io.understudy.core.action.Action;
import io.understudy.core.action.Action.Answer;
import io.understudy.core.action.Outcome;
import io.understudy.core.action.Ticket;
import io.understudy.core.decision.NodeState.AskedCommand;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.Moment;
import io.understudy.core.observation.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers whoever asks this node for something: a person with a command, or a winner that wants its
 * receipt.
 */
final class Desk {

    private Desk() {}

    /**
     * What the desk does in one decision.
     *
     * @param state without what is answered
     * @param answers to be given now
     * @param write what the command that is open wants written
     * @param asker who waits for that write
     */
    record Turn(
            NodeState state,
            List<Action> answers,
            Optional<ClusterState> write,
            Optional<Ticket> asker) {}

    static Turn turn(NodeState before, NodeState state, Observation seen) {
        List<Action> answers = new ArrayList<>();
        if (seen instanceof Observation.FenceAsked asked) {
            answers.add(new Answer(asked.ticket(), receipt(state, asked)));
        }
        if (seen instanceof Observation.CommandGiven given
                && state.asked().filter(a -> a.ticket().equals(given.ticket())).isEmpty()) {
            answers.add(
                    new Answer(
                            given.ticket(),
                            new Outcome.Refused(
                                    "another command is being carried out; try again")));
        }
        if (state.asked().isEmpty()) {
            return new Turn(state, answers, Optional.empty(), Optional.empty());
        }
        AskedCommand open = state.asked().get();
        boolean written =
                seen instanceof Observation.WriteAcknowledged
                        && before.register().asker().equals(Optional.of(open.ticket()));
        if (written) {
            return answered(state, answers, open, new Outcome.Done());
        }
        if (state.register().writing().isPresent() || state.register().mustRead()) {
            return overdue(state, seen.at(), open)
                    ? answered(
                            state,
                            answers,
                            open,
                            new Outcome.Unknown(
                                    "the register did not answer in time; look at `understudy"
                                            + " status`"))
                    : new Turn(state, answers, Optional.empty(), Optional.empty());
        }
        return switch (CommandPolicy.judge(state, open.command(), seen.at())) {
            case CommandPolicy.Verdict.AlreadySo() ->
                    answered(state, answers, open, new Outcome.Done());
            case CommandPolicy.Verdict.Refuse(String why, String remedy) ->
                    answered(state, answers, open, new Outcome.Refused(why + "; " + remedy));
            case CommandPolicy.Verdict.Remember(RepairView repair) ->
                    answered(
                            state.with(repair).withDatabase(state.database().forgiven()),
                            answers,
                            open,
                            new Outcome.Done());
            case CommandPolicy.Verdict.Depart() ->
                    answered(state.leaving(seen.at()), answers, open, new Outcome.Done());
            case CommandPolicy.Verdict.Write(ClusterState next) ->
                    new Turn(state, answers, Optional.of(next), Optional.of(open.ticket()));
        };
    }

    private static boolean overdue(NodeState state, Moment now, AskedCommand open) {
        return now.reached(open.at().plus(state.settings().timings().ttl().multipliedBy(2)));
    }

    private static Turn answered(
            NodeState state, List<Action> answers, AskedCommand open, Outcome outcome) {
        answers.add(new Answer(open.ticket(), outcome));
        return new Turn(
                state.withAsked(Optional.empty()), answers, Optional.empty(), Optional.empty());
    }

    /**
     * Only a node that runs nothing that serves, and will not in any epoch before that one, gives
     * its receipt.
     */
    private static Outcome receipt(NodeState state, Observation.FenceAsked asked) {
        Epoch held = state.lease().map(NodeState.Lease::epoch).orElse(Epoch.NONE);
        if (held.compareTo(asked.epoch()) >= 0) {
            return new Outcome.Refused(state.self() + " holds epoch " + held);
        }
        if (DemotionPolicy.serves(state)) {
            return new Outcome.Refused(state.self() + " is still stopping");
        }
        return DemotionPolicy.surelyStopped(state)
                ? new Outcome.Done()
                : new Outcome.Refused(state.self() + " can't tell what runs on it");
    }
}
