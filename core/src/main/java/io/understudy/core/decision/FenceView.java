package io.understudy.core.decision;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.FencePlan;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is known of the nodes that this one has to fence, for one epoch.
 *
 * @param epoch for which; answers for another one are not kept
 * @param nodes who has been asked for, by what, and what came back
 */
public record FenceView(Epoch epoch, Map<NodeId, Tried> nodes) {

    static final FenceView NOBODY = new FenceView(Epoch.NONE, Map.of());

    public FenceView {
        nodes = Collections.unmodifiableMap(new TreeMap<>(nodes));
    }

    /**
     * One question.
     *
     * @param at when it was asked, or when it was answered
     * @param answer empty while it is awaited
     */
    public record Asked(Moment at, Optional<Outcome> answer) {}

    /**
     * One node.
     *
     * @param since when the first question was asked; empty before
     * @param rounds how often all methods were tried for nothing
     * @param asked by each method that has been tried in this round
     * @param last what each method said last, in this round or an earlier one
     */
    public record Tried(
            Optional<Moment> since,
            int rounds,
            Map<String, Asked> asked,
            Map<String, Outcome> last) {

        static final Tried NOTHING = new Tried(Optional.empty(), 0, Map.of(), Map.of());

        public Tried {
            asked = Collections.unmodifiableMap(new TreeMap<>(asked));
            last = Collections.unmodifiableMap(new TreeMap<>(last));
        }

        Optional<Asked> by(String method) {
            return Optional.ofNullable(asked.get(method));
        }

        Optional<Outcome> saidBy(String method) {
            return Optional.ofNullable(last.get(method));
        }

        public boolean hasReceipt() {
            return last.values().stream().anyMatch(Outcome.Done.class::isInstance);
        }

        private Tried asking(String method, Moment at) {
            Map<String, Asked> open = with(method, new Asked(at, Optional.empty()));
            return new Tried(since.or(() -> Optional.of(at)), rounds, open, last);
        }

        private Tried answered(String method, Moment at, Outcome outcome) {
            Map<String, Outcome> said = new TreeMap<>(last);
            // A receipt stays one: nobody who has stopped for an epoch serves before the next.
            said.merge(method, outcome, (was, is) -> was instanceof Outcome.Done ? was : is);
            Map<String, Asked> ended = with(method, new Asked(at, Optional.of(outcome)));
            return new Tried(since, rounds, ended, said);
        }

        private Map<String, Asked> with(String method, Asked entry) {
            Map<String, Asked> changed = new TreeMap<>(asked);
            changed.put(method, entry);
            return changed;
        }

        /** Whether anything but its own daemon is to stop it just now. */
        private boolean isUnderWay() {
            return asked.entrySet().stream().anyMatch(Tried::isOpen);
        }

        private Tried withdrawn() {
            Map<String, Asked> left = new TreeMap<>(asked);
            left.entrySet().removeIf(Tried::isOpen);
            return new Tried(since, rounds, left, last);
        }

        private static boolean isOpen(Map.Entry<String, Asked> entry) {
            return !entry.getKey().equals(FencePlan.PEER) && entry.getValue().answer().isEmpty();
        }

        /** All methods are to be tried once more; who has not answered yet is not asked twice. */
        private Tried again() {
            Map<String, Asked> open = new TreeMap<>(asked);
            open.values().removeIf(entry -> entry.answer().isPresent());
            return new Tried(since, rounds + 1, open, last);
        }
    }

    FenceView asking(Epoch now, NodeId node, String method, Moment at) {
        return put(now, node, of(now, node).asking(method, at));
    }

    FenceView answered(Epoch now, NodeId node, String method, Moment at, Outcome outcome) {
        return now.equals(epoch)
                ? put(now, node, of(now, node).answered(method, at, outcome))
                : this;
    }

    /** As if that had been asked and answered. */
    public FenceView supposing(Epoch now, NodeId node, Moment at, Outcome outcome) {
        return put(now, node, of(now, node).answered(FencePlan.PEER, at, outcome));
    }

    FenceView again(Epoch now, NodeId node) {
        return put(now, node, of(now, node).again());
    }

    /** Who is just being stopped by other means than its daemon. */
    Set<NodeId> underWay() {
        Set<NodeId> targets = new TreeSet<>();
        nodes.forEach((node, tried) -> {
            if (tried.isUnderWay()) {
                targets.add(node);
            }
        });
        return targets;
    }

    /** Nobody waits any more for what is under way; should it be needed, it is tried anew. */
    FenceView withdrawn() {
        Map<NodeId, Tried> left = new TreeMap<>();
        nodes.forEach((node, tried) -> left.put(node, tried.withdrawn()));
        return new FenceView(epoch, left);
    }

    /** What a question to the daemon alone has brought, as it is known for that epoch. */
    static FenceView knowing(Epoch epoch, NodeId node, Asked asked) {
        Map<String, Outcome> said =
                asked.answer().map(answer -> Map.of(FencePlan.PEER, answer)).orElse(Map.of());
        Map<String, Asked> question = Map.of(FencePlan.PEER, asked);
        return new FenceView(
                epoch, Map.of(node, new Tried(Optional.of(asked.at()), 0, question, said)));
    }

    public Tried of(Epoch now, NodeId node) {
        return now.equals(epoch) ? nodes.getOrDefault(node, Tried.NOTHING) : Tried.NOTHING;
    }

    /** What that method said last of that node, for that epoch. */
    public Optional<Outcome> said(Epoch now, NodeId node, String method) {
        return of(now, node).saidBy(method);
    }

    /** The question to its daemon. */
    Optional<Asked> peer(Epoch now, NodeId node) {
        return of(now, node).by(FencePlan.PEER);
    }

    private FenceView put(Epoch now, NodeId node, Tried entry) {
        Map<NodeId, Tried> changed = now.equals(epoch) ? new TreeMap<>(nodes) : new TreeMap<>();
        changed.put(node, entry);
        return new FenceView(now, changed);
    }
}
