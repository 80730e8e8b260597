package io.understudy.node.api;

import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.RegisterView.Sight;
import io.understudy.core.decision.ResourceView;
import io.understudy.core.explain.Sentences;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Mode;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Pair;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Request;
import io.understudy.core.model.SynchronousMode;
import io.understudy.core.model.Synchrony;
import io.understudy.core.model.Voting;
import io.understudy.core.observation.DatabaseState;
import io.understudy.core.observation.ServerState;
import io.understudy.node.api.Primacy.Pause;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes a report of what a node knows. Pure: time and all else is handed in. */
public final class Reports {

    private Reports() {}

    public static NodeReport of(NodeState state, Surroundings around) {
        boolean witness = state.settings().witness();
        return new NodeReport(
                        around.about(),
                        standing(state, around),
                        state.register().seen().map(seen -> primacy(seen, around.now())),
                        WorstCase.of(state.settings().timings()),
                        witness ? Optional.empty() : Optional.of(database(state, around)),
                        witness ? Optional.empty() : Optional.of(server(state, around)),
                        arbiter(state, around),
                        around.guard(),
                        around.journal(),
                        around.fence())
                .withAddress(witness ? Optional.empty() : AddressReport.of(state));
    }

    private static Standing standing(NodeState state, Surroundings around) {
        return new Standing(
                state.role(),
                around.sentence(),
                state.seenEpoch(),
                state.lease().map(lease -> notNegative(lease.until().since(around.now()))));
    }

    private static Primacy primacy(Sight.Seen seen, Moment now) {
        ClusterState cluster = seen.state();
        return new Primacy(
                cluster.epoch(),
                cluster.holder(),
                phase(cluster.phase()),
                inSync(cluster.synchrony()),
                synchrony(cluster),
                pause(cluster.mode(), now.since(seen.pauseSince())),
                request(cluster.request()),
                cluster.position().position(),
                cluster.unrest().moves(),
                List.copyOf(cluster.unrest().serverFailed()));
    }

    private static String phase(Phase phase) {
        return switch (phase) {
            case Phase.Fencing _ -> "fencing";
            case Phase.Active() -> "active";
            case Phase.Away _ -> "away";
            case Phase.Ceded _ -> "ceded";
        };
    }

    private static List<NodeId> inSync(Synchrony synchrony) {
        return switch (synchrony) {
            case Synchrony.InSync(var nodes) -> List.copyOf(nodes);
            case Synchrony.Solo(), Synchrony.Asynchronous() -> List.of();
        };
    }

    private static String synchrony(ClusterState cluster) {
        return switch (cluster.synchrony()) {
            case Synchrony.InSync(var nodes) when nodes.isEmpty() ->
                    "Nobody is in sync: commits wait until a standby has caught up.";
            case Synchrony.InSync(var nodes) ->
                    "In sync: " + names(nodes) + ". Every acknowledged commit is there, too.";
            case Synchrony.Solo() ->
                    "Nobody is in sync: "
                            + cluster.lastActive()
                            + " acknowledges commits alone, and no other node takes over by"
                            + " itself.";
            case Synchrony.Asynchronous() ->
                    "Commits wait for nobody: a takeover may lose the latest ones, up to the lag"
                            + " limit.";
        };
    }

    private static Optional<Pause> pause(Mode mode, Duration since) {
        return switch (mode) {
            case Mode.Automatic() -> Optional.empty();
            case Mode.Paused(Duration length, String by) when length.compareTo(since) > 0 ->
                    Optional.of(new Pause(by, length.minus(since)));
            case Mode.Held(Duration length, int moves) when length.compareTo(since) > 0 ->
                    Optional.of(
                            new Pause(
                                    "flapping protection (%d automatic moves in a row)"
                                            .formatted(moves),
                                    length.minus(since)));
            case Mode.Paused _, Mode.Held _ -> Optional.empty();
        };
    }

    private static Optional<String> request(Request request) {
        return switch (request) {
            case Request.None() -> Optional.empty();
            case Request.Switchover move ->
                    Optional.of("A switchover to " + move.to() + " is under way.");
            case Request.Failover move ->
                    Optional.of(
                            "A failover to "
                                    + move.to()
                                    + " is under way, which may lose "
                                    + loss(move)
                                    + ".");
        };
    }

    private static String loss(Request.Failover move) {
        return move.acceptedLossBytes() == Request.ANY_LOSS
                ? "any amount of the log"
                : "up to " + move.acceptedLossBytes() + " bytes of the log";
    }

