package io.understudy.core.counterfactual;

import io.understudy.core.counterfactual.Explanation.Fact;
import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.RegisterView;
import io.understudy.core.decision.RegisterView.Sight;
import io.understudy.core.decision.ResourceView;
import io.understudy.core.explain.Sentences;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Mode;
import io.understudy.core.model.Moment;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Request;
import io.understudy.core.observation.AddressState;
import io.understudy.core.observation.DatabaseState;
import io.understudy.core.observation.FilesState;
import io.understudy.core.observation.GuardState;
import io.understudy.core.observation.ServerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a node knew, in plain words. */
final class Facts {

    private Facts() {}

    static List<Fact> of(NodeState known, Moment now) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("register", register(known.register(), now)));
        known.register()
                .silence()
                .ifPresent(why ->
                        facts.add(
                                new Fact(
                                        "arbiter",
                                        Words.ended("No answer of the register: " + why))));
        if (known.settings().witness()) {
            return facts;
        }
        facts.add(new Fact("lease", lease(known, now)));
        facts.add(
                new Fact(
                        "database", doubted(database(known.database().state()), known.database())));
        facts.add(new Fact("server", doubted(server(known.server().state()), known.server())));
        if (!(known.address().state() instanceof AddressState.None)) {
            facts.add(
                    new Fact(
                            "address", doubted(address(known.address().state()), known.address())));
        }
        facts.add(new Fact("guard", guard(known.guard().state(), now)));
        known.files()
                .ifPresent(files ->
                        facts.add(
                                new Fact(
                                        "files",
                                        doubted(files(files.view().state()), files.view()))));
        return facts;
    }

    private static String register(RegisterView view, Moment now) {
        return switch (view.sight()) {
            case Sight.Unseen() -> "Not seen yet.";
            case Sight.Missing() -> "It was never written.";
            case Sight.Seen seen -> seen(seen, now);
        };
    }

    private static String seen(Sight.Seen seen, Moment now) {
        ClusterState cluster = seen.state();
        return "%s %s epoch %s, unchanged for %s; %s%s%s."
                .formatted(
                        cluster.holder(),
                        phase(cluster.phase()),
                        cluster.epoch(),
                        Words.duration(now.since(seen.since())),
                        Sentences.inSync(cluster.synchrony()),
                        mode(cluster.mode()),
                        request(cluster.request()));
    }

    private static String phase(Phase phase) {
        return switch (phase) {
            case Phase.Fencing(var nodes, var _) ->
                    "has won, and makes sure that %s stopped, in".formatted(Words.names(nodes));
            case Phase.Active() -> "is primary of";
            case Phase.Away _ -> "is primary, its daemon away for a while, of";
            case Phase.Ceded(var successor, var _) ->
                    "has given its place to %s in".formatted(successor);
        };
    }

    private static String mode(Mode mode) {
        return switch (mode) {
            case Mode.Automatic() -> "";
            case Mode.Paused(var length, String by) ->
                    "; paused by %s for %s".formatted(by, Words.duration(length));
            case Mode.Held(var length, int moves) ->
                    "; held still for %s after %d moves".formatted(Words.duration(length), moves);
        };
    }

    private static String request(Request request) {
        return switch (request) {
            case Request.None() -> "";
            case Request.Switchover(var _, var to, var _) ->
                    "; a switchover to %s is asked for".formatted(to);
            case Request.Failover(var _, var to, var _, var _, var _) ->
                    "; a failover to %s is asked for".formatted(to);
        };
    }

    private static String lease(NodeState known, Moment now) {
        return known.lease().map(lease -> lease(lease, now)).orElse("None.");
    }

    private static String lease(NodeState.Lease lease, Moment now) {
        if (now.reached(lease.until())) {
            return "Over for %s.".formatted(Words.duration(now.since(lease.until())));
        }
        String left = Words.duration(lease.until().since(now)) + " left";
        return now.isBefore(lease.stopFrom())
                ? "%s, and it begins to stop in %s."
                        .formatted(left, Words.duration(lease.stopFrom().since(now)))
                : left + ", so it has to stop now.";
    }

    private static String database(DatabaseState state) {
        return switch (state) {
            case DatabaseState.Absent() -> "There is no data";
            case DatabaseState.Stopped(int timeline, var end, boolean clean, boolean standby) ->
                    "Stopped %s%s, its log ends at %s on timeline %d"
                            .formatted(
                                    clean ? "in order" : "by a crash",
                                    standby ? ", as a standby" : ", as a primary",
                                    end,
                                    timeline);
            case DatabaseState.Starting(boolean standby, boolean logGone) ->
                    "Starting as a %s%s"
                            .formatted(
                                    standby ? "standby" : "primary",
                                    logGone ? ", and the log that it needs is gone" : "");
            case DatabaseState.Primary(int timeline, var end, var waitsFor, var followers) ->
                    "Takes writes, its log is at %s on timeline %d; commits wait for %s; %s"
                            .formatted(end, timeline, Words.names(waitsFor), streams(followers));
            case DatabaseState.Standby standby ->
                    "A standby of %s, %s, with the log to %s on timeline %d"
                            .formatted(
                                    standby.upstream().map(Object::toString).orElse("nobody"),
                                    stream(standby.stream()),
                                    standby.received(),
                                    standby.timeline());
            case DatabaseState.Unusable(String why) -> "It can't run: " + why;
            case DatabaseState.Unseen unseen -> "Not known: " + unseen.why();
        };
    }

    private static String streams(List<DatabaseState.Follower> followers) {
        List<String> names =
                followers.stream()
                        .filter(DatabaseState.Follower::streaming)
                        .map(follower -> follower.node().name())
                        .toList();
        return names.isEmpty()
                ? "nobody streams from it"
                : String.join(" and ", names)
                        + (names.size() == 1 ? " streams" : " stream")
                        + " from it";
    }

    private static String stream(DatabaseState.Stream stream) {
        return switch (stream) {
            case OPEN -> "streaming";
            case AWAITED -> "without a stream";
            case LOG_GONE -> "whose primary no longer has the log that comes next";
        };
    }

    private static String server(ServerState state) {
        return switch (state) {
            case ServerState.Stopped(String words) ->
                    words.isBlank() ? "Stopped" : "Stopped: " + words;
            case ServerState.Starting() -> "Starting";
            case ServerState.Healthy() -> "It answers";
            case ServerState.Unhealthy(String why) -> "It no longer answers: " + why;
            case ServerState.Unusable(String why) -> "It can't run: " + why;
            case ServerState.Unknown(String why) -> "Not known: " + why;
        };
    }

    private static String address(AddressState state) {
        return switch (state) {
            case AddressState.None() -> "None is configured";
            case AddressState.Held() -> "Here";
            case AddressState.Partly(String why) -> "Here in part: " + why;
            case AddressState.NotHeld() -> "Not here";
            case AddressState.HeldElsewhere(String who) -> "Another host has it: " + who;
            case AddressState.Unusable(String why) -> "It can't be had: " + why;
            case AddressState.Unknown(String why) -> "Not known: " + why;
        };
    }

    private static String guard(Optional<GuardState> state, Moment now) {
        return state.map(said ->
                        switch (said) {
                            case GuardState.Armed(var epoch, Moment until) ->
                                    now.isBefore(until)
                                            ? "Armed for epoch %s, for another %s."
                                                    .formatted(
                                                            epoch, Words.duration(until.since(now)))
                                            : "Its time was over: it ends what serves.";
                            case GuardState.Idle() -> "Idle.";
                            case GuardState.Missing(String why) -> Words.ended("Missing: " + why);
                        })
                .orElse("Not asked yet.");
    }

    private static String files(FilesState state) {
        return switch (state) {
            case FilesState.Seen(var work, var stock, var trouble) ->
                    work(work) + stock(stock) + trouble.map(why -> "; " + why).orElse("");
            case FilesState.Unusable(String why) -> "They can't be carried: " + why;
            case FilesState.Unknown(String why) -> "Not known: " + why;
        };
    }

    private static String work(FilesState.Work work) {
        return switch (work) {
            case FilesState.Work.Resting() -> "Left alone";
            case FilesState.Work.Publishing(var _, var newest, var _) ->
                    "Given out" + newest.map(it -> ", generation " + it).orElse("");
            case FilesState.Work.Following(var holder, var _) -> "Fetched from " + holder;
        };
    }

    private static String stock(FilesState.Stock stock) {
        if (stock.isEmpty()) {
            return "; there have never been any here";
        }
        return stock.whole().map(it -> "; the newest whole generation is " + it).orElse("");
    }

    private static String doubted(String sentence, ResourceView<?, ?> view) {
        String doubt = view.doubt().map(why -> " (the newest look failed: " + why + ")").orElse("");
        String failure =
                view.failure()
                        .map(it ->
                                "; it failed to %s: %s"
                                        .formatted(Words.action(it.action()), it.why()))
                        .orElse("");
        return Words.ended(sentence + doubt + failure);
    }
}
