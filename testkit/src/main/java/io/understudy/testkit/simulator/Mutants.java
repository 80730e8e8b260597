package io.understudy.testkit.simulator;

import io.understudy.core.action.Action;
import io.understudy.core.action.Outcome;
import io.understudy.core.decision.FencePolicy;
import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.NodeState.Lease;
import io.understudy.core.decision.Policies;
import io.understudy.core.decision.RegisterView;
import io.understudy.core.decision.RegisterView.Sight;
import io.understudy.core.decision.RestartPolicy;
import io.understudy.core.decision.SilencePolicy.Worth;
import io.understudy.core.decision.SynchronyPolicy;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.FencePlan;
import io.understudy.core.model.LogPosition;
import io.understudy.core.model.Mode;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Synchrony;
import io.understudy.core.model.Unrest;
import io.understudy.core.model.Versioned;
import io.understudy.core.observation.AddressState;
import io.understudy.core.observation.Observation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Rules with one mistake each. The simulator must find every one of them. */
public final class Mutants {
    private Mutants() {}

    /** Each by its name, as {@code ./dev simulate --mutant} takes it. */
    public static Map<String, Rules> all() {
        Policies right = Policies.standard();
        Map<String, Rules> mutants = new LinkedHashMap<>();
        mutants.put("takes-over-too-early", Rules.of(takesOverTooEarly(right)));
        mutants.put("counts-a-read-as-a-renewal", Rules.of(countsReads(right)));
        mutants.put("drops-synchrony-before-writing-it", Rules.of(relaxesFirst(right)));
        mutants.put("forgets-the-epoch", Rules.of(right.withEpoch((_, found) -> found)));
        mutants.put("never-keeps-the-epoch", Rules.of(right.withEpoch((kept, _) -> kept)));
        mutants.put(
                "skips-the-fence",
                Rules.of(right.withFence((_, _, _) -> new FencePolicy.Verdict.Fenced())));
        mutants.put("takes-silence-for-a-receipt", Rules.of(needsNoReceipt(right)));
        mutants.put("promotes-who-is-not-in-sync", Rules.of(promotesAnybody(right)));
        mutants.put("keeps-no-margin", Rules.of(keepsNoMargin(right)));
        mutants.put("ignores-the-pause", Rules.of(ignoresPause(right)));
        mutants.put("ignores-the-final-position", Rules.of(ignoresFinalPosition(right)));
        mutants.put("declares-before-it-has-caught-up", Rules.of(declaresEarly(right)));
        mutants.put("takes-over-on-silence", new Rules(right, Slip.SECOND_TAKES_OVER));
        mutants.put("renews-without-the-standby", new Rules(right, Slip.FIRST_GOES_ON));
        mutants.put("starts-alone-and-goes-on", new Rules(right, Slip.STARTS_AS_IF_MET));
        mutants.put(
                "restarts-for-ever",
                Rules.of(
                        right.withRestart((state, cluster, now) ->
                                isAtAnEnd(right.restart().judge(state, cluster, now))
                                        ? new RestartPolicy.Verdict.Run()
                                        : right.restart().judge(state, cluster, now))));
        mutants.put(
                "moves-to-where-it-has-failed",
                Rules.of(
                        right.withRestart((state, cluster, now) ->
                                right.restart()
                                        .judge(state, cluster.withUnrest(Unrest.NONE), now))));
        mutants.put(
                "never-holds-still", Rules.of(right.withFlapping((_, _) -> new Mode.Automatic())));
        mutants.put("guards-past-the-lease", Rules.of(guardsTooLong(right)));
        mutants.put("takes-the-address-as-a-winner", Rules.of(takesAddressAsAWinner(right)));
        mutants.put("guard-leaves-the-address", new Rules(right, Slip.GUARD_LEAVES_THE_ADDRESS));
        mutants.put("fences-on-after-a-loss", new Rules(right, Slip.FENCES_GO_ON));
        mutants.put("promotes-without-waiting", new Rules(right, Slip.PROMOTES_ALONE));
        mutants.put("takes-silence-for-a-no", new Rules(right, Slip.TAKES_SILENCE_FOR_A_NO));
        mutants.put("takes-a-no-for-silence", new Rules(right, Slip.TAKES_A_NO_FOR_SILENCE));
        mutants.put("believes-an-old-silence", Rules.of(believesOldSilence(right)));
        mutants.put("keeps-files-that-are-old", Rules.of(keepsOldFiles(right)));
        mutants.put("takes-an-answer-for-silence", Rules.of(hearsNoAnswer(right)));
        return mutants;
    }

