package io.understudy.core.decision;

import io.understudy.core.action.Action.CopyAnew;
import io.understudy.core.action.Action.OnDatabase;
import io.understudy.core.action.Action.Rewind;
import io.understudy.core.decision.RegisterView.Sight;
import io.understudy.core.explain.Reason;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.LogPoint;
import io.understudy.core.model.LogPosition;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Pair;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Request;
import io.understudy.core.model.SynchronousMode;
import io.understudy.core.model.Synchrony;
import io.understudy.core.model.TakeoverMode;
import io.understudy.core.model.Voting;
import io.understudy.core.observation.DatabaseState;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * A node may contend when it holds every acknowledged commit, or a person accepts what it lacks,
 * and when the holder has released its place to it or nothing has changed for a whole ttl on this
 * node's own clock. The compare-and-set names the very version that did not change, so a holder
 * that renews meanwhile wins.
 */
final class ExpiryTakeover implements TakeoverPolicy {

    @Override
    public Verdict judge(NodeState state, Moment now) {
        Sight.Seen seen = state.register().seen().orElseThrow();
        Candidacy candidacy = new Candidacy(state, seen.state());
        return candidacy
                .objection()
                .<Verdict>map(Verdict.MayNot::new)
                .orElseGet(() -> whenDue(candidacy, seen, now));
    }

    private static Verdict whenDue(Candidacy candidacy, Sight.Seen seen, Moment now) {
        ClusterState cluster = seen.state();
        NodeId self = candidacy.self();
        if (cluster.phase() instanceof Phase.Ceded(NodeId successor, LogPosition needed)
                && successor.equals(self)) {
            if (candidacy.received().isAtLeast(needed)) {
                return may(candidacy, "it has given its place to this node");
            }
            if (!candidacy.needsNoFinalPosition()) {
                return new Verdict.MayNot(
                        new Reason.AwaitingFinalPosition(candidacy.received(), needed));
            }
        }
        Duration wait = cluster.keptFor(candidacy.state().settings().timings().ttl());
        Moment due = seen.since().plus(wait);
        if (now.reached(due)) {
            return candidacy
                    .silenceObjection()
                    .<Verdict>map(Verdict.MayNot::new)
                    .orElseGet(() -> may(candidacy, "it has not renewed its lease"));
        }
        return new Verdict.NotYet(
                due, new Reason.AwaitingExpiry(cluster.holder(), now.since(seen.since()), wait));
    }

    private static Verdict may(Candidacy candidacy, String because) {
        ClusterState cluster = candidacy.cluster();
        NodeId self = candidacy.self();
        Set<NodeId> toFence =
                new TreeSet<>(
                        switch (cluster.phase()) {
                            case Phase.Active(), Phase.Away _ -> Set.of(cluster.holder());
                            // It wrote its release after it had stopped: that is its receipt. Its
                            // successor wrote nothing.
                            case Phase.Ceded _ -> Set.of();
                            case Phase.Fencing(Set<NodeId> noted, var _) -> noted;
                        });
        if (cluster.phase() instanceof Phase.Fencing) {
            toFence.add(cluster.holder());
        }
        Epoch epoch = cluster.epoch().next();
        if (candidacy.state().settings().voting() instanceof Voting.Person(Pair pair)
                && candidacy.onAPersonsWord().isPresent()) {
            // The other may have gone on, in whatever epoch: it is asked, whoever held the last.
            toFence.add(pair.otherThan(self));
            epoch = pair.wordedEpoch(cluster.epoch(), self);
        }
        toFence.remove(self);
        ClusterState next =
                cluster.wonBy(
                        self,
                        candidacy.state().incarnation(),
                        new Phase.Fencing(toFence, cluster.lastActive()),
                        epoch);
        return new Verdict.May(
                next, new Reason.TakingOver(cluster.holder(), next.epoch(), because));
    }

    /** A node, seen as one that might take over from this state of the cluster. */
    private record Candidacy(NodeState state, ClusterState cluster) {

        NodeId self() {
            return state.settings().self();
        }

        /** The first thing that speaks against it, whatever the time. */
        Optional<Reason> objection() {
            return PausePolicy.objection(cluster)
                    .or(this::databaseObjection)
                    .or(this::modeObjection)
                    .or(this::dataObjection)
                    .or(this::filesObjection);
        }

        private Optional<Reason> filesObjection() {
            return onAPersonsWord().isPresent()
                    ? Optional.empty()
                    : FilesPolicy.objection(state, cluster);
        }

