package io.understudy.core.foresight;

import io.understudy.core.action.Action;
import io.understudy.core.action.Action.OnDatabase;
import io.understudy.core.action.Outcome;
import io.understudy.core.model.LogPosition;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.DatabaseState;
import io.understudy.core.observation.DatabaseState.Follower;
import io.understudy.core.observation.DatabaseState.Stream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The database of a node that stays, as it would show itself once another is lost. */
final class SurmisedDatabase {

    private final NodeId lost;
    private DatabaseState state;
    private Optional<Moment> promoting = Optional.empty();
    private Optional<Moment> dropped = Optional.empty();

    SurmisedDatabase(DatabaseState before, NodeId lost, Moment began) {
        this.lost = lost;
        this.state = withoutUpstream(before);
        if (!commitsWait()) {
            dropped = Optional.of(began);
        }
    }

    /** What a look at it would show. */
    DatabaseState look() {
        return state;
    }

    /** When it was told to become a primary, or to be one; empty while it was not. */
    Optional<Moment> promoting() {
        return promoting;
    }

    /** Since when a commit waits for the lost one no more; empty while it does. */
    Optional<Moment> dropped() {
        return dropped;
    }

    /** While the lost one's stream seems open, commits may be told to wait for it yet. */
    boolean seemsToBeFollowed() {
        return state instanceof DatabaseState.Primary primary
                && primary.followers().stream().anyMatch(one -> one.node().equals(lost));
    }

    /** A host without power ends no connection: only its silence does. */
    void hearsNoMoreOfTheLost() {
        if (state instanceof DatabaseState.Primary primary) {
            List<Follower> left =
                    primary.followers().stream().filter(one -> !one.node().equals(lost)).toList();
            state =
                    new DatabaseState.Primary(
                            primary.timeline(), primary.end(), primary.waitsFor(), left);
        }
    }

    /** Does what is asked, by then. */
    Outcome act(OnDatabase wanted, Moment then) {
        return switch (wanted) {
            case Action.Promote _, Action.StartPrimary _ -> {
                promoting = Optional.of(then);
                yield new Outcome.Done();
            }
            case Action.WaitFor(Set<NodeId> nodes) -> {
                waitFor(nodes);
                dropped = commitsWait() ? Optional.empty() : dropped.or(() -> Optional.of(then));
                yield new Outcome.Done();
            }
            case Action.StopDatabase _ -> new Outcome.Done();
            case Action.StartStandby(NodeId from) -> fromElsewhere(from);
            case Action.Rewind(NodeId from) -> fromElsewhere(from);
            case Action.CopyAnew(NodeId from) -> fromElsewhere(from);
        };
    }

    /** What needs another node does not get far where that one is lost, and takes long else. */
    private Outcome fromElsewhere(NodeId from) {
        return from.equals(lost)
                ? new Outcome.Unknown(lost + " is lost")
                : new Outcome.NotYet("it takes longer than this");
    }

    /** What it had of the lost one ends, but for a stream to it. */
    private DatabaseState withoutUpstream(DatabaseState before) {
        return switch (before) {
            case DatabaseState.Standby(
                            int timeline,
                            LogPosition received,
                            LogPosition replayed,
                            Optional<NodeId> upstream,
                            Stream stream)
                    when upstream.filter(lost::equals).isPresent() ->
                    new DatabaseState.Standby(
                            timeline,
                            received,
                            replayed,
                            upstream,
                            stream == Stream.OPEN ? Stream.AWAITED : stream);
            case DatabaseState _ -> before;
        };
    }

    private void waitFor(Set<NodeId> nodes) {
        if (state instanceof DatabaseState.Primary primary) {
            List<Follower> told =
                    primary.followers().stream()
                            .map(one ->
                                    new Follower(
                                            one.node(),
                                            one.flushed(),
                                            one.streaming(),
                                            nodes.contains(one.node())))
                            .toList();
            state = new DatabaseState.Primary(primary.timeline(), primary.end(), nodes, told);
        }
    }

    /** Whether a commit here is not acknowledged without the lost one: it waits for all. */
    private boolean commitsWait() {
        return state instanceof DatabaseState.Primary primary && primary.waitsFor().contains(lost);
    }
}
