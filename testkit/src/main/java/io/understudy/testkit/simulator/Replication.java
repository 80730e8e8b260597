package io.understudy.testkit.simulator;

import io.understudy.core.model.NodeId;
import io.understudy.testkit.simulator.SimulatedDatabase.Running;

/** Streams log from primaries to standbys, and lets commits be acknowledged. */
final class Replication {
    private static final long RECONNECT = 100_000_000;

    private final World world;

    private final long silence;

    Replication(World world) {
        this.world = world;
        this.silence = world.setup().timings().streamSilence().toNanos();
    }

    void begin(SimulatedDatabase standby) {
        world.events().in(world.weather().between(0, RECONNECT), () -> tend(standby));
    }

    private void tend(SimulatedDatabase database) {
        database.streams().forEach(this::watch);
        database.source().ifPresent(this::watch);
        if (database.process() == Running.STANDBY) {
            boolean answers = answers(database);
            boolean flows = answers && hasItsLog(database);
            if (database.source().isEmpty() && flows) {
                connect(database);
            } else if (answers && !flows) {
                database.hearsThatLogIsGone();
            }
            database.source().filter(this::flowing).ifPresent(this::resend);
        }
        world.events().in(RECONNECT, () -> tend(database));
    }

    /**
     * Either end gives the other up after a silence, or when its host says that nobody is there.
     */
    private void watch(Stream stream) {
        long now = world.events().now();
        if (flowing(stream)) {
            stream.hears(now);
            return;
        }
        boolean refused = !stream.open() && reach(stream);
        if (refused || stream.silentFor(silence, now)) {
            world.transcript().note(stream.to.node(), "database: the stream breaks");
            stream.from.giveUp(stream);
            stream.to.giveUp(stream);
        }
    }

    /** An open stream brings log as it is written, whatever is thrown away behind it. */
    private boolean hasItsLog(SimulatedDatabase standby) {
        return standby.source().isPresent()
                || world.node(standby.upstream().orElseThrow())
                        .database()
                        .keepsLogAfter(standby.received());
    }

    /** Whether its upstream is there, and of the same history. */
    private boolean answers(SimulatedDatabase standby) {
        if (standby.upstream().isEmpty()) {
            return false;
        }
        NodeId upstream = standby.upstream().get();
        SimulatedNode source = world.node(upstream);
        return world.network().linked(upstream, standby.node())
                && source.awake()
                && world.node(standby.node()).awake()
                && source.database().sends()
                && !source.database().hangs()
                && !standby.hangs()
                && source.database().flushed().has(standby.received());
    }

    private void connect(SimulatedDatabase standby) {
        SimulatedDatabase source = world.node(standby.upstream().orElseThrow()).database();
        world.transcript().note(standby.node(), "database: streams from %", source.node());
        confirm(source.connect(standby, world.events().now()), standby.flushed());
    }

    private void resend(Stream stream) {
        if (stream.confirmed != stream.from.flushed()) {
            send(stream, stream.from.flushed());
        }
    }

    void wrote(SimulatedDatabase primary, Entry entry) {
        for (Stream stream : primary.streams()) {
            send(stream, entry);
        }
        acknowledge(primary);
    }

    private void send(Stream stream, Entry entry) {
        if (world.network().loses()) {
            return;
        }
        world.events()
                .in(
                        world.network().delay(),
                        () -> {
                            if (flowing(stream)) {
                                stream.to.receive(entry);
                                long flush = world.weather().delay(500_000, 3_000_000, 80_000_000);
                                world.events().in(flush, () -> flush(stream, entry));
                            }
                        });
    }

    private void flush(Stream stream, Entry entry) {
        SimulatedNode standby = world.node(stream.to.node());
        if (!stream.open() || !standby.awake() || stream.to.hangs()) {
            return;
        }
        stream.to.flush(entry);
        world.events()
                .in(
                        world.network().delay(),
                        () -> {
                            if (flowing(stream)) {
                                confirm(stream, entry);
                            }
                        });
    }

    private void confirm(Stream stream, Entry entry) {
        if (entry.has(stream.confirmed)) {
            stream.confirmed = entry;
        }
        stream.caughtUp |= stream.confirmed == stream.from.flushed();
        acknowledge(stream.from);
    }

    /** Whether a standby has what this primary writes as it is written. */
    boolean isFollowed(SimulatedDatabase primary) {
        for (Stream stream : primary.streams()) {
            if (flowing(stream)) {
                return true;
            }
        }
        return false;
    }

    private boolean flowing(Stream stream) {
        return stream.open() && reach(stream) && !stream.from.hangs() && !stream.to.hangs();
    }

    /** Whether the hosts of both ends are there for each other. */
    private boolean reach(Stream stream) {
        NodeId from = stream.from.node();
        NodeId to = stream.to.node();
        return world.network().linked(from, to)
                && world.node(from).awake()
                && world.node(to).awake();
    }

    /** Commits that wait for nobody any more are acknowledged to their clients. */
    void acknowledge(SimulatedDatabase primary) {
        if (!primary.takesWrites() || primary.hangs() || !world.node(primary.node()).awake()) {
            return;
        }
        while (!primary.unacknowledged().isEmpty()) {
            Entry oldest = primary.unacknowledged().getFirst();
            if (!isSafe(primary, oldest)) {
                return;
            }
            primary.unacknowledged().removeFirst();
            world.invariants().acknowledged(primary, oldest);
        }
    }

    private static boolean isSafe(SimulatedDatabase primary, Entry entry) {
        if (primary.waitsFor().isEmpty()) {
            return true;
        }
        int confirming = 0;
        for (Stream stream : primary.streams()) {
            if (primary.waitsFor().contains(stream.to.node()) && stream.confirmed.has(entry)) {
                confirming++;
            }
        }
        return confirming == primary.waitsFor().size();
    }

    /** An orderly stop sends all that is there to whoever listens. */
    void drain(SimulatedDatabase primary) {
        for (Stream stream : primary.streams()) {
            if (flowing(stream)) {
                stream.to.receive(primary.flushed());
                stream.to.flush(primary.flushed());
            }
        }
    }
}