    /** Those that do harm so rarely that no seed may show it: a story is told to each. */
    public static Map<String, Rules> rare() {
        return Map.of(
                "guards-longer-after-a-try",
                Rules.of(forgetsItsTry(Policies.standard())),
                "trusts-an-old-answer",
                new Rules(Policies.standard(), Slip.TRUSTS_AN_OLD_ANSWER));
    }

    /**
     * One of them.
     *
     * @throws IllegalArgumentException when there is none of that name
     */
    public static Rules named(String name) {
        Rules found = all().getOrDefault(name, rare().get(name));
        if (found == null) {
            throw new IllegalArgumentException("there is no mutant '" + name + "'");
        }
        return found;
    }

    private static boolean isAtAnEnd(RestartPolicy.Verdict verdict) {
        return verdict instanceof RestartPolicy.Verdict.Leave
                || verdict instanceof RestartPolicy.Verdict.Move;
    }

    private static Policies takesOverTooEarly(Policies right) {
        return right.withTakeover((state, now) ->
                right.takeover()
                        .judge(state, now.plus(state.settings().timings().ttl().dividedBy(2))));
    }

    private static Policies countsReads(Policies right) {
        return right.withLease((before, seen) ->
                seen instanceof Observation.RegisterFound(var at, Versioned(_, var found))
                                && found.isHeldBy(before.settings().self())
                                && found.incarnation().equals(before.incarnation())
                        ? Optional.of(
                                new Lease(
                                        found.epoch(),
                                        at.plus(before.settings().timings().lease()),
                                        at.plus(before.settings().timings().untilStop())))
                        : right.lease().after(before, seen));
    }

    private static Policies relaxesFirst(Policies right) {
        return right.withSynchrony((state, database, now) -> {
            SynchronyPolicy.Verdict verdict = right.synchrony().judge(state, database, now);
            boolean drops =
                    verdict instanceof SynchronyPolicy.Verdict.Declare(var to, _)
                            && to instanceof Synchrony.Solo
                            && !database.waitsFor().isEmpty();
            return drops ? new SynchronyPolicy.Verdict.WaitFor(Set.of()) : verdict;
        });
    }

    private static Policies promotesAnybody(Policies right) {
        return right.withTakeover((state, now) ->
                right.takeover()
                        .judge(
                                seeing(
                                        state,
                                        cluster ->
                                                cluster.isHeldBy(state.settings().self())
                                                        ? cluster
                                                        : cluster.withSynchrony(
                                                                new Synchrony.InSync(
                                                                        Set.of(
                                                                                state.settings()
                                                                                        .self())))),
                                now));
    }

    private static Policies ignoresPause(Policies right) {
        return right.withTakeover((state, now) ->
                right.takeover()
                        .judge(
                                seeing(state, cluster -> cluster.withMode(new Mode.Automatic())),
                                now));
    }

    private static Policies ignoresFinalPosition(Policies right) {
        return right.withTakeover((state, now) ->
                right.takeover().judge(seeing(state, Mutants::releasedFromTheStart), now));
    }

    private static ClusterState releasedFromTheStart(ClusterState cluster) {
        return cluster.phase() instanceof Phase.Ceded(NodeId successor, var _)
                ? cluster.withPhase(new Phase.Ceded(successor, LogPosition.START))
                : cluster;
    }

    private static Policies keepsNoMargin(Policies right) {
        return right.withLease((before, seen) ->
                right.lease()
                        .after(before, seen)
                        .map(lease ->
                                seen instanceof Observation.WriteAcknowledged
                                        ? longer(before, lease)
                                        : lease));
    }

