package io.understudy.demo.stage;

import io.understudy.core.decision.Role;
import io.understudy.demo.client.Acknowledged;
import io.understudy.demo.client.RowWriter;
import io.understudy.demo.stage.Audience.Pipelines;
import io.understudy.demo.stage.Move.Phase;
import io.understudy.node.api.HistoryEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Puts a move's phases together from what the new primary did, and from what its clients felt. */
public final class MoveWatch {

    public static final String FIRST_COMMIT = "first commit acknowledged";

    private static final int ALL = 8;

    private final Audience audience;
    private final RowWriter rows;

    public MoveWatch(Audience audience, RowWriter rows) {
        this.audience = audience;
        this.rows = rows;
    }

    /** What the move to that node has reached so far, in the order of time. */
    public List<Phase> phases(StageNode to, Instant began) {
        List<HistoryEntry> entries =
                audience.history(to.id()).stream()
                        .filter(entry -> entry.at().isAfter(began))
                        .toList();
        Optional<Pipelines> pipelines = audience.pipelines(to);
        Optional<Acknowledged> commit = firstOf(to, began);
        List<Phase> phases = new ArrayList<>();
        add(phases, "detected", at(entries, Role.CONTENDING, _ -> true));
        add(phases, "lease taken", at(entries, Role.FENCING, _ -> true));
        add(phases, "fenced", at(entries, Role.PROMOTING, _ -> true));
        add(
                phases,
                "promoted",
                at(entries, Role.PROMOTING, sentence -> sentence.contains("its server")));
        add(phases, FIRST_COMMIT, commit.map(row -> Instant.ofEpochMilli(row.epochMillis())));
        add(phases, "server up", at(entries, Role.ACTIVE, _ -> true));
        add(phases, "first worker back", pipelines.flatMap(Pipelines::firstWorker));
        add(phases, "first build finished", pipelines.flatMap(Pipelines::firstFinished));
        phases.sort(Comparator.comparing(Phase::at));
        return phases;
    }

    /** The move, once every phase is reached. */
    Optional<Move> complete(String name, StageNode to, Instant began) {
        List<Phase> phases = phases(to, began);
        return phases.size() == ALL
                ? Optional.of(new Move(name, began, phases, gap(to, began)))
                : Optional.empty();
    }

    private static void add(List<Phase> phases, String name, Optional<Instant> at) {
        at.ifPresent(instant -> phases.add(new Phase(name, instant)));
    }

    private static Optional<Instant> at(
            List<HistoryEntry> entries, Role role, Predicate<String> sentence) {
        return entries.stream()
                .filter(entry -> entry.role() == role && sentence.test(entry.sentence()))
                .findFirst()
                .map(HistoryEntry::at);
    }

    /**
     * The first row that this node's own database acknowledged: not one that the old primary still
     * did.
     */
    private Optional<Acknowledged> firstOf(StageNode node, Instant began) {
        return rows.acknowledged().stream()
                .filter(row -> row.epochMillis() >= began.toEpochMilli())
                .filter(row -> row.source().port() == node.ports().database())
                .findFirst();
    }

    private Duration gap(StageNode to, Instant began) {
        List<Acknowledged> all = rows.acknowledged();
        Acknowledged first = firstOf(to, began).orElseThrow();
        return all.stream()
                .filter(row -> row.nanos() < first.nanos())
                .reduce((_, later) -> later)
                .map(last -> Duration.ofNanos(first.nanos() - last.nanos()))
                .orElse(Duration.ZERO);
    }
}
