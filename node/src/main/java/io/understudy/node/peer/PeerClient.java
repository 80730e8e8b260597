package io.understudy.node.peer;

import io.understudy.core.action.Command;
import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.core.port.Peers;
import io.understudy.node.api.FenceTrial;
import io.understudy.node.api.GuardSheet;
import io.understudy.node.api.GuardTest;
import io.understudy.node.api.HistoryEntry;
import io.understudy.node.api.MoveReport;
import io.understudy.node.api.NodeReport;
import io.understudy.node.api.NotifyTrial;
import io.understudy.node.api.OldFiles;
import io.understudy.node.api.PastNotice;
import io.understudy.node.api.PlanAnswer;
import io.understudy.node.api.ReachReport;
import io.understudy.node.api.TrendReport;
import io.understudy.node.api.WhyAnswer;
import io.understudy.node.api.WhyQuestion;
import io.understudy.node.api.Wire;
import io.understudy.node.diverged.Incident;
import io.understudy.node.identity.ClusterTls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Asks nodes. Every call blocks at most about as long as its deadline, throws nothing for what a
 * node or a network can do, and may be made by any thread. Connections are kept open, so that a
 * later call is fast.
 */
public final class PeerClient implements Peers, AutoCloseable {

    private static final String USERS = "/v1/users";

