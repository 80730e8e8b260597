package io.understudy.core.explain;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Pair;
import io.understudy.core.model.Synchrony;
import io.understudy.core.model.TakeoverMode;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A reason as one sentence for an operator: what is, what is needed, what happens next, what to
 * type.
 */
public final class Sentences {

    private Sentences() {}

    public static String of(Reason reason) {
        return switch (reason) {
            case Reason.RegisterUnseen(String why) ->
                    "Waiting to see the register (" + why + "): it needs a majority of the voters.";
            case Reason.OtherNodeUnseen(String why) ->
                    "Waiting for the other node, since this one has no register yet ("
                            + why
                            + "): start it.";
            case Reason.PersonNeeded(NodeId self, NodeId other, var epoch, boolean lossUnknown) ->
                    "Waiting for "
                            + other
                            + ", or for a person: make sure that "
                            + other
                            + " does not serve, then type `understudy failover --to "
                            + self
                            + " --epoch "
                            + epoch
                            + (lossUnknown ? " --accept-loss any" : "")
                            + "`"
                            + (lossUnknown ? ", since it may have committed more alone." : ".");
            case Reason.RegisterMissing() ->
                    "The cluster has no primary yet: start the node on which `understudy init` was"
                            + " run.";
            case Reason.RegisterBehind(var found, var seen) ->
                    "The register shows epoch "
                            + found
                            + ", but this node has seen epoch "
                            + seen
                            + ": it serves nothing until the register is whole again, or a person"
                            + " decides.";
            case Reason.RegisterUnread(var seen, String why) ->
                    "Waiting for the register, for this node has heard of epoch "
                            + seen
                            + " and can't read who serves in it: "
                            + why
                            + ".";
            case Reason.RegisterLost(var seen) ->
                    "The register is empty, but this node has seen epoch "
                            + seen
                            + ": the voters have lost it, and a person must restore it.";
            case Reason.FoundingCluster() ->
                    "Founding the cluster with this node as its first primary.";
            case Reason.Serving(var epoch, Synchrony synchrony) ->
                    "Serving as primary of epoch " + epoch + "; " + inSync(synchrony) + ".";
            case Reason.ServingWithoutAddress(var epoch, Synchrony synchrony, String why) ->
                    "Serving as primary of epoch "
                            + epoch
                            + " without its virtual address, which is tried again: "
                            + ended(why)
                            + " Of the standbys, "
                            + inSync(synchrony)
                            + ".";
            case Reason.BringingUp(var epoch, String what) ->
                    "Primary of epoch " + epoch + ": " + what + ".";
            case Reason.Adopting(var epoch, var awaited) ->
                    "What this node runs was left by an earlier run of its daemon and goes on under"
                            + " its guard; the lease of epoch "
                            + epoch
                            + " is being renewed"
                            + awaited.map(node ->
                                            ", for which "
                                                    + node
                                                    + " has to answer: a person may have let"
                                                    + " it go on meanwhile.")
                                    .orElse(".");
            case Reason.GuardMissing(String why) ->
                    "Nothing that serves is started without an armed guard: " + why + ".";
            case Reason.RenewingFirst(var epoch) ->
                    "Primary of epoch "
                            + epoch
                            + " without a valid lease: it serves nothing until the arbiter"
                            + " acknowledges a renewal.";
            case Reason.DatabaseWillNotRun(String why) -> "The database can't run: " + ended(why);
            case Reason.DatabaseSilent(Duration longest, String why) ->
                    "The database runs and does not answer; once that has lasted "
                            + longest.toMillis()
                            + " ms it is stopped at once and started again: "
                            + ended(why);
            case Reason.ServerWillNotRun(String why) -> "The server does not answer: " + ended(why);
            case Reason.ServerRestarting(String why, int failures, int restarts) ->
                    "The server is started again ("
                            + failures
                            + " of "
                            + restarts
                            + " restarts): "
                            + ended(why);
            case Reason.ServerGivenUp(Set<NodeId> on, String why) ->
                    "The server has failed too often on "
                            + names(on)
                            + " and is left, while the database serves on ("
                            + why
                            + "); repair it and type: understudy resume.";
            case Reason.ServerMoves(NodeId to, String why) ->
                    "Moving to "
                            + to
                            + ", since the server has failed here too often: "
                            + ended(why);
            case Reason.GivingUp(NodeId successor, String why) ->
                    "Giving its place to "
                            + successor
                            + ", since the database does not run here: "
                            + ended(why);
            case Reason.Witnessing(NodeId holder, var epoch) ->
                    "Voting; " + holder + " is primary of epoch " + epoch + ".";
            case Reason.Following(NodeId holder, var epoch) ->
                    "Following " + holder + ", primary of epoch " + epoch + ".";
            case Reason.JoiningUp(NodeId holder, String what) ->
                    "Joining " + holder + ": " + what + ".";
            case Reason.RepairFailed(String what, String why) ->
                    "Can't follow yet: "
                            + what
                            + " did not work, and is tried again: "
                            + ended(why);
            case Reason.TakingOver(NodeId from, var epoch, String because) ->
                    "Taking over from " + from + " as epoch " + epoch + ": " + because + ".";
            case Reason.AwaitingExpiry(NodeId holder, Duration unchanged, Duration ttl) ->
                    "Ready to take over: "
                            + holder
                            + " renewed "
                            + seconds(unchanged)
                            + " ago, and its lease is over after "
                            + seconds(ttl)
                            + ".";
            case Reason.NotInSync(NodeId holder, Synchrony synchrony) ->
                    "Would not take over by itself: "
                            + holder
                            + " may hold commits that this node lacks ("
                            + inSync(synchrony)
                            + ").";
            case Reason.TooFarBehind(long bytes, long limit) ->
                    "Would not take over: it is "
                            + bytes
                            + " bytes behind, and "
                            + limit
                            + " are accepted.";
            case Reason.OtherHistory(var own, var known) ->
                    "Would not take over: its log ends at "
                            + own
                            + ", the last primary's at "
                            + known
                            + ", and nobody knows what it lacks; `understudy failover --accept-loss"
                            + " any` takes it all the same.";
            case Reason.DatabaseNotReady(String what) ->
                    "Would not take over: of its database, " + what + ".";
            case Reason.FilesMissing(NodeId self) ->
                    "Not taking over: "
                            + self
                            + " has never had all files of the primary, and a server that starts"
                            + " without its keys makes new ones; start the primary again, or type"
                            + " understudy failover.";
            case Reason.FilesNotReady(String why) ->
                    "The files that the server needs are not in place: " + ended(why);
            case Reason.TakeoverNeeds(TakeoverMode mode) ->
                    switch (mode) {
                        case AUTOMATIC -> "Takes over by itself.";
                        case GRACEFUL ->
                                "Would not take over by itself: `takeover: graceful` needs a"
                                        + " release by the primary.";
                        case MANUAL ->
                                "Would not take over by itself: `takeover: manual` needs"
                                        + " `understudy failover`.";
                    };
            case Reason.ClusterPaused(String by) ->
                    "Nothing moves: "
                            + by
                            + " has paused the cluster; `understudy resume` ends that.";
            case Reason.ClusterHeld(int moves, Duration length) ->
                    "Nothing moves by itself: after "
                            + moves
                            + " automatic moves in a row it holds still for "
                            + seconds(length)
                            + "; `understudy resume` ends that.";
            case Reason.AwaitingSuccessor(NodeId successor) ->
                    "Stopped; waiting for " + successor + " to take over.";
            case Reason.AwaitingFinalPosition(var received, var needed) ->
                    "Waiting for the end of the log: it has "
                            + received
                            + " and needs "
                            + needed
                            + ".";
            case Reason.AwaitingFence(Set<NodeId> nodes, String lastAnswer) ->
                    "Waiting until "
                            + names(nodes)
                            + " has stopped (last answer: "
                            + lastAnswer
                            + ").";
            case Reason.AwaitingReceipt awaited -> FenceSentences.awaiting(awaited);
            case Reason.LeaseRanOut(var epoch) ->
                    "Stopping at once: no renewal of epoch " + epoch + " was acknowledged in time.";
            case Reason.PrimacyLost(NodeId holder, var epoch) ->
                    "Stopping at once: " + holder + " holds epoch " + epoch + ".";
            case Reason.BrokenInvariant(String what) ->
                    "Halted: this must hold and did not: "
                            + what
                            + ". Nothing runs on this node; save its log and start it again.";
            case Reason.Ceding(NodeId successor, String step) ->
                    "Moving to " + successor + ": " + step + ".";
            case Reason.Detaching(String what) ->
                    "The daemon is ending, and what it runs goes on: " + what + ".";
            case Reason.Leaving(String what) -> "The daemon is ending: " + what + ".";
            case Reason.SwitchoverDropped(NodeId to, String why) ->
                    "The move to " + to + " is dropped, and this node serves on: " + ended(why);
            case Reason.SynchronyChange(Synchrony to, String because) ->
                    "Declaring: " + inSync(to) + ", since " + because + ".";
        };
    }

