package io.understudy.core.decision;

import io.understudy.core.action.Outcome;
import io.understudy.core.decision.FenceView.Asked;
import io.understudy.core.decision.FenceView.Tried;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.FencePlan;
import io.understudy.core.model.FencePlan.Kind;
import io.understudy.core.model.FencePlan.Method;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * By each method in turn each node noted is made to stop. A receipt by any of them is enough. Where
 * none is required, so is silence of all: nobody wins an epoch before the lease of the one before
 * it is over. But a node that answers that it still serves is asked again: silence is no answer,
 * but a no is.
 *
 * <pre>
 *   peer ---- silent     ssh ------ failed     command -- silent      pause, then from the first
 *             `- is tried next      `- is tried next      `- required: again; preferred: fenced
 * </pre>
 */
final class ReceiptFence implements FencePolicy {

    /** So many times the first pause doubles: from half a ttl to eight. */
    private static final int DOUBLINGS = 4;

    @Override
    public Verdict judge(NodeState state, Phase.Fencing phase, Moment now) {
        ClusterState cluster = state.register().state().orElseThrow();
        List<Question> questions = new ArrayList<>();
        Set<NodeId> awaited = new TreeSet<>();
        for (NodeId node : new TreeSet<>(phase.toFence())) {
            Tried tried = state.fencing().of(cluster.epoch(), node);
            if (hasStopped(state, cluster, node)) {
                continue;
            }
            List<Question> next = next(state.settings(), node, tried, now);
            if (next.isEmpty() && isSilent(state.settings().fence(), tried)) {
                continue;
            }
            questions.addAll(next);
            awaited.add(node);
        }
        if (!questions.isEmpty()) {
            return new Verdict.Ask(questions);
        }
        return awaited.isEmpty() ? new Verdict.Fenced() : new Verdict.Await(awaited);
    }

    /**
     * Whether somebody vouches for it: a receipt, or a person whom the node does not contradict.
     */
    static boolean hasStopped(NodeState state, ClusterState cluster, NodeId node) {
        return state.fencing().of(cluster.epoch(), node).hasReceipt()
                || (PersonsVote.vouchesFor(node, state, cluster)
                        && refusal(state, cluster, node).isEmpty());
    }

    /** What the node itself, or its host, answered last, where that is that it still serves. */
    static Optional<String> refusal(NodeState state, ClusterState cluster, NodeId node) {
        return refusal(state.settings().fence(), state.fencing().of(cluster.epoch(), node));
    }

    private static Optional<String> refusal(FencePlan plan, Tried tried) {
        return plan.methods().stream()
                .filter(method -> method.kind().speaksForTheNode())
                .flatMap(method -> tried.saidBy(method.name()).stream())
                .filter(Outcome.Refused.class::isInstance)
                .map(answer -> ((Outcome.Refused) answer).why())
                .findFirst();
    }

    /** Whether all have been tried, and neither a receipt nor a no came back. */
    private static boolean isSilent(FencePlan plan, Tried tried) {
        boolean ended =
                plan.methods().stream()
                        .allMatch(method ->
                                tried.by(method.name()).flatMap(Asked::answer).isPresent());
        return !plan.required() && ended && refusal(plan, tried).isEmpty();
    }

    private static List<Question> next(Settings settings, NodeId node, Tried tried, Moment now) {
        List<Question> questions = new ArrayList<>();
        Optional<Moment> ended = Optional.empty();
        for (Method method : settings.fence().methods()) {
            Optional<Asked> asked = tried.by(method.name());
            if (asked.isEmpty()) {
                questions.add(new Question(node, method.name(), false));
                return questions;
            }
            if (isInsistent(method, tried)) {
                // It answers, so it is asked again soon; and tried by the next one once it has had
                // time to stop by itself.
                boolean due =
                        asked.get().answer().isPresent()
                                && now.reached(asked.get().at().plus(settings.timings().poll()));
                if (due) {
                    questions.add(new Question(node, method.name(), false));
                }
                if (!now.reached(tried.since().orElse(now).plus(firstPause(settings)))) {
                    return questions;
                }
            } else if (asked.get().answer().isEmpty()) {
                return questions;
            } else {
                ended = ended.filter(asked.get().at()::isBefore).or(() -> asked.map(Asked::at));
            }
        }
        boolean over =
                questions.isEmpty()
                        && !isSilent(settings.fence(), tried)
                        && ended.filter(last -> now.reached(last.plus(pause(settings, tried))))
                                .isPresent();
        return over
                ? List.of(new Question(node, settings.fence().methods().getFirst().name(), true))
                : questions;
    }

    /** A daemon that says that it still serves. */
    private static boolean isInsistent(Method method, Tried tried) {
        return method.kind() == Kind.PEER
                && tried.saidBy(method.name())
                        .filter(Outcome.Refused.class::isInstance)
                        .isPresent();
    }

    private static Duration pause(Settings settings, Tried tried) {
        return firstPause(settings).multipliedBy(1L << Math.min(tried.rounds(), DOUBLINGS));
    }

    private static Duration firstPause(Settings settings) {
        return settings.timings().ttl().dividedBy(2);
    }
}
