package io.understudy.core.observation;

import io.understudy.core.action.Action;
import io.understudy.core.action.Command;
import io.understudy.core.action.Outcome;
import io.understudy.core.action.Ticket;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Version;
import io.understudy.core.model.Versioned;

/** One thing that a node saw, and when, by its own monotonic clock. */
public sealed interface Observation {

    Moment at();

    /** Time went by; at the latest when the last decision asked to be woken. */
    record Tick(Moment at) implements Observation {}

    /**
     * The register may have changed: a hint to read it, which may come late, twice or for nothing.
     */
    record RegisterHinted(Moment at) implements Observation {}

    record RegisterFound(Moment at, Versioned value) implements Observation {}

    record RegisterAbsent(Moment at) implements Observation {}

    /** A read without an answer. */
    record RegisterSilent(Moment at, String why) implements Observation {}

    /**
     * The arbiter acknowledged the write under way; {@code sentAt} was noted just before it was
     * sent.
     */
    record WriteAcknowledged(Moment at, Moment sentAt, Version version) implements Observation {}

    /** The register was at another version: nothing was written. */
    record WriteConflicted(Moment at) implements Observation {}

    /** The write under way may have happened, or may still. */
    record WriteUnanswered(Moment at, String why) implements Observation {}

    /** A look at the database. Never made while an action on the database is under way. */
    record DatabaseSeen(Moment at, DatabaseState state) implements Observation {}

    record DatabaseActionEnded(Moment at, Action.OnDatabase action, Outcome outcome)
            implements Observation {}

    /** A look at the protected server. Never made while an action on the server is under way. */
    record ServerSeen(Moment at, ServerState state) implements Observation {}

    record ServerActionEnded(Moment at, Action.OnServer action, Outcome outcome)
            implements Observation {}

    /** A look at the address. Never made while an action on the address is under way. */
    record AddressSeen(Moment at, AddressState state) implements Observation {}

    record AddressActionEnded(Moment at, Action.OnAddress action, Outcome outcome)
            implements Observation {}

    /** A look at the files: whenever something of them has changed. */
    record FilesSeen(Moment at, FilesState state) implements Observation {}

    record FilesActionEnded(Moment at, Action.OnFiles action, Outcome outcome)
            implements Observation {}

    /**
     * What the guard said of itself: the first thing that a daemon sees, and how each action on the
     * guard ends.
     */
    record GuardSeen(Moment at, GuardState state) implements Observation {}

    /**
     * What the node that is to be fenced said: done is its receipt, refused that it still serves.
     */
    record FenceAnswered(Moment at, NodeId node, Epoch epoch, Outcome outcome)
            implements Observation {}

    /**
     * How another method of fencing ended: done is a receipt, refused that whoever answered said
     * no.
     */
    record FenceMethodEnded(Moment at, String method, NodeId node, Epoch epoch, Outcome outcome)
            implements Observation {}

    /**
     * Another node, which holds that epoch, asks this one to stop serving in every epoch before it.
     */
    record FenceAsked(Moment at, Ticket ticket, NodeId by, Epoch epoch) implements Observation {}

    /** The daemon was told to end: give the place away, or stop in order. */
    record LeaveAsked(Moment at) implements Observation {}

    /** The daemon was told to end, to be started again: what it runs is to go on. */
    record DetachAsked(Moment at) implements Observation {}

    record CommandGiven(Moment at, Ticket ticket, Command command) implements Observation {}
}
