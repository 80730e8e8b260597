package io.understudy.testkit.simulator;

import io.understudy.core.model.LogPosition;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.DatabaseState;
import io.understudy.core.observation.DatabaseState.Follower;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One node's PostgreSQL: its data, and the process on it. It obeys whoever calls; it plans nothing.
 */
final class SimulatedDatabase {

    enum Running {
        NONE,
        STARTING,
        PRIMARY,
        STANDBY,
        /** A primary that no longer takes writes. */
        SHUTTING_DOWN
    }

    private final NodeId node;
    private Running process = Running.NONE;
    private @Nullable Entry flushed;
    private @Nullable Entry received;
    private boolean clean = true;
    private boolean standbySignal;
    private Optional<NodeId> upstream = Optional.empty();
    private Set<NodeId> waitsFor = Set.of();
    private final List<Entry> unacknowledged = new ArrayList<>();
    private final Map<NodeId, Stream> streams = new TreeMap<>();
    private @Nullable Stream source;
    private LogPosition keptFrom = LogPosition.START;
    private boolean toldLogIsGone;
    private boolean rewound;
    private Malady malady = Malady.NONE;
    private boolean hung;

    /** Why a process that runs does not do what it is for. */
    enum Malady {
        NONE,
        /** It stands still until it is ended, or goes on. */
        HANGS,
        /** Whatever is started stands still, too. */
        HANGS_EACH_TIME,
        /** Its disk stands still: it does not even end. */
        DISK,
        /** It answers that it can't answer. */
        SAYS_NO,
        /** A standby stays one, whatever it is told. */
        STAYS_STANDBY
    }

    SimulatedDatabase(NodeId node) {
        this.node = node;
    }

    NodeId node() {
        return node;
    }

    Running process() {
        return process;
    }

    void suffersFrom(Malady what) {
        malady = what;
        boolean standsStill =
                switch (what) {
                    case NONE, SAYS_NO, STAYS_STANDBY -> false;
                    case HANGS, HANGS_EACH_TIME, DISK -> true;
                };
        hung = standsStill && process != Running.NONE;
    }

    /** That is over, if it is not yet. */
    void recovers(Malady from) {
        if (malady == from) {
            suffersFrom(Malady.NONE);
        }
    }

    Malady malady() {
        return malady;
    }

    /** Whether the process that there is stands still. */
    boolean hangs() {
        return hung;
    }

    /** Whether a killed process is still there, and will never do anything again. */
    boolean undying() {
        return malady == Malady.DISK && process == Running.NONE;
    }

    private void begins() {
        hung = malady == Malady.HANGS_EACH_TIME || malady == Malady.DISK;
    }

    boolean takesWrites() {
        return process == Running.PRIMARY;
    }

    /** Whether it streams to its standbys, also while it stops in order. */
    boolean sends() {
        return process == Running.PRIMARY || process == Running.SHUTTING_DOWN;
    }

    boolean present() {
        return flushed != null;
    }

    boolean standbySignal() {
        return standbySignal;
    }

    Optional<NodeId> upstream() {
        return upstream;
    }

    Set<NodeId> waitsFor() {
        return waitsFor;
    }

    /** The end of what is safe on disk. */
    Entry flushed() {
        return there(flushed);
    }

    Entry received() {
        return there(received);
    }

    private Entry there(@Nullable Entry entry) {
        if (entry == null) {
            throw new IllegalStateException("there is no data on " + node);
        }
        return entry;
    }

    List<Entry> unacknowledged() {
        return unacknowledged;
    }

    Optional<Stream> source() {
        return Optional.ofNullable(source);
    }

    Iterable<Stream> streams() {
        return List.copyOf(streams.values());
    }

    /** Data of a new directory, or none. */
    void replaceData(@Nullable Entry end, boolean asStandby) {
        flushed = end;
        received = end;
        standbySignal = asStandby;
        rewound = false;
        clean = true;
        process = Running.NONE;
    }

    /** What a new copy has of the log begins where the copy was made. */
    void keepsNothingBefore(Entry end) {
        keptFrom = end.end();
    }

    /** The log is thrown away, up to its end, whoever still needs it. */
    void dropLog() {
        if (flushed != null) {
            keepsNothingBefore(flushed());
        }
    }

    /** Whether it still has the log that a standby of such data needs next. */
    boolean keepsLogAfter(Entry end) {
        return end.end().isAtLeast(keptFrom);
    }

    /** Until it has had more of the log, it can't be read. */
    void rewindTo(Entry end) {
        replaceData(end, true);
        rewound = true;
    }

    /** Whether it would not come up as that one's standby. */
    boolean needsLogThatIsGone(SimulatedDatabase primary) {
        return rewound && primary.takesWrites() && !primary.keepsLogAfter(received());
    }

    /** This standby asked for log that its primary no longer has. */
    void hearsThatLogIsGone() {
        toldLogIsGone = true;
    }

