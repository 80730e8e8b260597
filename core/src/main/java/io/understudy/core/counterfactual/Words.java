package io.understudy.core.counterfactual;

import io.understudy.core.action.Action;
import io.understudy.core.action.Command;
import io.understudy.core.action.StopMode;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Mode;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Request;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Words for people. */
final class Words {

    private Words() {}

    static String names(Set<NodeId> nodes) {
        return nodes.isEmpty()
                ? "nobody"
                : nodes.stream().sorted().map(NodeId::name).collect(Collectors.joining(" and "));
    }

    /** Rounded to what a person reads: {@code 0.35 s}, {@code 2.0 s}, {@code 9 min 40 s}. */
    static String duration(Duration duration) {
        double seconds = duration.toMillis() / 1000.0;
        if (seconds < 1) {
            return String.format(Locale.ROOT, "%.2f s", seconds);
        }
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long minutes = duration.toMinutes();
        return minutes < 60
                ? "%d min %d s".formatted(minutes, duration.toSecondsPart())
                : "%d h %d min".formatted(duration.toHours(), duration.toMinutesPart());
    }

    static String ended(String sentence) {
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }

    static String action(Action action) {
        return switch (action) {
            case Action.ReadRegister() -> "read the register";
            case Action.WriteRegister _ -> "write into the register";
            case Action.StartPrimary _ -> "start its database as primary";
            case Action.StartStandby(NodeId upstream) ->
                    "start its database as a standby of " + upstream;
            case Action.Promote _ -> "promote its database";
            case Action.WaitFor(Set<NodeId> nodes) -> "let commits wait for " + names(nodes);
            case Action.StopDatabase(StopMode mode) -> "stop its database " + mode(mode);
            case Action.Rewind(NodeId source) -> "take its data back to where " + source + " is";
            case Action.CopyAnew(NodeId source) -> "copy its data anew from " + source;
            case Action.StartServer _ -> "start its server";
            case Action.StopServer(StopMode mode) -> "stop its server " + mode(mode);
            case Action.TakeAddress _ -> "take the virtual address";
            case Action.ReleaseAddress() -> "let go of the virtual address";
            case Action.AskAddress() -> "ask the network who has the virtual address";
            case Action.PublishFiles _ -> "give out its files";
            case Action.FollowFiles(NodeId holder, var _) -> "fetch the files of " + holder;
            case Action.KeepFiles _ -> "take its files as right";
            case Action.ApplyFiles _ -> "put the newest files in place";
            case Action.RestFiles() -> "leave its files alone";
            case Action.ArmGuard _ -> "arm its guard";
            case Action.DisarmGuard() -> "disarm its guard";
            case Action.FencePeer(NodeId node, var _) ->
                    "ask the daemon of " + node + " whether it has stopped";
            case Action.FenceBy(String method, NodeId node, var _) ->
                    "stop " + node + " by " + method;
            case Action.WithdrawFences() -> "stop nobody any more";
            case Action.Answer _ -> "answer who asked";
            case Action.Halt _ -> "halt";
        };
    }

    private static String mode(StopMode mode) {
        return switch (mode) {
            case ORDERLY -> "in order";
            case AT_ONCE -> "at once";
        };
    }

    static String command(Command command) {
        return switch (command) {
            case Command.Switchover(var _, NodeId to, var _) -> "switchover to " + to;
            case Command.Failover(var _, NodeId to, var _, var _, var _) -> "failover to " + to;
            case Command.Pause _ -> "pause";
            case Command.Resume() -> "resume";
            case Command.Leave() -> "leave";
            case Command.Rejoin _ -> "rejoin";
        };
    }

    /** What a write changes, as what follows "writes that"; empty where it only renews. */
    static String change(ClusterState was, ClusterState is) {
        if (!is.epoch().equals(was.epoch())) {
            return is.holder() + " has epoch " + is.epoch();
        }
        if (is.phase().getClass() != was.phase().getClass()) {
            return switch (is.phase()) {
                case Phase.Fencing _ -> is.holder() + " fences the ones before it";
                case Phase.Active() -> is.holder() + " is active in epoch " + is.epoch();
                case Phase.Away _ -> is.holder() + " is away for a while";
                case Phase.Ceded(NodeId successor, var _) ->
                        is.holder() + " has given its place to " + successor;
            };
        }
        if (is.mode().getClass() != was.mode().getClass()) {
            return is.mode() instanceof Mode.Automatic ? "the pause is over" : "nothing moves";
        }
        if (!is.request().equals(was.request())) {
            return switch (is.request()) {
                case Request.None() -> "nobody asks for a move any more";
                case Request.Switchover(var _, NodeId to, var _) ->
                        "a switchover to " + to + " is asked for";
                case Request.Failover(var _, NodeId to, var _, var _, var _) ->
                        "a failover to " + to + " is asked for";
            };
        }
        return is.synchrony().equals(was.synchrony()) ? "" : "who is in sync has changed";
    }
}