    private final Wire wire = new Wire();
    private final Map<NodeId, PeerLine> lines;
    private final ExecutorService watchers =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("peer-watch-", 0).factory());

    private final Reach reach;

    /**
     * Connects to nobody yet.
     *
     * @param endpoints of each node's API, as {@code address:port}
     */
    public PeerClient(ClusterTls tls, Map<NodeId, String> endpoints) {
        this.lines =
                endpoints.entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey,
                                        peer -> new PeerLine(tls, peer.getKey(), peer.getValue())));
        this.reach = new Reach(lines, watchers, this::greet);
    }

    /**
     * Greets each node again and again until this client is closed: a first connection takes some
     * tenths of a second, which a fence should not have to wait for. One line in the log when a
     * node begins or ceases to answer.
     *
     * @param every less than 30 s, after which a quiet connection is given up
     * @param hearing gets to know what they answer
     */
    public void keepWarm(Duration every, Hearing hearing) {
        for (NodeId node : lines.keySet()) {
            watchers.execute(new PeerWatch(this, node, every, hearing));
        }
    }

    /** Which nodes answer, by the calls that were made of them; see {@link Reach}. */
    public List<ReachReport> reach() {
        return reach.seen();
    }

    /** Who hears what nodes answer to a greeting, on the thread that greets; throws nothing. */
    @FunctionalInterface
    public interface Hearing {
        void heard(NodeId node, String answer);
    }

    /** Who may log in to the page, as that node has it. */
    public PeerAnswer<String> users(NodeId node, Duration deadline) {
        return text(node, USERS, Optional.empty(), deadline);
    }

    /** Has that node take them where it has older ones. */
    public PeerAnswer<String> offerUsers(NodeId node, String users, Duration deadline) {
        return text(node, USERS, Optional.of(users), deadline);
    }

    @Override
    public Outcome fence(NodeId node, Epoch epoch, Duration deadline) {
        return outcome(post(node, "/v1/fence", Map.of("epoch", epoch), Outcome.class, deadline));
    }

    /**
     * Whether it answers, and nothing else: a report costs both of them a hundred times as much.
     */
    PeerAnswer<String> greet(NodeId node, Duration deadline) {
        return text(node, "/v1/greeting", Optional.empty(), deadline);
    }

    public PeerAnswer<NodeReport> status(NodeId node, Duration deadline) {
        return ask(node, "/v1/status", Optional.empty(), NodeReport.class, deadline);
    }

    public PeerAnswer<PlanAnswer> plan(NodeId node, Command command, Duration deadline) {
        return post(node, "/v1/plan", command, PlanAnswer.class, deadline);
    }

    /** {@code Done}: taken, not complete yet. */
    public Outcome command(NodeId node, Command command, Duration deadline) {
        return outcome(post(node, "/v1/commands", command, Outcome.class, deadline));
    }

    /** The latest changes that this node saw, oldest first; at most 1000. */
    public PeerAnswer<List<HistoryEntry>> history(NodeId node, int last, Duration deadline) {
        return ask(node, "/v1/history?last=" + last, Optional.empty(), Entries.class, deadline)
                .map(Entries::entries);
    }

    /** What that node once had alone and keeps; without their rows, oldest first. */
    public PeerAnswer<List<Incident>> diverged(NodeId node, Duration deadline) {
        return ask(node, "/v1/diverged", Optional.empty(), Incidents.class, deadline)
                .map(Incidents::incidents);
    }

    /** One of them with its rows. */
    public PeerAnswer<Incident> diverged(NodeId node, String id, Duration deadline) {
        return ask(node, "/v1/diverged?id=" + id, Optional.empty(), Incident.class, deadline);
    }

    /** Deletes one of them with all that is kept of it. */
    public Outcome discard(NodeId node, String id, Duration deadline) {
        return outcome(
                post(node, "/v1/diverged/discard", Map.of("id", id), Outcome.class, deadline));
    }

    /** What that node's guard says of itself. */
    public PeerAnswer<GuardSheet> guard(NodeId node, Duration deadline) {
        return ask(node, "/v1/guard", Optional.empty(), GuardSheet.class, deadline);
    }

    /** Lets that node's guard prove itself on a decoy. */
    public PeerAnswer<GuardTest> guardTest(NodeId node, Duration deadline) {
        return post(node, "/v1/guard/test", Map.of(), GuardTest.class, deadline);
    }

    /** Lets that node prove without harm by what it would stop the others. */
    public PeerAnswer<List<FenceTrial>> fenceTest(NodeId node, Duration deadline) {
        return post(node, "/v1/fence/test", Map.of(), Trials.class, deadline).map(Trials::trials);
    }

    /** Lets that node send a test to those whom it tells; empty for all of them. */
    public PeerAnswer<List<NotifyTrial>> notifyTest(
            NodeId node, Optional<String> channel, Duration deadline) {
        Map<String, String> body = channel.map(name -> Map.of("channel", name)).orElse(Map.of());
        return post(node, "/v1/notify/test", body, NotifyTrials.class, deadline)
                .map(NotifyTrials::trials);
    }

    /** The reports of the latest moves that this node took part in, oldest first. */
    public PeerAnswer<List<MoveReport>> moves(NodeId node, int last, Duration deadline) {
        return ask(node, "/v1/moves?last=" + last, Optional.empty(), Moves.class, deadline)
                .map(Moves::moves);
    }

    /** The latest notices that this node has told and what became of them, oldest first. */
    public PeerAnswer<List<PastNotice>> notices(NodeId node, int last, Duration deadline) {
        return ask(node, "/v1/notices?last=" + last, Optional.empty(), Notices.class, deadline)
                .map(Notices::notices);
    }

    /** What that node has kept of so many hours, 24 at most. */
    public PeerAnswer<TrendReport> trend(NodeId node, int hours, Duration deadline) {
        return ask(node, "/v1/trend?hours=" + hours, Optional.empty(), TrendReport.class, deadline);
    }

    /** Why that node decided as it did. */
    public PeerAnswer<WhyAnswer> why(NodeId node, WhyQuestion question, Duration deadline) {
        String query = question.query();
        String path = query.isEmpty() ? "/v1/why" : "/v1/why?" + query;
        return ask(node, path, Optional.empty(), WhyAnswer.class, deadline);
    }

    /** A GoCD's files on that node, for old scripts; declined where it does not answer those. */
    public PeerAnswer<OldFiles> oldFiles(NodeId node, Duration deadline) {
        return ask(node, "/v1/gocd", Optional.empty(), OldFiles.class, deadline);
    }

    /** Asks about the register that the two nodes share; both texts are the register's own. */
    public PeerAnswer<String> register(NodeId node, String json, Duration deadline) {
        return text(node, "/v1/register", Optional.of(json), deadline);
    }

    private PeerAnswer<String> text(
            NodeId node, String path, Optional<String> body, Duration deadline) {
        PeerLine line = lines.get(node);
        if (line == null) {
            return new PeerAnswer.Silent<>(unknown(node));
        }
        return switch (line.call(path, body, deadline)) {
            case PeerLine.Reply.Spoken(int status, String text) when status == 200 ->
                    new PeerAnswer.Answered<>(text);
            case PeerLine.Reply.Spoken(int _, String text) ->
                    new PeerAnswer.Declined<>(line.name() + " declined: " + error(text));
            case PeerLine.Reply.Silence(String why) -> new PeerAnswer.Silent<>(why);
        };
    }

    private static String unknown(NodeId node) {
        return "needed the address of " + node + ", found no such node in understudy.yaml";
    }

    @Override
    public void close() {
        watchers.shutdownNow();
        lines.values().forEach(PeerLine::close);
    }

    private record Incidents(List<Incident> incidents) {}

    private record Entries(List<HistoryEntry> entries) {}

    private record Trials(List<FenceTrial> trials) {}

    private record NotifyTrials(List<NotifyTrial> trials) {}

    private record Moves(List<MoveReport> moves) {}

    private record Notices(List<PastNotice> notices) {}

    private <T> PeerAnswer<T> post(
            NodeId node, String path, Object body, Class<T> type, Duration deadline) {
        return ask(node, path, Optional.of(wire.write(body)), type, deadline);
    }

    private <T> PeerAnswer<T> ask(
            NodeId node, String path, Optional<String> body, Class<T> type, Duration deadline) {
        PeerLine line = lines.get(node);
        if (line == null) {
            return new PeerAnswer.Silent<>(unknown(node));
        }
        return switch (line.call(path, body, deadline)) {
            case PeerLine.Reply.Spoken(int status, String json) when status == 200 ->
                    value(line, json, type);
            case PeerLine.Reply.Spoken(int status, String json) ->
                    new PeerAnswer.Declined<>(
                            "%s declined (%d): %s".formatted(line.name(), status, error(json)));
            case PeerLine.Reply.Silence(String why) -> new PeerAnswer.Silent<>(why);
        };
    }

    private <T> PeerAnswer<T> value(PeerLine line, String json, Class<T> type) {
        try {
            return new PeerAnswer.Answered<>(wire.read(json, type));
        } catch (Wire.MalformedException e) {
            return new PeerAnswer.Silent<>(
                    "needed an answer that this version understands, found another from %s: %s"
                            .formatted(line.name(), e.getMessage()));
        }
    }

    private String error(String json) {
        try {
            return wire.read(json, Problem.class).error().orElse("it did not say why");
        } catch (Wire.MalformedException _) {
            return "it did not say why";
        }
    }

    private record Problem(Optional<String> error) {}

    /** A call that was turned away changed nothing; one without an answer may have. */
    private static Outcome outcome(PeerAnswer<Outcome> answer) {
        return switch (answer) {
            case PeerAnswer.Answered<Outcome>(Outcome outcome) -> outcome;
            case PeerAnswer.Declined<Outcome>(String why) -> new Outcome.Refused(why);
            case PeerAnswer.Silent<Outcome>(String why) -> new Outcome.Unknown(why);
        };
    }
}