    /**
     * Of two nodes without a third vote: what becomes of it when either is lost, and what a person
     * types then.
     *
     * @param acceptsLoss whether a word for a standby must accept any loss
     */
    public static String ifLost(Pair pair, ClusterState cluster, boolean acceptsLoss) {
        NodeId goesOn = pair.castingVote(cluster);
        NodeId waits = pair.otherThan(goesOn);
        boolean primaryGoesOn = cluster.isHeldBy(goesOn);
        String byItself =
                primaryGoesOn
                        ? "If %s is lost, %s serves on alone.".formatted(waits, goesOn)
                        : "If %s is lost, %s takes over by itself.".formatted(waits, goesOn);
        String typed =
                "you make sure that %s does not serve and type `understudy failover --to %s --epoch %s%s`."
                        .formatted(
                                goesOn,
                                waits,
                                cluster.epoch(),
                                primaryGoesOn && acceptsLoss ? " --accept-loss any" : "");
        String byAPerson =
                primaryGoesOn
                        ? "If %s is lost, nothing moves until ".formatted(goesOn)
                        : "If %s is lost, %s stops until ".formatted(goesOn, waits);
        return byItself + " " + byAPerson + typed;
    }

    /** Who would lose nothing by taking over, as a part of a sentence. */
    public static String inSync(Synchrony synchrony) {
        return switch (synchrony) {
            case Synchrony.Solo() -> "no standby is in sync";
            case Synchrony.InSync(Set<NodeId> nodes) when nodes.isEmpty() ->
                    "commits wait, since no standby is in sync";
            case Synchrony.InSync(Set<NodeId> nodes) ->
                    names(nodes) + (nodes.size() == 1 ? " is" : " are") + " in sync";
            case Synchrony.Asynchronous() -> "replication does not wait";
        };
    }

    private static String names(Set<NodeId> nodes) {
        return nodes.stream().sorted().map(NodeId::name).collect(Collectors.joining(" and "));
    }

    private static String seconds(Duration duration) {
        return "%d.%d s".formatted(duration.toSeconds(), duration.toMillisPart() / 100);
    }

    private static String ended(String sentence) {
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }
}