    void starting() {
        process = Running.STARTING;
        toldLogIsGone = false;
    }

    void runAsPrimary(Set<NodeId> waiting) {
        if (process != Running.PRIMARY) {
            begins();
        }
        process = Running.PRIMARY;
        clean = false;
        waitsFor = waiting;
    }

    void runAsStandby(NodeId of) {
        if (!upstream.equals(Optional.of(of))) {
            disconnect();
            toldLogIsGone = false;
        }
        upstream = Optional.of(of);
        if (process != Running.STANDBY) {
            begins();
        }
        process = Running.STANDBY;
        clean = false;
    }

    /** From here on its history is its own. */
    Entry promote(Set<NodeId> waiting) {
        disconnect();
        Entry last = received();
        Entry start = last.then(last.timeline() + 1, 100);
        flushed = start;
        received = start;
        standbySignal = false;
        upstream = Optional.empty();
        runAsPrimary(waiting);
        return start;
    }

    void waitFor(Set<NodeId> nodes) {
        waitsFor = nodes;
    }

    Entry write(int bytes) {
        Entry entry = flushed().then(flushed().timeline(), bytes);
        flushed = entry;
        received = entry;
        unacknowledged.add(entry);
        return entry;
    }

    void beginShutdown() {
        flushed = flushed().then(flushed().timeline(), 120);
        received = flushed;
        process = Running.SHUTTING_DOWN;
        unacknowledged.clear();
    }

    /** The process ends. What it handed to the operating system stays. */
    void ended(boolean inOrder) {
        if (process != Running.NONE) {
            clean = inOrder;
        }
        process = Running.NONE;
        hung = false;
        if (malady == Malady.HANGS) {
            malady = Malady.NONE;
        }
        flushed = received;
        unacknowledged.clear();
        disconnect();
        streams().forEach(Stream::senderIsGone);
        streams.clear();
    }

    /** The host loses its power: what was not flushed is gone. */
    void lostPower() {
        received = flushed;
        ended(false);
    }

    Stream connect(SimulatedDatabase standby, long now) {
        Stream stream = new Stream(this, standby, standby.flushed(), now);
        streams.put(standby.node, stream);
        standby.source = stream;
        standby.toldLogIsGone = false;
        standby.rewound = false;
        return stream;
    }

    /** A standby lets go of its primary. */
    void disconnect() {
        if (source != null) {
            source.receiverIsGone();
            source = null;
            // As PostgreSQL's receiver does, it flushes what it was given before it ends.
            flushed = received;
        }
    }

    /** Whichever end of it this is, it has heard that the other is gone, or heard nothing. */
    void giveUp(Stream stream) {
        streams.remove(stream.to.node, stream);
        if (source == stream) {
            disconnect();
        }
    }

    void receive(Entry entry) {
        if (entry.has(received())) {
            received = entry;
        }
    }

    void flush(Entry entry) {
        if (received().has(entry) && entry.has(flushed())) {
            flushed = entry;
        }
    }

    /** What a look at it shows. */
    DatabaseState look() {
        if (flushed == null) {
            return new DatabaseState.Absent();
        }
        if (undying()) {
            return new DatabaseState.Unusable("its processes were killed and do not end");
        }
        if (hung && process != Running.STARTING) {
            return new DatabaseState.Silent("no answer in time");
        }
        if (malady == Malady.SAYS_NO
                && (process == Running.PRIMARY || process == Running.STANDBY)) {
            return new DatabaseState.Refused("all connections are taken");
        }
        return switch (process) {
            case NONE ->
                    new DatabaseState.Stopped(
                            flushed().timeline(), flushed().end(), clean, standbySignal);
            case STARTING -> new DatabaseState.Starting(standbySignal, toldLogIsGone);
            case SHUTTING_DOWN -> new DatabaseState.Refused("it is stopping");
            case PRIMARY ->
                    new DatabaseState.Primary(
                            flushed().timeline(), flushed().end(), waitsFor, followers());
            case STANDBY -> standby(received().timeline(), flushed().end(), received().end());
        };
    }

    private DatabaseState standby(int timeline, LogPosition safe, LogPosition replayed) {
        DatabaseState.Stream stream =
                source != null
                        ? DatabaseState.Stream.OPEN
                        : toldLogIsGone
                                ? DatabaseState.Stream.LOG_GONE
                                : DatabaseState.Stream.AWAITED;
        return new DatabaseState.Standby(timeline, safe, replayed, upstream, stream);
    }

    private List<Follower> followers() {
        if (streams.isEmpty()) {
            return List.of();
        }
        List<Follower> followers = new ArrayList<>(streams.size());
        streams.forEach((follower, stream) ->
                followers.add(
                        new Follower(
                                follower,
                                stream.confirmed.end(),
                                stream.caughtUp,
                                stream.caughtUp && waitsFor.contains(follower))));
        return followers;
    }
}
