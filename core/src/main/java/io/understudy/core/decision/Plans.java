package io.understudy.core.decision;

import io.understudy.core.action.Command;
import io.understudy.core.explain.Sentences;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.LogPoint;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Pair;
import io.understudy.core.model.Request;
import io.understudy.core.model.Voting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a command would do, before anybody decides on it: by the same rules that judge the command
 * itself.
 */
public final class Plans {

    private Plans() {}

    /** The answer to somebody who asks what would be. */
    public sealed interface Plan {

        /**
         * It can be done.
         *
         * @param steps in order, for people
         * @param atRisk what may be lost or interrupted, one sentence
         * @param seen the epoch in which this holds
         */
        record Steps(List<String> steps, String atRisk, Epoch seen) implements Plan {
            public Steps {
                steps = List.copyOf(steps);
            }
        }

        /** It is so already. */
        record NothingToDo(String why) implements Plan {}

        /** It can't be done now. */
        record Refused(String why, String remedy) implements Plan {}
    }

    public static Plan of(NodeState state, Command command, Moment now) {
        return of(state, command, now, Places.NONE);
    }

    /** The same, where an address moves, too. */
    public static Plan of(NodeState state, Command command, Moment now, Places places) {
        return switch (CommandPolicy.judge(state, command, now)) {
            case CommandPolicy.Verdict.AlreadySo() -> new Plan.NothingToDo(already(command));
            case CommandPolicy.Verdict.Refuse(String why, String remedy) ->
                    new Plan.Refused(why, remedy);
            case CommandPolicy.Verdict.Depart() -> departure(state, places);
            case CommandPolicy.Verdict.Write _, CommandPolicy.Verdict.Remember _ ->
                    steps(state, command, places);
        };
    }

    private static String already(Command command) {
        return switch (command) {
            case Command.Switchover(var _, NodeId to, var _) -> to + " is the primary already";
            case Command.Failover(var _, NodeId to, var _, long _, var _) ->
                    to + " is the primary already";
            case Command.Pause _ -> "the cluster is paused for just that long already";
            case Command.Resume() -> "the cluster is not paused";
            case Command.Rejoin _ -> "the node follows the primary already";
            case Command.Leave() -> "the node is leaving already";
        };
    }

    private static Plan vouching(Command.Failover word, Epoch epoch, Places places) {
        String nodes = String.join(" and ", word.stopped().stream().map(NodeId::name).toList());
        return new Plan.Steps(
                List.of(
                        "take your word that "
                                + nodes
                                + " is off or serves nothing for its receipt",
                        "let " + word.to() + " become active in epoch " + epoch,
                        places.serving(word.to())),
                "where "
                        + nodes
                        + " serves all the same, two nodes do, and what one of them acknowledges is"
                        + " lost",
                epoch);
    }

    private static Plan steps(NodeState state, Command command, Places places) {
        ClusterState cluster = state.register().state().orElseThrow();
        Epoch epoch = cluster.epoch();
        NodeId holder = cluster.holder();
        return switch (command) {
            case Command.Switchover(var _, NodeId to, var _) ->
                    new Plan.Steps(
                            switchover(holder, to, epoch.next(), places),
                            "no acknowledged commit; builds that run meanwhile are interrupted for"
                                    + " some seconds",
                            epoch);
            case Command.Failover failover when !failover.stopped().isEmpty() ->
                    vouching(failover, epoch, places);
            case Command.Failover(var _, NodeId to, var _, long accepted, var _) ->
                    switch (state.settings().voting()) {
                        case Voting.Majority() ->
                                new Plan.Steps(
                                        List.of(
                                                untilNobodyRenews(state, holder),
                                                "let "
                                                        + to
                                                        + " take over as epoch "
                                                        + epoch.next()
                                                        + " and fence "
                                                        + holder,
                                                places.serving(to)),
                                        allAtRisk(state, cluster, to, accepted),
                                        epoch);
                        case Voting.Person(Pair pair) ->
                                onAPersonsWord(state, pair, to, accepted, places);
                    };
            case Command.Pause(Duration length, String by) ->
                    new Plan.Steps(
                            List.of(
                                    "let nothing move for "
                                            + seconds(length)
                                            + ", on the word of "
                                            + by),
                            "while it is paused, no standby takes over, whatever happens to "
                                    + holder,
                            epoch);
            case Command.Resume() ->
                    new Plan.Steps(
                            List.of("let the cluster move by itself again"),
                            "nothing; " + Sentences.inSync(cluster.synchrony()),
                            epoch);
            case Command.Leave() -> departure(state, places);
            case Command.Rejoin(boolean copyAnew) ->
                    new Plan.Steps(
                            copyAnew
                                    ? List.of(
                                            "stop the database of " + state.self(),
                                            "make a new copy of "
                                                    + holder
                                                    + "'s, keeping the old data aside until it is"
                                                    + " whole",
                                            "follow " + holder)
                                    : List.of(
                                            "stop the database of " + state.self(),
                                            "go back to where it left "
                                                    + holder
                                                    + "'s history, keeping what it held beyond",
                                            "follow " + holder),
                            "nothing on "
                                    + holder
                                    + "; "
                                    + state.self()
                                    + " can't take over meanwhile",
                            epoch);
        };
    }

