package io.understudy.cli;

import io.understudy.core.model.NodeId;
import io.understudy.node.api.FenceTrial;
import io.understudy.node.api.GuardSheet;
import io.understudy.node.api.GuardTest;
import io.understudy.node.api.HistoryEntry;
import io.understudy.node.api.MoveReport;
import io.understudy.node.api.NotifyTrial;
import io.understudy.node.api.PastNotice;
import io.understudy.node.api.WhyAnswer;
import io.understudy.node.api.WhyQuestion;
import io.understudy.node.config.ArbiterConfig;
import io.understudy.node.config.ClusterConfig;
import io.understudy.node.config.ConfigFile;
import io.understudy.node.config.ConfigResult;
import io.understudy.node.config.NodeConfig;
import io.understudy.node.identity.ClusterTls;
import io.understudy.node.identity.IdentityFiles;
import io.understudy.node.identity.IdentityResult;
import io.understudy.node.identity.NodeHome;
import io.understudy.node.overview.Overview;
import io.understudy.node.overview.Survey;
import io.understudy.node.peer.PeerAnswer;
import io.understudy.node.peer.PeerClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The way from this home to all nodes of its cluster. Asks several nodes at the same time. */
final class Connection implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final Duration LONGEST_INQUEST = Duration.ofSeconds(8);
    private static final Duration LONGEST_DRILL = Duration.ofSeconds(8);
    private static final Duration LONGEST_FENCE_TEST = Duration.ofSeconds(28);

    /** A try of one channel, and the start of the program that makes it, two at a time. */
    private static final Duration LONGEST_NOTIFY_TEST = Duration.ofSeconds(70);

    private static final Duration SHORT_DEADLINE = Duration.ofSeconds(1);

    private final NodeId self;
    private final List<NodeId> nodes;
    private final List<NodeId> carriers;
    private final boolean needsAPerson;
    private final PeerClient client;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private Connection(NodeId self, ClusterConfig config, PeerClient client) {
        this.self = self;
        this.nodes = config.nodes().stream().map(NodeConfig::id).toList();
        this.carriers = config.carriers().stream().map(NodeConfig::id).toList();
        this.needsAPerson = config.arbiter() instanceof ArbiterConfig.Operator;
        this.client = client;
    }

    /** What became of opening one. */
    sealed interface Opening {
        record Opened(Connection connection) implements Opening {}

        /** What is wrong with the home; {@code why} is for a person. */
        record Unusable(String why) implements Opening {}
    }

    /** Reads the home; no node is asked yet. */
    static Opening open(NodeHome home) {
        InstantSource clock = InstantSource.system();
        return switch (IdentityFiles.read(home, clock.instant())) {
            case IdentityResult.Unusable(String why) -> new Opening.Unusable("understudy: " + why);
            case IdentityResult.Usable(var identity) ->
                    switch (ConfigFile.read(home.config())) {
                        case ConfigResult.Mistakes mistakes ->
                                new Opening.Unusable(mistakes.text(home.config().toString()));
                        case ConfigResult.Valid(ClusterConfig config) ->
                                new Opening.Opened(
                                        new Connection(
                                                identity.name(),
                                                config,
                                                new PeerClient(
                                                        new ClusterTls(identity, clock),
                                                        endpoints(config))));
                    };
        };
    }

    /** Whose home this is. */
    NodeId self() {
        return self;
    }

    /** In the order of the file. */
    List<NodeId> nodes() {
        return nodes;
    }

    /** The nodes with a database, in the order of the file. */
    List<NodeId> carriers() {
        return carriers;
    }

    /** Whether a person's word is the vote that the nodes lack. */
    boolean needsAPerson() {
        return needsAPerson;
    }

    PeerClient client() {
        return client;
    }

    /** Every node's report, or how it did not answer. */
    Overview survey() {
        return survey(DEADLINE);
    }

    /** The same, for who looks often: a host that is down holds it up for a second only. */
    Overview glance() {
        return survey(SHORT_DEADLINE);
    }

    private Overview survey(Duration deadline) {
        return new Survey(nodes, node -> client.status(node, deadline)).overview();
    }

    /** Every node's own history, or how it did not answer. */
    Map<NodeId, PeerAnswer<List<HistoryEntry>>> histories(int last) {
        return answers(nodes, node -> client.history(node, last, DEADLINE));
    }

    /** Why every node decided as it did, or how it did not answer. */
    Map<NodeId, PeerAnswer<WhyAnswer>> whys(WhyQuestion question) {
        return answers(nodes, node -> client.why(node, question, LONGEST_INQUEST));
    }

    /** What those nodes' guards say of themselves. */
    Map<NodeId, PeerAnswer<GuardSheet>> guards(List<NodeId> chosen) {
        return answers(chosen, node -> client.guard(node, DEADLINE));
    }

    /** Lets those nodes' guards prove themselves. */
    Map<NodeId, PeerAnswer<GuardTest>> guardTests(List<NodeId> chosen) {
        return answers(chosen, node -> client.guardTest(node, LONGEST_DRILL));
    }

    /** Lets those nodes prove by what they would stop the others. */
    Map<NodeId, PeerAnswer<List<FenceTrial>>> fenceTests(List<NodeId> chosen) {
        return answers(chosen, node -> client.fenceTest(node, LONGEST_FENCE_TEST));
    }

    /** Lets this home's own node send a test to those whom it tells. */
    PeerAnswer<List<NotifyTrial>> notifyTest(Optional<String> channel) {
        return client.notifyTest(self, channel, LONGEST_NOTIFY_TEST);
    }

    /** What each node has told, and what became of it. */
    Map<NodeId, PeerAnswer<List<PastNotice>>> notices(int last) {
        return answers(nodes, node -> client.notices(node, last, DEADLINE));
    }

    /** Who may log in to the page, as each node has it. */
    Map<NodeId, PeerAnswer<String>> users() {
        return answers(nodes, node -> client.users(node, DEADLINE));
    }

    /** What each node said to having been given those. */
    Map<NodeId, PeerAnswer<String>> offerUsers(String users) {
        return answers(nodes, node -> client.offerUsers(node, users, DEADLINE));
    }

    /** Every node's own reports of moves, or how it did not answer. */
    Map<NodeId, PeerAnswer<List<MoveReport>>> moves(int last) {
        return answers(nodes, node -> client.moves(node, last, DEADLINE));
    }

    @Override
    public void close() {
        client.close();
        threads.close();
    }

    private interface Asking<T> {
        PeerAnswer<T> of(NodeId node);
    }

    private <T> Map<NodeId, PeerAnswer<T>> answers(List<NodeId> chosen, Asking<T> question) {
        Map<NodeId, PeerAnswer<T>> answers = new LinkedHashMap<>();
        asking(chosen, question).forEach((node, answer) -> answers.put(node, await(answer)));
        return answers;
    }

    private <T> Map<NodeId, Future<PeerAnswer<T>>> asking(List<NodeId> chosen, Asking<T> question) {
        Map<NodeId, Future<PeerAnswer<T>>> asked = new LinkedHashMap<>();
        for (NodeId node : chosen) {
            Callable<PeerAnswer<T>> call = () -> question.of(node);
            asked.put(node, threads.submit(call));
        }
        return asked;
    }

    private static <T> PeerAnswer<T> await(Future<PeerAnswer<T>> answer) {
        try {
            return answer.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new PeerAnswer.Silent<>("interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("asking a node throws nothing", e.getCause());
        }
    }

    private static Map<NodeId, String> endpoints(ClusterConfig config) {
        Map<NodeId, String> endpoints = new LinkedHashMap<>();
        for (NodeConfig node : config.nodes()) {
            endpoints.put(node.id(), node.endpoint(node.ports().api()));
        }
        return endpoints;
    }
}