    private static DatabaseReport database(NodeState state, Surroundings around) {
        DatabaseState seen = state.database().state();
        Optional<String> trouble = sentence(state.database());
        return switch (seen) {
            case DatabaseState.Absent() -> bare("absent", trouble);
            case DatabaseState.Starting _ ->
                    bare("starting", trouble.or(() -> slowStart(state, around)));
            case DatabaseState.Unusable(String why) -> bare("unusable", Optional.of(why));
            case DatabaseState.Unseen unseen -> bare("unknown", Optional.of(unseen.why()));
            case DatabaseState.Stopped stopped ->
                    new DatabaseReport(
                            "stopped",
                            trouble,
                            Optional.of(
                                    new LogReport(
                                            stopped.timeline(),
                                            stopped.end(),
                                            stopped.end(),
                                            Optional.empty(),
                                            false)),
                            List.of());
            case DatabaseState.Primary primary ->
                    new DatabaseReport(
                            "primary",
                            trouble,
                            Optional.of(
                                    new LogReport(
                                            primary.timeline(),
                                            primary.end(),
                                            primary.end(),
                                            Optional.empty(),
                                            false)),
                            followers(primary, around));
            case DatabaseState.Standby standby ->
                    new DatabaseReport(
                            "standby",
                            trouble,
                            Optional.of(
                                    new LogReport(
                                            standby.timeline(),
                                            standby.received(),
                                            standby.replayed(),
                                            standby.upstream(),
                                            standby.streaming())),
                            List.of());
        };
    }

    private static Optional<String> slowStart(NodeState state, Surroundings around) {
        Duration longest = state.settings().limits().databaseStart();
        return state.startup()
                .since()
                .map(since -> around.now().since(since))
                .filter(took -> took.compareTo(Duration.ofSeconds(10)) > 0)
                .map(took ->
                        ("It has been starting for %d s, which a long crash recovery may take; on a"
                             + " primary, after %d s a standby that is in sync gets its place.")
                                .formatted(took.toSeconds(), longest.toSeconds()));
    }

    private static DatabaseReport bare(String word, Optional<String> sentence) {
        return new DatabaseReport(word, sentence, Optional.empty(), List.of());
    }

    private static List<FollowerReport> followers(
            DatabaseState.Primary primary, Surroundings around) {
        return primary.followers().stream()
                .map(follower ->
                        new FollowerReport(
                                follower.node(),
                                follower.streaming(),
                                follower.synchronous(),
                                follower.flushed().behind(primary.end()),
                                around.trail().behind(follower.flushed(), around.now())))
                .toList();
    }

    private static ServerReport server(NodeState state, Surroundings around) {
        Optional<String> trouble = sentence(state.server());
        Optional<RestartReport> restarts = RestartReports.of(state, around.now());
        return switch (state.server().state()) {
            case ServerState.Stopped _ -> new ServerReport("stopped", trouble, restarts);
            case ServerState.Starting() -> new ServerReport("starting", trouble, restarts);
            case ServerState.Healthy() -> new ServerReport("healthy", trouble, restarts);
            case ServerState.Unhealthy(String why) ->
                    new ServerReport("unhealthy", Optional.of(why), restarts);
            case ServerState.Unusable(String why) ->
                    new ServerReport("unusable", Optional.of(why), restarts);
            case ServerState.Unknown(String why) ->
                    new ServerReport("unknown", Optional.of(why), restarts);
        };
    }

    private static Optional<String> sentence(ResourceView<?, ?> view) {
        return view.failure().map(ResourceView.Failure::why);
    }

    private static ArbiterReport arbiter(NodeState state, Surroundings around) {
        return new ArbiterReport(
                around.arbiter().place(),
                around.arbiter().member(),
                around.arbiter().ensemble(),
                around.arbiter().lastAnswer().map(at -> notNegative(around.now().since(at))),
                state.register().silence(),
                ifLost(state),
                around.arbiter().calls());
    }

    private static Optional<String> ifLost(NodeState state) {
        return switch (state.settings().voting()) {
            case Voting.Majority() -> Optional.empty();
            case Voting.Person(Pair pair) ->
                    state.register()
                            .state()
                            .map(cluster ->
                                    Sentences.ifLost(
                                            pair,
                                            cluster,
                                            !(state.settings().synchronous()
                                                    instanceof SynchronousMode.Strict)));
        };
    }

    private static String names(Set<NodeId> nodes) {
        return nodes.stream().map(NodeId::name).collect(Collectors.joining(", "));
    }

    private static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