        private Optional<Reason> databaseObjection() {
            // A repair that waits for a primary to repair from may wait for ever: a person's word
            // ends that, not one that is under way.
            boolean awaitsRepair =
                    state.repair().method() != RepairView.Method.NONE && onAPersonsWord().isEmpty();
            if (awaitsRepair
                    || state.database().busy().filter(ExpiryTakeover::rebuilds).isPresent()) {
                return Optional.of(new Reason.DatabaseNotReady("its data is being repaired"));
            }
            boolean own = cluster.lastActive().equals(self());
            return switch (state.database().state()) {
                case DatabaseState.Standby _ -> Optional.empty();
                case DatabaseState.Stopped(var _, var _, var _, boolean standby)
                        when standby || own || isWhole() || anyLossIsAccepted() ->
                        Optional.empty();
                case DatabaseState.Stopped _ ->
                        Optional.of(
                                new Reason.DatabaseNotReady(
                                        "its data was a primary's and is not repaired yet"));
                case DatabaseState.Primary _ ->
                        Optional.of(new Reason.DatabaseNotReady("it is still stopping"));
                case DatabaseState.Absent() ->
                        Optional.of(new Reason.DatabaseNotReady("it has no data"));
                case DatabaseState.Starting _ ->
                        Optional.of(new Reason.DatabaseNotReady("it is starting"));
                case DatabaseState.Unusable(String why) ->
                        Optional.of(new Reason.DatabaseWillNotRun(why));
                case DatabaseState.Unseen unseen ->
                        Optional.of(new Reason.DatabaseNotReady(unseen.why()));
            };
        }

        /** A primary's data that the register calls in sync: it has given its place away. */
        private boolean isWhole() {
            return cluster.synchrony().includes(self());
        }

        private Optional<Reason> modeObjection() {
            TakeoverMode mode = state.settings().takeover();
            boolean released = cluster.phase() instanceof Phase.Ceded;
            // A winner that died half-way was allowed to begin; whoever follows it only goes on.
            boolean begun = cluster.phase() instanceof Phase.Fencing;
            // And who takes its own place back takes over from nobody.
            boolean allowed =
                    switch (mode) {
                        case AUTOMATIC -> true;
                        case GRACEFUL -> released || begun || onAPersonsWord().isPresent();
                        case MANUAL ->
                                begun
                                        || onAPersonsWord().isPresent()
                                        || (released
                                                && (cluster.isHeldBy(self())
                                                        || cluster.request()
                                                                instanceof Request.Switchover));
                    };
            return allowed ? Optional.empty() : Optional.of(new Reason.TakeoverNeeds(mode));
        }

        /** Silence is a crash or a cut, and without a majority nobody but a person can tell. */
        Optional<Reason> silenceObjection() {
            boolean mayJudge =
                    switch (state.settings().voting()) {
                        case Voting.Majority() -> true;
                        case Voting.Person(Pair pair) ->
                                pair.castingVote(cluster).equals(self())
                                        || cluster.phase() instanceof Phase.Ceded
                                        || onAPersonsWord().isPresent();
                    };
            return mayJudge ? Optional.empty() : Optional.of(PersonsVote.needed(state, cluster));
        }

        private Optional<Reason> dataObjection() {
            if (PersonsVote.hasEverything(state, cluster)) {
                return Optional.empty();
            }
            Optional<Request.Failover> word = onAPersonsWord();
            if (word.isPresent()) {
                return PersonsVote.isLossUnknown(state, cluster)
                                && word.get().acceptedLossBytes() != Request.ANY_LOSS
                        ? Optional.of(PersonsVote.needed(state, cluster))
                        : within(word.get().acceptedLossBytes());
            }
            if (cluster.synchrony() instanceof Synchrony.Asynchronous
                    && state.settings().synchronous() instanceof SynchronousMode.Off(long limit)) {
                return within(limit);
            }
            return Optional.of(new Reason.NotInSync(cluster.holder(), cluster.synchrony()));
        }

        /** Data of another history may lack anything: only who accepts any loss accepts that. */
        private Optional<Reason> within(long limit) {
            LogPoint own =
                    state.database().state().safeEnd().orElse(new LogPoint(0, LogPosition.START));
            OptionalLong behind = own.behind(cluster.position());
            if (limit == Request.ANY_LOSS || (behind.isPresent() && behind.getAsLong() <= limit)) {
                return Optional.empty();
            }
            return Optional.of(
                    behind.isPresent()
                            ? new Reason.TooFarBehind(behind.getAsLong(), limit)
                            : new Reason.OtherHistory(own, cluster.position()));
        }

        Optional<Request.Failover> onAPersonsWord() {
            return cluster.request() instanceof Request.Failover failover
                            && failover.to().equals(self())
                            && !failover.seen().isAfter(cluster.epoch())
                    ? Optional.of(failover)
                    : Optional.empty();
        }

        /**
         * The end of the log may never come where the node that released it is gone. Who has every
         * acknowledged commit, or a person's word, waits for a ttl only.
         */
        boolean needsNoFinalPosition() {
            return cluster.synchrony().includes(self()) || onAPersonsWord().isPresent();
        }

        private boolean anyLossIsAccepted() {
            return onAPersonsWord()
                    .filter(word -> word.acceptedLossBytes() == Request.ANY_LOSS)
                    .isPresent();
        }

        LogPosition received() {
            return state.database()
                    .state()
                    .safeEnd()
                    .map(LogPoint::position)
                    .orElse(LogPosition.START);
        }
    }

    private static boolean rebuilds(OnDatabase action) {
        return action instanceof Rewind || action instanceof CopyAnew;
    }
}
