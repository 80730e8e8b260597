package io.understudy.node.dashboard;

import io.understudy.core.action.Command;
import io.understudy.core.action.Outcome;
import io.understudy.core.model.NodeId;
import io.understudy.node.api.FakeDesk;
import io.understudy.node.api.HistoryEntry;
import io.understudy.node.api.Metrics;
import io.understudy.node.api.MoveReport;
import io.understudy.node.api.NodeReport;
import io.understudy.node.api.NotifyReport;
import io.understudy.node.api.OldFiles;
import io.understudy.node.api.PastNotice;
import io.understudy.node.api.PlanAnswer;
import io.understudy.node.api.TrendReport;
import io.understudy.node.api.WhyAnswer;
import io.understudy.node.api.WhyQuestion;
import io.understudy.node.diverged.Incident;
import io.understudy.node.overview.Sighting;
import io.understudy.node.peer.PeerAnswer;
import io.understudy.node.trend.ADay;
import io.understudy.node.users.User;
import io.understudy.node.users.UserRole;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A cluster of ci-a, which answers by a scripted desk, and ci-b, which is silent. Once it has a day
 * of its figures, there is a silent witness, too.
 */
final class ScriptedCluster implements Cluster {

    static final NodeId A = new NodeId("ci-a");
    static final NodeId B = new NodeId("ci-b");
    static final NodeId WITNESS = new NodeId("vote");
    private static final String SILENCE = "ci-b at 127.0.0.1:1 does not answer";

    volatile boolean oldScripts = true;

    /** A report of ci-b's, while it is not silent. */
    volatile Optional<NodeReport> standby = Optional.empty();

    /** What has been measured, where that is not for the desk to say. */
    final Map<NodeId, ADay> days = new ConcurrentHashMap<>();

    /** What its nodes have told. */
    final Map<NodeId, List<PastNotice>> told = new ConcurrentHashMap<>();

    final FakeDesk desk = new FakeDesk();

    /** Somebody whose password is the name and " has a password". */
    static User user(String name, UserRole role) {
        return new User(name, role, "$argon2id$v=19$" + name + "00000000000000000000000000000000");
    }

    static String password(String name) {
        return name + " has a password";
    }

    @Override
    public NodeId self() {
        return A;
    }

    @Override
    public String name() {
        return "acme";
    }

    @Override
    public List<NodeId> nodes() {
        return days.containsKey(WITNESS) ? List.of(A, B, WITNESS) : carriers();
    }

    @Override
    public List<NodeId> carriers() {
        return List.of(A, B);
    }

    @Override
    public boolean needsAPerson() {
        return false;
    }

    @Override
    public Sighting look(NodeId node) {
        return Sighting.of(
                node,
                node.equals(A)
                        ? new PeerAnswer.Answered<>(desk.report().withNotices(tells()))
                        : standby.<PeerAnswer<NodeReport>>map(PeerAnswer.Answered::new)
                                .orElseGet(() -> new PeerAnswer.Silent<>(SILENCE)));
    }

    /** Once it has told anything, it has somebody to tell. */
    private Optional<NotifyReport> tells() {
        return told.isEmpty() ? Optional.empty() : Optional.of(new NotifyReport(List.of()));
    }

    @Override
    public PeerAnswer<PlanAnswer> plan(NodeId node, Command command) {
        return node.equals(A)
                ? new PeerAnswer.Answered<>(desk.plan(command))
                : new PeerAnswer.Silent<>(SILENCE);
    }

    @Override
    public Outcome command(NodeId node, Command command) {
        return desk.command(command);
    }

    @Override
    public PeerAnswer<List<HistoryEntry>> history(NodeId node, int last) {
        return node.equals(A)
                ? new PeerAnswer.Answered<>(desk.history(last))
                : new PeerAnswer.Silent<>(SILENCE);
    }

    @Override
    public PeerAnswer<List<PastNotice>> notices(NodeId node, int last) {
        return node.equals(self())
                ? new PeerAnswer.Answered<>(told.getOrDefault(node, List.of()))
                : new PeerAnswer.Silent<>(node + " does not answer");
    }

    @Override
    public PeerAnswer<List<MoveReport>> moves(NodeId node, int last) {
        return node.equals(A)
                ? new PeerAnswer.Answered<>(desk.moves(last))
                : new PeerAnswer.Silent<>(SILENCE);
    }

    @Override
    public PeerAnswer<WhyAnswer> why(NodeId node, WhyQuestion question) {
        return node.equals(A)
                ? new PeerAnswer.Answered<>(desk.why(question))
                : new PeerAnswer.Silent<>(SILENCE);
    }

    @Override
    public PeerAnswer<List<Incident>> kept(NodeId node) {
        return node.equals(A)
                ? new PeerAnswer.Answered<>(desk.diverged())
                : new PeerAnswer.Silent<>(SILENCE);
    }

    @Override
    public PeerAnswer<Incident> kept(NodeId node, String id) {
        return node.equals(A)
                ? desk.diverged(id)
                        .<PeerAnswer<Incident>>map(PeerAnswer.Answered::new)
                        .orElseGet(() -> new PeerAnswer.Declined<>("there is no incident " + id))
                : new PeerAnswer.Silent<>(SILENCE);
    }

    @Override
    public String page(NodeId node) {
        return "https://%s:8155/".formatted(node);
    }

    @Override
    public boolean answersOldScripts() {
        return oldScripts;
    }

    @Override
    public PeerAnswer<OldFiles> oldFiles(NodeId node) {
        return new PeerAnswer.Answered<>(
                new OldFiles(
                        Map.of("CRUISE_CONFIG_XML", "1a", "AES_CIPHER", "2b"),
                        Map.of("b.jar", "4d", "a.jar", "3c")));
    }

    @Override
    public String metrics() {
        return Metrics.of(desk.report(), desk.moves(1000));
    }

    @Override
    public PeerAnswer<TrendReport> trend(NodeId node, int hours) {
        ADay day = days.get(node);
        if (day != null) {
            return new PeerAnswer.Answered<>(day.report(node, hours));
        }
        return node.equals(A)
                ? new PeerAnswer.Answered<>(desk.trend(hours))
                : new PeerAnswer.Silent<>(SILENCE);
    }
}
