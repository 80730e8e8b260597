package io.understudy.core.observation;

import io.understudy.core.model.LogPoint;
import io.understudy.core.model.LogPosition;
import io.understudy.core.model.NodeId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What this node's database looked like. */
public sealed interface DatabaseState {

    /** There is no data: the directory is missing or empty. */
    record Absent() implements DatabaseState {}

    /**
     * Data, and no process.
     *
     * @param standby whether it would start as a standby
     * @param clean whether it was shut down cleanly, so that {@code end} is the end of its log
     */
    record Stopped(int timeline, LogPosition end, boolean clean, boolean standby)
            implements DatabaseState {}

    /**
     * A process that does not answer yet.
     *
     * @param standby whether it comes up as a standby, which takes no writes
     * @param logGone whether it waits for log that its primary has said is gone: it does not come
     *     up
     */
    record Starting(boolean standby, boolean logGone) implements DatabaseState {}

    /**
     * Takes writes.
     *
     * @param waitsFor the nodes that a commit waits for, as the running configuration says
     */
    record Primary(int timeline, LogPosition end, Set<NodeId> waitsFor, List<Follower> followers)
            implements DatabaseState {
        public Primary {
            waitsFor = Collections.unmodifiableSet(new TreeSet<>(waitsFor));
            followers = List.copyOf(followers);
        }
    }

    /**
     * Replays another node's log.
     *
     * @param received the end of what is safe on this node's disk
     * @param replayed the end of what is visible here
     * @param upstream whom its configuration follows
     * @param stream how it gets more
     */
    record Standby(
            int timeline,
            LogPosition received,
            LogPosition replayed,
            Optional<NodeId> upstream,
            Stream stream)
            implements DatabaseState {

        /** Whether a stream is open. */
        public boolean streaming() {
            return stream == Stream.OPEN;
        }
    }

    /** How a standby gets its primary's log. */
    enum Stream {
        OPEN,
        /** There is none, and one may come. */
        AWAITED,
        /** The primary itself has said that it no longer has the log that comes next. */
        LOG_GONE
    }

    /**
     * It can't run as it is, and a person must act.
     *
     * @param why one sentence: what was needed, what was found, what to do
     */
    record Unusable(String why) implements DatabaseState {}

    /** The look did not succeed. */
    sealed interface Unseen extends DatabaseState {
        String why();
    }

    /**
     * It was asked, and something answered, but not what was asked for: its connections are all
     * taken, a password is wrong, it is stopping. However long that lasts, it is alive.
     */
    record Refused(String why) implements Unseen {}

    /** It runs, was asked, and nothing answered before the deadline. */
    record Silent(String why) implements Unseen {}

    /** It was not asked, or could not be: this says nothing about the database. */
    record Unknown(String why) implements Unseen {}

    /**
     * A standby, as its primary sees it.
     *
     * @param flushed the end of what is safe on the standby's disk
     * @param streaming caught up once and streaming since
     * @param synchronous whether commits wait for it now
     */
    record Follower(NodeId node, LogPosition flushed, boolean streaming, boolean synchronous) {
        Follower apartFromPosition() {
            return new Follower(node, LogPosition.START, streaming, synchronous);
        }
    }

    /** The same without its positions in the log, which move whenever somebody writes. */
    default DatabaseState apartFromPositions() {
        return switch (this) {
            case Primary(int timeline, var _, Set<NodeId> waitsFor, List<Follower> followers) ->
                    new Primary(
                            timeline,
                            LogPosition.START,
                            waitsFor,
                            followers.stream().map(Follower::apartFromPosition).toList());
            case Standby(int timeline, var _, var _, Optional<NodeId> upstream, Stream stream) ->
                    new Standby(timeline, LogPosition.START, LogPosition.START, upstream, stream);
            case Absent _, Stopped _, Starting _, Unusable _, Unseen _ -> this;
        };
    }

    /**
     * The end of the log that is safe on this node's disk, and its history; empty where that is not
     * known.
     */
    default Optional<LogPoint> safeEnd() {
        return switch (this) {
            case Stopped stopped -> Optional.of(new LogPoint(stopped.timeline(), stopped.end()));
            case Primary primary -> Optional.of(new LogPoint(primary.timeline(), primary.end()));
            case Standby standby ->
                    Optional.of(new LogPoint(standby.timeline(), standby.received()));
            case Absent _, Starting _, Unusable _, Unseen _ -> Optional.empty();
        };
    }
}
