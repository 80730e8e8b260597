package io.understudy.core.decision;

import io.understudy.core.decision.RegisterView.Sight;
import io.understudy.core.explain.Reason;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Voting;
import io.understudy.core.observation.DatabaseState;

/** Which policy speaks, by what the register says of this node. */
final class Steering {

    private final Policies policies;
    private final ServingPolicy serving;
    private final FencingPolicy fencing;
    private final SilentHolder silence;

    Steering(Policies policies) {
        this.policies = policies;
        this.serving = new ServingPolicy(policies);
        this.fencing = new FencingPolicy(policies);
        this.silence = new SilentHolder(policies.silence());
    }

    Step next(NodeState state, Moment now) {
        return switch (state.register().sight()) {
            case Sight.Unseen() -> unseen(state, now);
            case Sight.Missing() -> missing(state, now);
            case Sight.Seen seen -> seen(state, seen, now);
        };
    }

    private static Step unseen(NodeState state, Moment now) {
        String why = state.register().silence().orElse("no answer yet");
        Reason reason =
                switch (state.settings().voting()) {
                    case Voting.Majority() -> new Reason.RegisterUnseen(why);
                    case Voting.Person _ -> new Reason.OtherNodeUnseen(why);
                };
        return withoutRight(state, reason, Role.STARTING, now);
    }

    private static Step missing(NodeState state, Moment now) {
        if (!state.seenEpoch().equals(Epoch.NONE)) {
            return withoutRight(
                    state, new Reason.RegisterLost(state.seenEpoch()), Role.WAITING, now);
        }
        if (!state.settings().founder() || state.settings().witness()) {
            return withoutRight(state, new Reason.RegisterMissing(), Role.WAITING, now);
        }
        return FoundingPolicy.next(state);
    }

    private Step seen(NodeState state, Sight.Seen seen, Moment now) {
        ClusterState cluster = seen.state();
        if (state.seenEpoch().isAfter(cluster.epoch())) {
            return withoutRight(state, behind(state, cluster), Role.WAITING, now);
        }
        if (state.settings().witness()) {
            return Step.of(Role.WITNESS, new Reason.Witnessing(cluster.holder(), cluster.epoch()));
        }
        if (cluster.isHeldBy(state.self())) {
            return holding(state, seen, now);
        }
        return state.leavingSince().isPresent() && !DemotionPolicy.serves(state)
                ? LeavePolicy.standby(state)
                : standingBy(state, seen, now);
    }

    /** What was seen before the register fell silent says nothing of what it has now. */
    private static Reason behind(NodeState state, ClusterState cluster) {
        return state.register()
                .silence()
                .<Reason>map(why -> new Reason.RegisterUnread(state.seenEpoch(), why))
                .orElseGet(() -> new Reason.RegisterBehind(cluster.epoch(), state.seenEpoch()));
    }

    /**
     * Whatever serves here is stopped; a founder's own database may run until it is known to be
     * somebody else's.
     */
    private static Step withoutRight(NodeState state, Reason reason, Role otherwise, Moment now) {
        boolean adoptable = state.settings().founder() && state.seenEpoch().equals(Epoch.NONE);
        if (adoptable || !DemotionPolicy.serves(state)) {
            return Step.of(otherwise, reason);
        }
        if (GuardPolicy.keepsForUs(state, now)) {
            return Step.of(
                    Role.ADOPTING,
                    new Reason.Adopting(state.seenEpoch(), PersonsVote.awaited(state)));
        }
        return Step.of(Role.STOPPING, reason).and(DemotionPolicy.stopAtOnce(state, now));
    }

    private Step holding(NodeState state, Sight.Seen seen, Moment now) {
        ClusterState cluster = seen.state();
        if (cluster.phase() instanceof Phase.Ceded(NodeId successor, var _)) {
            if (DemotionPolicy.serves(state)) {
                return withoutRight(
                        state,
                        new Reason.PrimacyLost(successor, cluster.epoch()),
                        Role.CEDING,
                        now);
            }
            return contend(
                    state, Step.of(Role.CEDING, new Reason.AwaitingSuccessor(successor)), now);
        }
        if (!state.mayServe(now)) {
            return withoutLease(state, cluster, now);
        }
        ClusterState renewal = Renewal.of(state, cluster, now);
        return switch (cluster.phase()) {
            case Phase.Fencing phase ->
                    SilentDatabase.orElse(
                            state,
                            fencing.next(state, cluster, phase, renewal, now),
                            Role.FENCING,
                            now);
            case Phase.Active(), Phase.Away _ when state.leavingSince().isPresent() ->
                    LeavePolicy.next(state, cluster, renewal, now);
            case Phase.Active() when DetachPolicy.mayGo(state, cluster) ->
                    DetachPolicy.keepPlace(state, renewal);
            case Phase.Away _ -> DetachPolicy.awaitGuard();
            case Phase.Active() ->
                    SilentDatabase.orElse(
                            state,
                            SwitchoverPolicy.next(state, seen, renewal, now)
                                    .orElseGet(() -> serving.next(state, cluster, renewal, now)),
                            Role.PROMOTING,
                            now);
            case Phase.Ceded _ ->
                    throw new IllegalStateException("a ceded primacy was judged above");
        };
    }

