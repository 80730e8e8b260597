package io.understudy.testkit;

import io.understudy.core.action.Outcome;
import io.understudy.core.action.StopMode;
import io.understudy.core.model.LogPosition;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.DatabaseState;
import io.understudy.core.port.Database;
import io.understudy.core.port.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A database without a process: it does at once what it is told, and streams at once to whoever
 * follows it. Its log is a list; two logs that begin alike and then differ have parted. Safe for
 * any thread.
 */
public final class FakeDatabase implements Database {

    private static final Outcome DONE = new Outcome.Done();
    private static final long ENTRY_BYTES = 0x100;

    private final Net net;
    private final NodeId self;
    private final List<Entry> log = new ArrayList<>();
    private final Set<NodeId> waitsFor = new TreeSet<>();
    private final List<String> diverged = new ArrayList<>();
    private boolean absent = true;
    private boolean running;
    private boolean frozen;
    private boolean standby;
    private boolean clean = true;
    private boolean rewindable = true;
    private Optional<NodeId> upstream = Optional.empty();

    private FakeDatabase(Net net, NodeId self) {
        this.net = net;
        this.self = self;
    }

    /** The databases that can reach each other. */
    public static final class Net {
        private final Map<NodeId, FakeDatabase> databases = new TreeMap<>();

        /** The node's database; without data at first. */
        public synchronized FakeDatabase database(NodeId node) {
            return databases.computeIfAbsent(node, it -> new FakeDatabase(this, it));
        }
    }

    /**
     * One entry of the log.
     *
     * @param row empty where it is the database's own
     */
    private record Entry(int timeline, String row) {}

    /** Gives it a user's data, stopped. */
    public void initialize() {
        synchronized (net) {
            absent = false;
            standby = false;
            log.clear();
            log.add(new Entry(1, ""));
        }
    }

    /** A commit; says whether it was acknowledged, and not left waiting for a standby. */
    public boolean write(String row) {
        synchronized (net) {
            if (!running || frozen || standby) {
                return false;
            }
            log.add(new Entry(timeline(), row));
            stream();
            return followers().stream()
                    .filter(DatabaseState.Follower::synchronous)
                    .map(DatabaseState.Follower::node)
                    .toList()
                    .containsAll(waitsFor);
        }
    }

    /** What a client could read. */
    public Set<String> rows() {
        synchronized (net) {
            Set<String> rows = new TreeSet<>();
            log.stream().map(Entry::row).filter(row -> !row.isEmpty()).forEach(rows::add);
            return rows;
        }
    }

    /** The rows that rewinds and copies took away. */
    public List<String> diverged() {
        synchronized (net) {
            return List.copyOf(diverged);
        }
    }

    /** All of its processes die. */
    public void crash() {
        synchronized (net) {
            clean = clean && !running;
            running = false;
        }
    }

    /** All of its processes stand still until they are stopped. */
    public void freeze() {
        synchronized (net) {
            frozen = true;
        }
    }

    /** From now until a copy, a rewind is refused. */
    public void makeUnrewindable() {
        synchronized (net) {
            rewindable = false;
        }
    }

    @Override
    public DatabaseState look(Duration deadline) {
        synchronized (net) {
            net.databases.values().forEach(FakeDatabase::stream);
            if (absent) {
                return new DatabaseState.Absent();
            }
            if (!running) {
                return new DatabaseState.Stopped(timeline(), end(), clean, standby);
            }
            if (frozen) {
                return new DatabaseState.Silent("it stands still");
            }
            return standby
                    ? new DatabaseState.Standby(timeline(), end(), end(), upstream, ownStream())
                    : new DatabaseState.Primary(timeline(), end(), waitsFor, followers());
        }
    }

    @Override
    public Outcome startPrimary(Set<NodeId> waitsFor, Duration deadline) {
        synchronized (net) {
            if (absent) {
                return refused("there is no data");
            }
            if (standby) {
                return refused("it holds a standby's data, which becomes a primary's by promotion");
            }
            running = true;
            clean = false;
            return obey(waitsFor);
        }
    }

    @Override
    public Outcome startStandby(NodeId upstream, Duration deadline) {
        synchronized (net) {
            if (absent) {
                return refused("there is no data; it needs a copy");
            }
            if (!standby) {
                return refused("it holds a primary's data, which needs a rewind");
            }
            running = true;
            clean = false;
            this.upstream = Optional.of(upstream);
            return DONE;
        }
    }

