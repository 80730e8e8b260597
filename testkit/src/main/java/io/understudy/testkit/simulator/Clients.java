package io.understudy.testkit.simulator;

import io.understudy.core.model.NodeId;
import java.util.List;

/** They write numbered rows into any database that takes them, also into one that should not. */
final class Clients {
    private static final long PAUSE = 150_000_000;

    private final World world;
    private final List<NodeId> carriers;

    Clients(World world) {
        this.world = world;
        this.carriers = world.setup().carriers();
    }

    void begin() {
        world.events().in(world.weather().between(1, 2 * PAUSE), this::write);
    }

    private void write() {
        int first = world.weather().pick(carriers.size());
        for (int i = 0; i < carriers.size(); i++) {
            SimulatedNode node = world.node(carriers.get((first + i) % carriers.size()));
            if (node.awake() && node.database().takesWrites() && !node.database().hangs()) {
                write(world, node);
                break;
            }
        }
        begin();
    }

    /** One commit at that node, which takes writes. */
    static void write(World world, SimulatedNode node) {
        int bytes = 50 + world.weather().pick(1500);
        Entry entry = node.database().write(bytes);
        world.replication().wrote(node.database(), entry);
    }
}
