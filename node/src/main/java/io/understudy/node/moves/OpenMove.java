package io.understudy.node.moves;

import io.understudy.node.api.Forecast;
import io.understudy.node.api.MoveReport;
import io.understudy.node.api.MoveReport.Outcome;
import io.understudy.node.api.MoveReport.Phase;
import io.understudy.node.api.MoveReport.PhaseReport;
import io.understudy.node.api.MoveReport.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A move that is not complete. Each phase begins where the one before it has ended.
 *
 * @param facts the report, as of its beginning
 * @param course the phases that it goes through, in order
 * @param ends when each phase ended, as far as they have
 * @param began when the first phase began
 * @param interruptions how often a daemon ended in the midst of it
 */
record OpenMove(
        MoveReport facts,
        List<Phase> course,
        Map<Phase, Mark> ends,
        Mark began,
        int interruptions) {

    private static final List<Phase> TAKING =
            List.of(
                    Phase.DETECTED,
                    Phase.LEASE,
                    Phase.FENCE,
                    Phase.PROMOTE,
                    Phase.ADDRESS,
                    Phase.FILES,
                    Phase.SERVER,
                    Phase.ANSWER);

    private static final List<Phase> GIVING =
            List.of(Phase.STOP_SERVER, Phase.ADDRESS, Phase.STOP_DATABASE, Phase.GIVE);

    /**
     * What a node goes through that takes over.
     *
     * @param without what it does not have: a virtual address, files
     */
    static List<Phase> taking(Set<Phase> without) {
        return TAKING.stream().filter(phase -> !without.contains(phase)).toList();
    }

    /** What a node goes through that gives its place away. */
    static List<Phase> giving(Set<Phase> without) {
        return GIVING.stream().filter(phase -> !without.contains(phase)).toList();
    }

    /** What a node goes through that has lost its place. */
    static List<Phase> losing(Set<Phase> without) {
        return giving(without).stream().filter(phase -> phase != Phase.GIVE).toList();
    }

    OpenMove {
        course = List.copyOf(course);
        ends = ends.isEmpty() ? Map.of() : Map.copyOf(ends);
    }

    /** Ends the phase, and whatever before it nobody saw the end of; only the first end counts. */
    OpenMove ended(Phase phase, Mark at) {
        if (ends.containsKey(phase)) {
            return this;
        }
        Map<Phase, Mark> more = new EnumMap<>(Phase.class);
        more.putAll(ends);
        more.put(phase, at);
        return new OpenMove(facts, course, more, began, interruptions);
    }

    boolean has(Phase phase) {
        return ends.containsKey(phase);
    }

    OpenMove interrupted() {
        return new OpenMove(facts, course, ends, began, interruptions + 1);
    }

    /** The phase that it is in. */
    Optional<Phase> current() {
        return course.stream().filter(phase -> !ends.containsKey(phase)).findFirst();
    }

    MoveReport report(State state, String sentence, Forecast forecast) {
        return new MoveReport(
                facts.number(),
                facts.node(),
                facts.side(),
                facts.kind(),
                facts.from(),
                facts.to(),
                facts.why(),
                facts.request(),
                facts.began(),
                facts.atRisk(),
                phases(forecast),
                new Outcome(state, interruptions, sentence),
                Optional.empty());
    }

    private List<PhaseReport> phases(Forecast forecast) {
        List<PhaseReport> phases = new ArrayList<>();
        Mark from = began;
        for (Phase phase : course) {
            Optional<Duration> took = Optional.empty();
            Mark end = ends.get(phase);
            if (end != null) {
                took = Optional.of(from.until(end));
                from = end;
            }
            phases.add(new PhaseReport(phase, took, forecast.of(phase)));
        }
        return phases;
    }
}