    private Step withoutLease(NodeState state, ClusterState cluster, Moment now) {
        if (DemotionPolicy.serves(state)) {
            return withoutRight(state, new Reason.LeaseRanOut(cluster.epoch()), Role.WAITING, now);
        }
        Reason reason =
                PersonsVote.isAwaited(state, now)
                        ? PersonsVote.needed(state, cluster)
                        : new Reason.RenewingFirst(cluster.epoch());
        Step waiting = withoutRight(state, reason, Role.WAITING, now);
        return PersonsVote.letsGoOn(state, cluster) ? contend(state, waiting, now) : waiting;
    }

    private Step standingBy(NodeState state, Sight.Seen seen, Moment now) {
        ClusterState cluster = seen.state();
        if (DemotionPolicy.runs(state)) {
            return Step.of(Role.STOPPING, new Reason.PrimacyLost(cluster.holder(), cluster.epoch()))
                    .and(DemotionPolicy.stopAtOnce(state, now));
        }
        return standingReady(state, seen, now).and(AddressPolicy.release(state, now));
    }

    /** An address that can't be given away keeps nobody from following, and from taking over. */
    private Step standingReady(NodeState state, Sight.Seen seen, Moment now) {
        ClusterState cluster = seen.state();
        if (state.guard().deadline().filter(now::isBefore).isPresent()) {
            // It would end the standby's PostgreSQL, too.
            return Step.of(waitingRole(state), new Reason.JoiningUp(cluster.holder(), "disarming"));
        }
        Step rejoining =
                cluster.serves()
                        ? SilentDatabase.orElse(
                                state, RejoinPolicy.next(state, seen, now), Role.WAITING, now)
                        : Step.of(
                                waitingRole(state), new Reason.AwaitingSuccessor(nextOf(cluster)));
        return contend(state, rejoining, now);
    }

    private static Role waitingRole(NodeState state) {
        return state.database().state() instanceof DatabaseState.Standby
                ? Role.STANDBY
                : Role.WAITING;
    }

    private static NodeId nextOf(ClusterState cluster) {
        return cluster.phase() instanceof Phase.Ceded(NodeId successor, var _)
                ? successor
                : cluster.holder();
    }

    /**
     * Contends where the rules allow it now; else does what else is to be done, and comes back in
     * time.
     */
    private Step contend(NodeState state, Step otherwise, Moment now) {
        if (state.leavingSince().isPresent() || state.detachingSince().isPresent()) {
            return otherwise;
        }
        Sight.Seen seen = state.register().seen().orElseThrow();
        return switch (policies.takeover().judge(state, now)) {
            case TakeoverPolicy.Verdict.May(ClusterState next, Reason reason) ->
                    Step.of(Role.CONTENDING, reason)
                            .writing(UnrestPolicy.won(seen.state(), next))
                            .and(AddressPolicy.askAsWinner(state, seen.state()))
                            .remembering(state.with(silence.known(state, seen, next.epoch())));
            case TakeoverPolicy.Verdict.NotYet(Moment due, var _) -> {
                Step asking = silence.ask(state, seen, due, otherwise, now);
                yield asking.due().filter(earlier -> earlier.isBefore(due)).isPresent()
                        ? asking
                        : asking.dueAt(due);
            }
            case TakeoverPolicy.Verdict.MayNot _ when PersonsVote.isAwaited(state, now) ->
                    otherwise.because(PersonsVote.needed(state, seen.state()));
            case TakeoverPolicy.Verdict.MayNot(Reason reason)
                    when isIdle(state, otherwise) && isOverdue(state, seen, now) ->
                    otherwise.because(reason);
            case TakeoverPolicy.Verdict.MayNot _ -> otherwise;
        };
    }

    /** It has nothing better to tell than why it does not take over. */
    private static boolean isIdle(NodeState state, Step step) {
        return step.role() == Role.STANDBY
                && step.actions().isEmpty()
                && !state.database().isBusy();
    }

    /** Whether somebody would have the place by now. */
    private static boolean isOverdue(NodeState state, Sight.Seen seen, Moment now) {
        return now.reached(
                seen.since().plus(seen.state().keptFor(state.settings().timings().ttl())));
    }
}
