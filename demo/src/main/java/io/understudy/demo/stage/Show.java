package io.understudy.demo.stage;

import io.understudy.core.action.Command;
import io.understudy.core.action.Outcome;
import io.understudy.core.decision.Role;
import io.understudy.core.model.Epoch;
import io.understudy.demo.client.RowReport;
import io.understudy.demo.client.RowWriter;
import io.understudy.demo.stage.Audience.Pipelines;
import io.understudy.node.api.NodeReport;
import io.understudy.node.api.Primacy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The story: all is well, a node dies, another takes over, the dead one comes back, and the move
 * home.
 */
public final class Show {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final Stage stage;
    private final Troupe troupe;
    private final Narrator narrator;

    public Show(Stage stage, Troupe troupe, Narrator narrator) {
        this.stage = stage;
        this.troupe = troupe;
        this.narrator = narrator;
    }

    /** Brings everybody on, until both databases are in step and builds finish. */
    public Audience open() throws StageException, InterruptedException {
        Audience audience = raise();
        startWorkers(audience);
        return audience;
    }

    /** Brings on the nodes, until both databases are in step. */
    public Audience raise() throws StageException, InterruptedException {
        narrator.title("Two nodes and a witness, each with its own processes, on this machine");
        troupe.found(stage.first());
        troupe.startDaemon(stage.first());
        Audience audience = new Audience(stage);
        narrator.await("ci-a answers", LONG, () -> audience.report(stage.first().id()));
        troupe.join(stage.first(), stage.witness());
        troupe.startDaemon(stage.witness());
        troupe.join(stage.first(), stage.second());
        troupe.startDaemon(stage.second());
        awaitServing(audience, stage.first());
        awaitInSync(audience, stage.first(), stage.second());
        return audience;
    }

    /** Brings on the workers, until builds finish. */
    public void startWorkers(Audience audience) throws StageException, InterruptedException {
        troupe.startWorkers();
        narrator.await(
                "workers finish builds",
                LONG,
                () ->
                        audience.pipelines(stage.first())
                                .filter(seen ->
                                        seen.workers() == Troupe.workers() && seen.done() > 0));
    }

    Score play(Audience audience) throws StageException, InterruptedException {
        RowWriter rows = troupe.rowWriter();
        rows.start();
        MoveWatch watch = new MoveWatch(audience, rows);
        narrator.await(
                "a client writes numbered rows",
                LONG,
                () -> rows.lastAcknowledged().filter(row -> row.number() > 100));
        List<Move> moves = new ArrayList<>();

        narrator.title("kill -9 of all of ci-a: daemon, server and PostgreSQL");
        Instant killed = Instant.now();
        troupe.kill(stage.first());
        moves.add(await(watch, "takeover", stage.second(), killed));

        narrator.title("ci-a comes back, as a standby");
        troupe.startDaemon(stage.first());
        awaitInSync(audience, stage.second(), stage.first());

        narrator.title("The way home: understudy switchover --to ci-a");
        Instant asked = Instant.now();
        switchOver(audience, stage.second(), stage.first());
        moves.add(await(watch, "switchover", stage.first(), asked));
        awaitInSync(audience, stage.first(), stage.second());

        Pipelines pipelines =
                narrator.await(
                        "both workers are back",
                        LONG,
                        () ->
                                audience.pipelines(stage.first())
                                        .filter(seen -> seen.workers() == Troupe.workers()));
        Map<String, Long> memory = memory(audience);
        rows.stop();
        RowReport report = rows.report();
        return new Score(moves, report, pipelines, memory);
    }

    /** Shows each phase as it is reached. */
    private Move await(MoveWatch watch, String name, StageNode to, Instant began)
            throws StageException, InterruptedException {
        Set<String> shown = new HashSet<>();
        long deadline = System.nanoTime() + LONG.toNanos();
        while (System.nanoTime() < deadline) {
            for (Move.Phase phase : watch.phases(to, began)) {
                if (shown.add(phase.name())) {
                    narrator.say(
                            "%7.3f s  %s"
                                    .formatted(
                                            Move.seconds(Duration.between(began, phase.at())),
                                            phase.name()));
                }
            }
            Optional<Move> complete = watch.complete(name, to, began);
            if (complete.isPresent()) {
                return complete.get();
            }
            Thread.sleep(LOOK_EVERY);
        }
        throw new StageException(
                "the "
                        + name
                        + " to "
                        + to.id()
                        + " was not complete after "
                        + LONG.toSeconds()
                        + " s");
    }

    private void switchOver(Audience audience, StageNode from, StageNode to) throws StageException {
        Epoch epoch =
                audience.report(from.id())
                        .flatMap(NodeReport::primacy)
                        .map(Primacy::epoch)
                        .orElseThrow(() -> new StageException(from.id() + " did not answer"));
        Outcome outcome =
                audience.command(from.id(), new Command.Switchover("demo-home", to.id(), epoch));
        if (!(outcome instanceof Outcome.Done)) {
            throw new StageException("the switchover was not taken: " + outcome);
        }
    }

    private void awaitServing(Audience audience, StageNode node)
            throws StageException, InterruptedException {
        narrator.await(
                node.id() + " serves as primary",
                LONG,
                () ->
                        audience.report(node.id())
                                .filter(report -> report.standing().role() == Role.ACTIVE));
    }

    private void awaitInSync(Audience audience, StageNode primary, StageNode standby)
            throws StageException, InterruptedException {
        narrator.await(
                standby.id() + " has a copy of the database and is in sync",
                LONG,
                () ->
                        audience.report(primary.id())
                                .flatMap(NodeReport::primacy)
                                .filter(primacy -> primacy.inSync().contains(standby.id())));
    }

    private Map<String, Long> memory(Audience audience) {
        Map<String, Long> memory = new TreeMap<>();
        for (StageNode node : stage.nodes()) {
            Optional<NodeReport> report = audience.report(node.id());
            report.ifPresent(found -> memory.put(node.id().name(), found.about().residentBytes()));
        }
        return memory;
    }
}
