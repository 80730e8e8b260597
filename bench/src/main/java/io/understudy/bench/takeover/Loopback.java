package io.understudy.bench.takeover;

import io.understudy.core.action.Command;
import io.understudy.core.action.Outcome;
import io.understudy.core.decision.Role;
import io.understudy.demo.stage.Audience;
import io.understudy.demo.stage.Narrator;
import io.understudy.demo.stage.Stage;
import io.understudy.demo.stage.StageException;
import io.understudy.demo.stage.StageNode;
import io.understudy.demo.stage.Troupe;
import io.understudy.node.api.NodeReport;
import io.understudy.node.api.Primacy;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** The cluster that is measured: who of it is primary, and who leads the arbiter's ensemble. */
final class Loopback {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int MOST_TRIES = 10;

    private final Troupe troupe;
    private final Audience audience;
    private final Narrator quiet =
            new Narrator(new PrintStream(OutputStream.nullOutputStream()), false);
    private final StageNode witness;
    private StageNode primary;
    private StageNode standby;

    Loopback(Stage stage, Troupe troupe, Audience audience) {
        this.troupe = troupe;
        this.audience = audience;
        this.witness = stage.witness();
        this.primary = stage.first();
        this.standby = stage.second();
    }

    Troupe troupe() {
        return troupe;
    }

    Audience audience() {
        return audience;
    }

    StageNode primary() {
        return primary;
    }

    StageNode standby() {
        return standby;
    }

    /** The standby has become the primary. */
    void changedPlaces() {
        StageNode before = primary;
        primary = standby;
        standby = before;
    }

    /** Waits for a condition, a minute at most; the failure names it. */
    <T> T await(String what, Supplier<Optional<T>> question)
            throws StageException, InterruptedException {
        return quiet.await(what, LONG, question);
    }

    /** Waits until the cluster could bear the next loss, and forgives it the moves so far. */
    void settle() throws StageException, InterruptedException {
        await(
                standby.id() + " is in sync with " + primary.id() + ", which serves",
                () ->
                        audience.report(primary.id())
                                .filter(report -> report.standing().role() == Role.ACTIVE)
                                .flatMap(NodeReport::primacy)
                                .filter(primacy -> primacy.inSync().contains(standby.id())));
        await(
                "the cluster may move by itself",
                () ->
                        Optional.of(audience.command(primary.id(), new Command.Resume()))
                                .filter(Outcome.Done.class::isInstance));
    }

    /** So that the loss of the primary's node costs the arbiter no election. */
    void letWitnessLead() throws StageException, InterruptedException {
        for (int i = 0; i < MOST_TRIES && !leads(witness); i++) {
            if (leads(primary)) {
                switchOver();
            }
            troupe.freeze(standby);
            await(
                    "somebody else leads than " + standby.id(),
                    () -> Optional.of(true).filter(_ -> leads(witness) || leads(primary)));
            troupe.thaw(standby);
            awaitFollowing(standby);
            settle();
        }
        require(witness);
    }

    /** So that the loss of the primary's node costs the arbiter its leader, too. */
    void letPrimaryLead() throws StageException, InterruptedException {
        for (int i = 0; i < MOST_TRIES && !leads(primary); i++) {
            if (leads(standby)) {
                switchOver();
            } else {
                troupe.kill(witness);
                await(
                        "a carrier leads",
                        () -> Optional.of(true).filter(_ -> leads(primary) || leads(standby)));
                troupe.startDaemon(witness);
                awaitFollowing(witness);
                settle();
            }
        }
        require(primary);
    }

    /** Asks for it as a person would. */
    void askForSwitchover() throws StageException {
        Primacy seen =
                audience.report(primary.id())
                        .flatMap(NodeReport::primacy)
                        .orElseThrow(() -> new StageException(primary.id() + " did not answer"));
        Outcome outcome =
                audience.command(
                        primary.id(),
                        new Command.Switchover(
                                "bench-" + seen.epoch(), standby.id(), seen.epoch()));
        if (!(outcome instanceof Outcome.Done)) {
            throw new StageException("needed the switchover to be taken, found " + outcome);
        }
    }

    private void switchOver() throws StageException, InterruptedException {
        askForSwitchover();
        changedPlaces();
        settle();
    }

    private boolean leads(StageNode node) {
        return audience.report(node.id())
                .filter(report -> report.arbiter().member().equals("leading"))
                .isPresent();
    }

    private void awaitFollowing(StageNode node) throws StageException, InterruptedException {
        await(
                "the arbiter's member on " + node.id() + " follows",
                () ->
                        audience.report(node.id())
                                .filter(report -> report.arbiter().member().equals("following")));
    }

    private void require(StageNode leader) throws StageException {
        if (!leads(leader)) {
            throw new StageException(
                    "needed %s to lead the arbiter's ensemble, found another after %d tries"
                            .formatted(leader.id(), MOST_TRIES));
        }
    }
}
