package io.understudy.core.decision;

import io.understudy.core.action.Action;
import io.understudy.core.action.Action.FenceBy;
import io.understudy.core.action.Action.FencePeer;
import io.understudy.core.decision.FencePolicy.Question;
import io.understudy.core.explain.Reason;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.FencePlan;
import io.understudy.core.model.Mode;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Request;
import io.understudy.core.model.Settings;
import io.understudy.core.observation.DatabaseState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** From a place that was won to one that is active: all others have stopped first. */
final class FencingPolicy {

    private final Policies policies;

    FencingPolicy(Policies policies) {
        this.policies = policies;
    }

    /** For the holder of a valid lease, as long as the register says that it fences. */
    Step next(
            NodeState state,
            ClusterState cluster,
            Phase.Fencing fencing,
            ClusterState renewal,
            Moment now) {
        Optional<String> nothing = withoutData(state);
        if (nothing.isPresent()) {
            return Step.of(Role.WAITING, new Reason.DatabaseWillNotRun(nothing.get()));
        }
        return switch (policies.fence().judge(state, fencing, now)) {
            case FencePolicy.Verdict.Fenced()
                    when state.database().state() instanceof DatabaseState.Unseen unseen ->
                    // To become active is to say that this data is whole: it must have been seen.
                    Step.of(
                            Role.FENCING,
                            new Reason.BringingUp(
                                    cluster.epoch(), "its database: " + unseen.why()));
            case FencePolicy.Verdict.Fenced() -> activate(state, cluster, fencing, renewal);
            case FencePolicy.Verdict.Await(Set<NodeId> nodes) ->
                    Step.of(Role.FENCING, awaiting(state, cluster, nodes));
            case FencePolicy.Verdict.Ask(List<Question> questions) ->
                    ask(state, cluster, questions, now);
        };
    }

    private Step activate(
            NodeState state, ClusterState cluster, Phase.Fencing fencing, ClusterState renewal) {
        Settings settings = state.settings();
        Mode mode = policies.flapping().after(cluster.unrest(), settings.limits().flapping());
        ClusterState active =
                renewal.activeWith(
                                DeclaredSynchrony.synchronyOf(
                                        PlannedHandOver.wholeBefore(state, cluster, fencing),
                                        settings.synchronous()))
                        .withRequest(new Request.None())
                        .withMode(mode);
        return Step.of(
                        Role.FENCING,
                        new Reason.BringingUp(cluster.epoch(), "all others have stopped"))
                .writing(active);
    }

    private static Step ask(
            NodeState state, ClusterState cluster, List<Question> questions, Moment now) {
        List<Action> asks = new ArrayList<>();
        Set<NodeId> nodes = new TreeSet<>();
        FenceView asking = state.fencing();
        for (Question question : questions) {
            NodeId node = question.node();
            nodes.add(node);
            if (question.again()) {
                asking = asking.again(cluster.epoch(), node);
            }
            boolean underWay =
                    asking.of(cluster.epoch(), node)
                            .by(question.method())
                            .filter(asked -> asked.answer().isEmpty())
                            .isPresent();
            if (!underWay) {
                asks.add(action(cluster, question));
                asking = asking.asking(cluster.epoch(), node, question.method(), now);
            }
        }
        NodeState asked = state.with(asking);
        return Step.of(Role.FENCING, awaiting(asked, cluster, nodes)).and(asks).remembering(asked);
    }

    private static Action action(ClusterState cluster, Question question) {
        return question.method().equals(FencePlan.PEER)
                ? new FencePeer(question.node(), cluster.epoch())
                : new FenceBy(question.method(), question.node(), cluster.epoch());
    }

    /** Who has not stopped yet, as far as anybody said, and what each method has said of it. */
    private static Reason awaiting(NodeState state, ClusterState cluster, Set<NodeId> nodes) {
        FencePlan plan = state.settings().fence();
        if (plan.isUsual()) {
            return new Reason.AwaitingFence(nodes, lastAnswer(state, cluster, nodes));
        }
        List<Reason.Unfenced> unfenced = new ArrayList<>();
        for (NodeId node : nodes) {
            FenceView.Tried tried = state.fencing().of(cluster.epoch(), node);
            List<Reason.Said> said = new ArrayList<>();
            for (FencePlan.Method method : plan.methods()) {
                said.add(new Reason.Said(method.name(), tried.saidBy(method.name())));
            }
            unfenced.add(new Reason.Unfenced(node, said));
        }
        return new Reason.AwaitingReceipt(state.self(), cluster.epoch(), plan.required(), unfenced);
    }

    private static String lastAnswer(NodeState state, ClusterState cluster, Set<NodeId> nodes) {
        return nodes.stream()
                .flatMap(node -> ReceiptFence.refusal(state, cluster, node).stream())
                .reduce((_, last) -> last)
                .orElse("none yet");
    }

    /**
     * Why a winner has nothing to serve with; empty where it may have. It lost its data after it
     * had won, and must not become active, since the register would then forget who had all of it.
     */
    static Optional<String> withoutData(NodeState state) {
        return switch (state.database().state()) {
            case DatabaseState.Absent() -> Optional.of("its data directory is empty");
            case DatabaseState.Unusable(String why) -> Optional.of(why);
            case DatabaseState.Primary _,
                    DatabaseState.Standby _,
                    DatabaseState.Stopped _,
                    DatabaseState.Starting _,
                    DatabaseState.Unseen _ ->
                    Optional.empty();
        };
    }
}
