package io.understudy.testkit.simulator;

import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.Role;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.core.notice.Notice;
import io.understudy.core.notice.NoticeKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Whoever serves for a while tells of it, once; a matter is over only after it began; and nothing
 * is told that is not so.
 */
final class NoticeRules {

    /** So much later than its report is waited for, a decision is sure to have come. */
    private static final long LATEST_TELL =
            SimulatedTeller.LIMITS.grace().toNanos() / 4 + 3_000_000_000L;

    private final World world;
    private final Set<Event> told = new HashSet<>();
    private final Map<NodeId, Active> active = new HashMap<>();
    private long takeovers;

    NoticeRules(World world) {
        this.world = world;
    }

    private record Event(NodeId by, String key) {}

    /** Since when a run of a daemon serves in an epoch, in true time. */
    private record Active(Epoch epoch, String run, long since) {}

    /** How many primacies were told of. */
    long primaries() {
        return takeovers;
    }

    void told(SimulatedNode node, Notice notice) {
        Event event = new Event(node.id(), notice.key());
        switch (notice.stage()) {
            case NEWS -> {
                takeovers++;
                require(told.add(event), node, notice, "again");
                require(isPrimary(node, notice), node, notice, "and it is not so");
            }
            case BEGAN -> {
                require(told.add(event), node, notice, "although it was not over");
                require(!isContradicted(node, notice), node, notice, "and somebody serves");
            }
            case WORSE, GOES_ON -> require(told.contains(event), node, notice, "before it began");
            case OVER -> require(told.remove(event), node, notice, "before it began");
        }
    }

    private static boolean isPrimary(SimulatedNode node, Notice notice) {
        return node.state()
                .filter(state -> state.role() == Role.ACTIVE)
                .filter(state -> notice.key().equals("primary/epoch-" + state.seenEpoch()))
                .isPresent();
    }

    /** Whoever is cut off may read an old register, and can't know better. */
    private boolean isContradicted(SimulatedNode node, Notice notice) {
        boolean nobody = notice.kind() == NoticeKind.SERVICE || notice.kind() == NoticeKind.REFUSAL;
        return nobody
                && !world.invariants().registerWentBack()
                && !world.invariants().personWasWrong()
                && world.network().inMajority(node.id())
                && Recovery.serving(world).isPresent();
    }

    void decided(SimulatedNode node, NodeState state) {
        if (state.role() != Role.ACTIVE) {
            active.remove(node.id());
            return;
        }
        Active now =
                new Active(state.seenEpoch(), state.incarnation().toString(), world.events().now());
        Active before = active.get(node.id());
        if (before == null
                || !before.epoch().equals(now.epoch())
                || !before.run().equals(now.run())) {
            active.put(node.id(), now);
            return;
        }
        boolean late = now.since() - before.since() > LATEST_TELL && node.awakeFor(LATEST_TELL);
        Event due = new Event(node.id(), "primary/epoch-" + state.seenEpoch());
        if (late && !told.contains(due)) {
            throw new Violation(
                    "%s serves in epoch %s and has not told of it"
                            .formatted(node.id(), state.seenEpoch()));
        }
    }

    private static void require(
            boolean holds, SimulatedNode node, Notice notice, String complaint) {
        if (!holds) {
            throw new Violation(
                    "%s tells %s (%s: %s) %s"
                            .formatted(
                                    node.id(),
                                    notice.stage(),
                                    notice.key(),
                                    notice.headline(),
                                    complaint));
        }
    }
}
