package io.understudy.testkit.simulator;

import io.understudy.core.observation.AddressState;
import io.understudy.core.observation.DatabaseState;
import io.understudy.core.observation.FilesState;
import io.understudy.core.observation.Observation;
import io.understudy.core.observation.ServerState;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a node's database, server and address, and hands in what changed, or was not said for
 * long.
 */
final class DaemonLooks {
    private static final long AGAIN = 1_000_000_000;

    private final World world;
    private final SimulatedNode node;
    private final SimulatedDaemon daemon;
    private @Nullable DatabaseState database;
    private @Nullable ServerState server;
    private @Nullable AddressState address;
    private @Nullable FilesState files;
    private long filesAt;
    private long databaseAt;
    private long serverAt;
    private long addressAt;

    DaemonLooks(World world, SimulatedNode node, SimulatedDaemon daemon) {
        this.world = world;
        this.node = node;
        this.daemon = daemon;
    }

    /** From now on, again and again until the daemon ends. */
    void begin() {
        look();
    }

    private void look() {
        if (daemon.ended()) {
            return;
        }
        if (!node.settings().witness()) {
            atDatabase();
            atServer();
            atAddress();
            atFiles();
        }
        world.events().in(world.setup().timings().probe().toNanos(), this::look);
    }

    void atDatabase() {
        if (daemon.ended() || !node.running() || node.databaseActions().busy()) {
            return;
        }
        DatabaseState seen =
                world.weather().happens(0.01)
                        ? new DatabaseState.Silent("the look took too long")
                        : world.slip().heard(node.database().look());
        long now = world.events().now();
        if (!seen.equals(database) || now - databaseAt >= AGAIN) {
            database = seen;
            databaseAt = now;
            daemon.observe(at -> new Observation.DatabaseSeen(at, seen));
        }
    }

    /** Likewise: one that could not be let go is let go again once that was seen. */
    void addressAnew() {
        address = null;
        atAddress();
    }

    void atAddress() {
        if (daemon.ended() || !node.running() || node.address().busy()) {
            return;
        }
        AddressState seen =
                world.weather().happens(0.01)
                        ? new AddressState.Unknown("the look took too long")
                        : node.address().look();
        long now = world.events().now();
        if (!seen.equals(address) || now - addressAt >= AGAIN) {
            address = seen;
            addressAt = now;
            daemon.observe(at -> new Observation.AddressSeen(at, seen));
        }
    }

    /** An action on them has ended: even where it shows the same, that is new. */
    void filesAnew() {
        files = null;
        atFiles();
    }

    void atFiles() {
        boolean carries = world.setup().files() && !node.settings().witness();
        if (!carries || daemon.ended() || !node.running() || node.files().busy()) {
            return;
        }
        FilesState seen = node.files().look();
        long now = world.events().now();
        if (!seen.equals(files) || now - filesAt >= AGAIN) {
            files = seen;
            filesAt = now;
            daemon.observe(at -> new Observation.FilesSeen(at, seen));
        }
    }

    void atServer() {
        if (daemon.ended() || !node.running() || node.server().busy()) {
            return;
        }
        ServerState seen = node.server().look();
        long now = world.events().now();
        if (!seen.equals(server) || now - serverAt >= AGAIN) {
            server = seen;
            serverAt = now;
            daemon.observe(at -> new Observation.ServerSeen(at, seen));
        }
    }
}
