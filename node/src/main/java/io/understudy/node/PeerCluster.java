package io.understudy.node;

import io.understudy.core.action.Command;
import io.understudy.core.action.Outcome;
import io.understudy.core.model.NodeId;
import io.understudy.node.api.Desk;
import io.understudy.node.api.HistoryEntry;
import io.understudy.node.api.Metrics;
import io.understudy.node.api.MoveReport;
import io.understudy.node.api.NotifyDesk;
import io.understudy.node.api.OldFiles;
import io.understudy.node.api.PastNotice;
import io.understudy.node.api.PlanAnswer;
import io.understudy.node.api.TrendReport;
import io.understudy.node.api.WhyAnswer;
import io.understudy.node.api.WhyQuestion;
import io.understudy.node.config.ArbiterConfig;
import io.understudy.node.config.NodeConfig;
import io.understudy.node.dashboard.Cluster;
import io.understudy.node.diverged.Incident;
import io.understudy.node.overview.Sighting;
import io.understudy.node.peer.PeerAnswer;
import io.understudy.node.peer.PeerClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The cluster for its page: this node at its own desk, the others over the kept connections. */
record PeerCluster(
        Premises premises, Desk desk, PeerClient peers, Optional<Supplier<OldFiles>> oldFiles)
        implements Cluster {

    private static final Duration DEADLINE = Duration.ofMillis(1500);
    private static final Duration LONGEST_COMMAND = Duration.ofSeconds(8);
    private static final Duration LONGEST_INQUEST = Duration.ofSeconds(15);
    private static final int MOVES_IN_METRICS = 1000;

    @Override
    public NodeId self() {
        return premises.self().id();
    }

    @Override
    public String name() {
        return premises.config().cluster();
    }

    @Override
    public List<NodeId> nodes() {
        return premises.nodes();
    }

    @Override
    public List<NodeId> carriers() {
        return premises.config().carriers().stream().map(NodeConfig::id).toList();
    }

    @Override
    public boolean needsAPerson() {
        return premises.config().arbiter() instanceof ArbiterConfig.Operator;
    }

    @Override
    public Sighting look(NodeId node) {
        return Sighting.of(
                node,
                isHere(node)
                        ? new PeerAnswer.Answered<>(desk.report())
                        : peers.status(node, DEADLINE));
    }

    @Override
    public PeerAnswer<PlanAnswer> plan(NodeId node, Command command) {
        return isHere(node)
                ? new PeerAnswer.Answered<>(desk.plan(command))
                : peers.plan(node, command, LONGEST_COMMAND);
    }

    @Override
    public Outcome command(NodeId node, Command command) {
        return isHere(node) ? desk.command(command) : peers.command(node, command, LONGEST_COMMAND);
    }

    @Override
    public PeerAnswer<List<HistoryEntry>> history(NodeId node, int last) {
        return isHere(node)
                ? new PeerAnswer.Answered<>(desk.history(last))
                : peers.history(node, last, DEADLINE);
    }

    @Override
    public PeerAnswer<List<MoveReport>> moves(NodeId node, int last) {
        return isHere(node)
                ? new PeerAnswer.Answered<>(desk.moves(last))
                : peers.moves(node, last, DEADLINE);
    }

    @Override
    public PeerAnswer<List<PastNotice>> notices(NodeId node, int last) {
        return isHere(node)
                ? desk.notices()
                        .<PeerAnswer<List<PastNotice>>>map(
                                notices -> new PeerAnswer.Answered<>(notices.past(last)))
                        .orElseGet(() -> new PeerAnswer.Declined<>(NotifyDesk.NOBODY))
                : peers.notices(node, last, DEADLINE);
    }

    @Override
    public PeerAnswer<WhyAnswer> why(NodeId node, WhyQuestion question) {
        return isHere(node)
                ? new PeerAnswer.Answered<>(desk.why(question))
                : peers.why(node, question, LONGEST_INQUEST);
    }

    @Override
    public PeerAnswer<List<Incident>> kept(NodeId node) {
        return isHere(node)
                ? new PeerAnswer.Answered<>(desk.diverged())
                : peers.diverged(node, DEADLINE);
    }

    @Override
    public PeerAnswer<Incident> kept(NodeId node, String id) {
        return isHere(node)
                ? desk.diverged(id)
                        .<PeerAnswer<Incident>>map(PeerAnswer.Answered::new)
                        .orElseGet(() ->
                                new PeerAnswer.Declined<>(
                                        "there is no incident %s on %s".formatted(id, node)))
                : peers.diverged(node, id, LONGEST_COMMAND);
    }

    @Override
    public String page(NodeId node) {
        return premises.config()
                .forNode(node)
                .map(found -> "https://%s/".formatted(found.endpoint(found.ports().dashboard())))
                .orElse("");
    }

    @Override
    public boolean answersOldScripts() {
        return oldFiles.isPresent();
    }

    @Override
    public PeerAnswer<OldFiles> oldFiles(NodeId node) {
        return isHere(node) && oldFiles.isPresent()
                ? new PeerAnswer.Answered<>(oldFiles.get().get())
                : peers.oldFiles(node, DEADLINE);
    }

    @Override
    public String metrics() {
        return Metrics.of(desk.report(), desk.moves(MOVES_IN_METRICS));
    }

    @Override
    public PeerAnswer<TrendReport> trend(NodeId node, int hours) {
        return isHere(node)
                ? new PeerAnswer.Answered<>(desk.trend(hours))
                : peers.trend(node, hours, DEADLINE);
    }

    private boolean isHere(NodeId node) {
        return node.equals(self());
    }
}
