package io.understudy.node.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One move of the primacy, as one node took its part in it.
 *
 * @param number the epoch that the move made or was to make: every node counts alike
 * @param node whose report it is
 * @param side which part it took
 * @param why it moved, one sentence
 * @param request of the person who asked; empty where nobody did
 * @param began wall clock of that node
 * @param atRisk what the one that takes over may lack
 * @param phases in order, as far as this node knows them
 * @param outcome how it ended, or that it has not
 * @param workload what became of the server's work; empty where that can't be read, and on the side
 *     that gave
 */
public record MoveReport(
        Epoch number,
        NodeId node,
        Side side,
        Kind kind,
        NodeId from,
        NodeId to,
        String why,
        Optional<String> request,
        Instant began,
        AtRisk atRisk,
        List<PhaseReport> phases,
        Outcome outcome,
        Optional<WorkloadReport> workload) {

    public MoveReport {
        phases = List.copyOf(phases);
    }

    /** With that of the server's work. */
    public MoveReport with(Optional<WorkloadReport> work) {
        return new MoveReport(
                number, node, side, kind, from, to, why, request, began, atRisk, phases, outcome,
                work);
    }

    /** Which part a node took. */
    public enum Side {
        TOOK,
        GAVE
    }

    /** What made the primacy move. */
    public enum Kind {
        /** A person, on purpose. */
        SWITCHOVER,
        /** A person, after a loss. */
        FAILOVER,
        /**
         * The holder gave its place away by itself: its daemon ended, or its database did not run.
         */
        HANDOVER,
        /** The holder's lease ran out. */
        TAKEOVER
    }

    /** What a move is made of; the first of one that takes over, then those of one that gives. */
    public enum Phase {
        /**
         * From the holder's last renewal, or a person's word, until this node saw that it is so.
         */
        DETECTED,
        /** Until this node has the next epoch. */
        LEASE,
        /** Until all before it are known to have stopped. */
        FENCE,
        /** Until its database takes writes. */
        PROMOTE,
        /**
         * Until the virtual address is here, or it is known that it can't be had now; of the one
         * that gives, until nothing of it is here.
         */
        ADDRESS,
        /** Until its server's files are in place, as far as that took longer than all before it. */
        FILES,
        /** Until its server's process has started. */
        SERVER,
        /** Until its server answers. */
        ANSWER,
        /** Until the server of the one that gives has stopped. */
        STOP_SERVER,
        /** Until its database has stopped. */
        STOP_DATABASE,
        /** Until the register names the one that takes. */
        GIVE
    }

    /**
     * One phase.
     *
     * @param took how long; empty while it lasts, or where nobody saw its end
     * @param predicted how long earlier moves of this kind took; empty where there were none
     */
    public record PhaseReport(
            Phase phase,
            @JsonProperty("tookMillis") Optional<Duration> took,
            @JsonProperty("predictedMillis") Optional<Duration> predicted) {}

    /**
     * What may be missing on the node that takes over.
     *
     * @param bytes of the log, as far as it was known when it took over; empty where nobody knows
     * @param acceptedBytes how much a person accepted; empty where nobody was asked
     * @param sentence the same for people
     */
    public record AtRisk(Optional<Long> bytes, Optional<Long> acceptedBytes, String sentence) {}

    /**
     * How it ended.
     *
     * @param state one word
     * @param interruptions how often a daemon ended in the midst of it
     * @param sentence for people
     */
    public record Outcome(State state, int interruptions, String sentence) {}

    public enum State {
        UNDER_WAY,
        DONE,
        /** The holder went on instead. */
        DROPPED,
        /** Somebody else took over before it was complete. */
        OVERTAKEN
    }

    /** From its beginning to the end of the last phase that has ended. */
    public Duration took() {
        return sum(phases.stream().map(PhaseReport::took).toList());
    }

    /** Empty where not every phase was predicted. */
    public Optional<Duration> predicted() {
        List<Optional<Duration>> each = phases.stream().map(PhaseReport::predicted).toList();
        return each.stream().anyMatch(Optional::isPresent)
                ? Optional.of(sum(each))
                : Optional.empty();
    }

    private static Duration sum(List<Optional<Duration>> durations) {
        return durations.stream().flatMap(Optional::stream).reduce(Duration.ZERO, Duration::plus);
    }
}