    @Override
    public Outcome promote(Set<NodeId> waitsFor, Duration deadline) {
        synchronized (net) {
            if (!running) {
                return notRunning();
            }
            if (standby) {
                standby = false;
                upstream = Optional.empty();
                log.add(
                        new Entry(
                                net.databases.values().stream()
                                                .mapToInt(FakeDatabase::timeline)
                                                .max()
                                                .orElse(0)
                                        + 1,
                                ""));
            }
            return obey(waitsFor);
        }
    }

    @Override
    public Outcome waitFor(Set<NodeId> nodes, Duration deadline) {
        synchronized (net) {
            if (!running) {
                return notRunning();
            }
            return standby ? refused("it runs as a standby") : obey(nodes);
        }
    }

    @Override
    public Outcome stop(StopMode mode, Duration deadline) {
        synchronized (net) {
            if (running && mode == StopMode.ORDERLY) {
                if (!standby) {
                    log.add(new Entry(timeline(), ""));
                    stream();
                }
                clean = true;
            }
            running = false;
            frozen = false;
            return DONE;
        }
    }

    @Override
    public Outcome rewind(NodeId source, Duration deadline, Progress progress) {
        synchronized (net) {
            if (absent) {
                return refused("there is no data to rewind");
            }
            if (running) {
                return refused("it must be stopped first");
            }
            Optional<FakeDatabase> primary = primary(source);
            if (primary.isEmpty()) {
                return new Outcome.NotYet(source + " did not answer as a primary");
            }
            return rewindable ? become(primary.get()) : refused("it needs a new copy");
        }
    }

    @Override
    public Outcome copyAnew(NodeId source, Duration deadline, Progress progress) {
        synchronized (net) {
            if (running) {
                return refused("it must be stopped first");
            }
            Optional<FakeDatabase> primary = primary(source);
            if (primary.isEmpty()) {
                return new Outcome.NotYet(source + " did not answer as a primary");
            }
            rewindable = true;
            absent = false;
            return become(primary.get());
        }
    }

    private Outcome become(FakeDatabase primary) {
        log.subList(common(primary), log.size()).stream()
                .map(Entry::row)
                .filter(row -> !row.isEmpty())
                .forEach(diverged::add);
        log.clear();
        log.addAll(primary.log);
        standby = true;
        clean = true;
        waitsFor.clear();
        return DONE;
    }

    private Outcome obey(Set<NodeId> nodes) {
        waitsFor.clear();
        waitsFor.addAll(nodes);
        return DONE;
    }

    private Optional<FakeDatabase> primary(NodeId source) {
        return Optional.ofNullable(net.databases.get(source))
                .filter(it -> it.running && !it.standby);
    }

    /** How many entries both logs begin with. */
    private int common(FakeDatabase other) {
        int same = 0;
        while (same < Math.min(log.size(), other.log.size())
                && log.get(same).equals(other.log.get(same))) {
            same++;
        }
        return same;
    }

    private DatabaseState.Stream ownStream() {
        return streaming() ? DatabaseState.Stream.OPEN : DatabaseState.Stream.AWAITED;
    }

    private boolean streaming() {
        return running
                && standby
                && upstream.flatMap(this::primary)
                        .filter(primary -> common(primary) == log.size())
                        .isPresent();
    }

    /** Gives every follower all of it. */
    private void stream() {
        if (!running || standby) {
            return;
        }
        for (FakeDatabase follower : net.databases.values()) {
            if (follower.upstream.equals(Optional.of(self)) && follower.streaming()) {
                follower.log.addAll(log.subList(follower.log.size(), log.size()));
            }
        }
    }

    private List<DatabaseState.Follower> followers() {
        return net.databases.values().stream()
                .filter(it -> it.upstream.equals(Optional.of(self)) && it.streaming())
                .map(it ->
                        new DatabaseState.Follower(
                                it.self, it.end(), true, waitsFor.contains(it.self)))
                .toList();
    }

    private int timeline() {
        return log.isEmpty() ? 0 : log.getLast().timeline();
    }

    private LogPosition end() {
        return new LogPosition(log.size() * ENTRY_BYTES);
    }

    private static Outcome refused(String why) {
        return new Outcome.Refused(why);
    }

    private static Outcome notRunning() {
        return new Outcome.Failed("the database does not run");
    }
}
