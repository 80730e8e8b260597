package io.understudy.testkit.simulator;

import io.understudy.core.model.NodeId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The links between the nodes: each direction for itself may be cut. */
final class SimulatedNetwork {
    private final World world;
    private final Set<Link> cut = new HashSet<>();

    private record Link(NodeId from, NodeId to) {}

    SimulatedNetwork(World world) {
        this.world = world;
    }

    void cut(NodeId from, NodeId to) {
        if (cut.add(new Link(from, to))) {
            world.transcript().note("net", "cuts % -> %", from, to);
        }
    }

    void isolate(NodeId node) {
        for (NodeId other : world.nodes().keySet()) {
            if (!other.equals(node)) {
                cut(node, other);
                cut(other, node);
            }
        }
    }

    void heal() {
        if (!cut.isEmpty()) {
            world.transcript().note("net", "heals");
            cut.clear();
        }
    }

    boolean whole() {
        return cut.isEmpty();
    }

    boolean reaches(NodeId from, NodeId to) {
        return cut.isEmpty() || from.equals(to) || !cut.contains(new Link(from, to));
    }

    boolean linked(NodeId one, NodeId other) {
        return reaches(one, other) && reaches(other, one);
    }

    /** Nanoseconds that one message takes. */
    long delay() {
        return world.weather().delay(200_000, 2_000_000, 60_000_000);
    }

    /** Whether a message is lost although the link is there. */
    boolean loses() {
        return world.weather().happens(0.01);
    }

    /** Whether more than half of all voters can talk with this node, directly or by others. */
    boolean inMajority(NodeId node) {
        Map<NodeId, SimulatedNode> nodes = world.nodes();
        Predicate<NodeId> runs = id -> world.node(id).running();
        if (!runs.test(node)) {
            return false;
        }
        Set<NodeId> found = new HashSet<>();
        Deque<NodeId> open = new ArrayDeque<>();
        found.add(node);
        open.add(node);
        while (!open.isEmpty()) {
            NodeId here = open.removeFirst();
            for (NodeId there : nodes.keySet()) {
                if (!found.contains(there) && runs.test(there) && linked(here, there)) {
                    found.add(there);
                    open.addLast(there);
                }
            }
        }
        return found.size() * 2 > nodes.size();
    }
}