    private static List<String> switchover(NodeId from, NodeId to, Epoch epoch, Places places) {
        List<String> steps = new ArrayList<>();
        steps.add("stop the server on " + from);
        places.leaving(from).ifPresent(steps::add);
        steps.add(
                "stop the database on %s in order, with all of its log sent to %s"
                        .formatted(from, to));
        steps.add("give the lease to %s, which takes over as epoch %s".formatted(to, epoch));
        steps.add(places.serving(to));
        steps.add("let %s follow %s".formatted(from, to));
        return steps;
    }

    private static Plan departure(NodeState state, Places places) {
        NodeId self = state.self();
        Optional<NodeId> successor = LeavePolicy.successorOf(state);
        List<String> steps = new ArrayList<>();
        if (DemotionPolicy.serves(state)) {
            steps.add("stop the server on " + self);
            places.leaving(self).ifPresent(steps::add);
            steps.add("stop the database on " + self + " in order");
            successor.ifPresent(to -> steps.add("give the lease to " + to));
        } else if (!state.settings().witness()) {
            steps.add("stop the database on " + self);
        }
        steps.add("end the daemon of " + self + " and its guard");
        return new Plan.Steps(steps, missed(state, successor), state.seenEpoch());
    }

    private static String missed(NodeState state, Optional<NodeId> successor) {
        if (successor.isPresent()) {
            return "no acknowledged commit; until "
                    + state.self()
                    + " is back, nobody stands by for "
                    + successor.get();
        }
        if (DemotionPolicy.serves(state)) {
            return "no commit, but nobody serves until " + state.self() + " is started again";
        }
        return state.settings().witness()
                ? "until it is back, the loss of one more voter stops the primary"
                : "until it is back, " + state.self() + " can't take over";
    }

    private static String untilNobodyRenews(NodeState state, NodeId holder) {
        return "wait until the lease of "
                + holder
                + " is over ("
                + seconds(state.settings().timings().ttl())
                + ")";
    }

    /** Nobody but this person can tell whether the other node has stopped. */
    private static Plan onAPersonsWord(
            NodeState state, Pair pair, NodeId to, long accepted, Places places) {
        ClusterState cluster = state.register().state().orElseThrow();
        NodeId other = pair.otherThan(to);
        String unknown =
                PersonsVote.isLossUnknown(state, cluster)
                        ? "nobody here knows whether %s still serves, nor what it has committed"
                                + " alone"
                        : "nobody here knows whether %s still serves";
        return new Plan.Steps(
                List.of(
                        untilNobodyRenews(state, cluster.holder()),
                        "let %s take over as epoch %s and ask %s to stop"
                                .formatted(to, pair.wordedEpoch(cluster.epoch(), to), other),
                        "take your word that %s does not serve, where it stays silent"
                                .formatted(other),
                        places.serving(to)),
                unknown.formatted(other) + "; " + allAtRisk(state, cluster, to, accepted),
                cluster.epoch());
    }

    private static String allAtRisk(
            NodeState state, ClusterState cluster, NodeId to, long accepted) {
        String commits = atRisk(state, cluster, to, accepted);
        boolean own = cluster.lastActive().equals(to);
        return FilesPolicy.atRisk(state, to)
                .filter(_ -> !own)
                .map(files -> commits + "; " + files)
                .orElse(commits);
    }

    private static String atRisk(NodeState state, ClusterState cluster, NodeId to, long accepted) {
        boolean known = !to.equals(state.self()) || !PersonsVote.isLossUnknown(state, cluster);
        if ((cluster.synchrony().includes(to) && known) || cluster.lastActive().equals(to)) {
            return "no acknowledged commit: " + to + " has them all";
        }
        String behind =
                state.database()
                        .state()
                        .safeEnd()
                        .filter(_ -> to.equals(state.self()))
                        .map(own -> behind(to, own, cluster.position()))
                        .orElse(to + " alone can tell how far it is behind");
        String accepts =
                accepted == Request.ANY_LOSS
                        ? "you accept any loss"
                        : "you accept " + accepted + " bytes, and it won't take over with more";
        return "commits that only %s holds are lost: its log was last known to end at %s; %s; %s"
                .formatted(cluster.lastActive(), cluster.position(), behind, accepts);
    }

    private static String behind(NodeId to, LogPoint own, LogPoint known) {
        OptionalLong behind = own.behind(known);
        return behind.isPresent()
                ? to + " ends at " + own + ", " + behind.getAsLong() + " bytes behind"
                : to + " ends at " + own + ", in another history, so nobody knows what it lacks";
    }

    private static String seconds(Duration duration) {
        if (duration.toMinutes() > 0 && duration.toSecondsPart() == 0) {
            return duration.toHours() > 0 && duration.toMinutesPart() == 0
                    ? duration.toHours() + " h"
                    : duration.toMinutes() + " min";
        }
        return duration.toMillisPart() == 0
                ? duration.toSeconds() + " s"
                : duration.toMillis() + " ms";
    }
}