    private static Policies guardsTooLong(Policies right) {
        return right.withGuard((state, now) ->
                right.guard()
                        .next(
                                state.lease()
                                        .map(lease ->
                                                StateEdits.withLease(state, longer(state, lease)))
                                        .orElse(state),
                                now));
    }

    private static Policies forgetsItsTry(Policies right) {
        return right.withGuard((state, now) ->
                right.guard()
                        .next(
                                StateEdits.withRegister(
                                        state, StateEdits.unwritten(state.register())),
                                now));
    }

    private static Policies takesAddressAsAWinner(Policies right) {
        return right.withAddress((state, now) -> {
            boolean won =
                    state.mayServe(now)
                            && state.address().state() instanceof AddressState.NotHeld
                            && !state.address().isBusy();
            return won
                    ? Optional.of(new Action.TakeAddress(state.seenEpoch()))
                    : right.address().next(state, now);
        });
    }

    private static Policies believesOldSilence(Policies right) {
        return right.withSilence((seen, asked) -> {
            Worth worth = right.silence().judge(seen, asked);
            boolean silent = asked.answer().filter(Outcome.Unknown.class::isInstance).isPresent();
            return worth == Worth.STALE && silent ? Worth.SILENT : worth;
        });
    }

    private static Policies keepsOldFiles(Policies right) {
        return right.withFiles((state, now) ->
                right.files()
                        .next(state, now)
                        .map(action ->
                                action instanceof Action.ApplyFiles(var epoch)
                                        ? new Action.KeepFiles(epoch)
                                        : action));
    }

    private static Policies hearsNoAnswer(Policies right) {
        return right.withSilence((seen, asked) -> {
            Worth worth = right.silence().judge(seen, asked);
            return worth == Worth.ANSWERED ? Worth.SILENT : worth;
        });
    }

    /** What is required of it is only preferred. */
    private static Policies needsNoReceipt(Policies right) {
        return right.withFence((state, phase, now) -> {
            FencePlan plan = state.settings().fence();
            return right.fence()
                    .judge(
                            StateEdits.withFence(state, new FencePlan(false, plan.methods())),
                            phase,
                            now);
        });
    }

    private static Lease longer(NodeState state, Lease lease) {
        Duration margin = state.settings().timings().margin();
        return new Lease(lease.epoch(), lease.until().plus(margin), lease.stopFrom().plus(margin));
    }

    private static Policies declaresEarly(Policies right) {
        return right.withSynchrony((state, database, now) -> {
            SynchronyPolicy.Verdict verdict = right.synchrony().judge(state, database, now);
            return verdict instanceof SynchronyPolicy.Verdict.WaitFor(Set<?> nodes)
                            && !nodes.isEmpty()
                    ? declared(state, verdict)
                    : verdict;
        });
    }

    private static SynchronyPolicy.Verdict declared(
            NodeState state, SynchronyPolicy.Verdict verdict) {
        if (!(verdict instanceof SynchronyPolicy.Verdict.WaitFor(var nodes))) {
            return verdict;
        }
        Synchrony wanted = new Synchrony.InSync(nodes);
        boolean already =
                state.register()
                        .state()
                        .filter(cluster -> cluster.synchrony().equals(wanted))
                        .isPresent();
        return already ? verdict : new SynchronyPolicy.Verdict.Declare(wanted, state.reason());
    }

    /** The same state, with another value in the register. */
    private static NodeState seeing(NodeState state, UnaryOperator<ClusterState> change) {
        RegisterView view = state.register();
        if (!(view.sight() instanceof Sight.Seen seen)) {
            return state;
        }
        Versioned value = new Versioned(seen.version(), change.apply(seen.state()));
        Sight changed =
                new Sight.Seen(
                        value,
                        seen.since(),
                        seen.requestSince(),
                        seen.pauseSince(),
                        seen.epochSince());
        return StateEdits.withRegister(state, StateEdits.with(view, changed, view.unsettled()));
    }
}
