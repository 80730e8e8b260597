package io.understudy.testkit.simulator;

import io.understudy.core.action.Action;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.FileGeneration;
import io.understudy.core.observation.FilesState.Stock;
import java.util.Optional;

/** What must hold of the files that the server needs. */
final class FilesRules {
    private static final long SECOND = 1_000_000_000L;

    private final World world;
    private long texts;

    FilesRules(World world) {
        this.world = world;
    }

    /** A server that runs writes files, now and then. */
    void begin() {
        if (world.setup().files()) {
            write();
        }
    }

    private void write() {
        for (SimulatedNode node : world.nodes().values()) {
            if (node.awake() && node.server().runs()) {
                node.files().written(++texts);
            }
        }
        world.events().in(world.weather().between(SECOND / 5, SECOND), this::write);
    }

    /** What is fetched is newer than what is here. */
    void fetched(SimulatedNode node, FileGeneration next) {
        Optional<FileGeneration> has = node.files().stock().whole();
        Invariants.require(
                has.filter(old -> !next.isAfter(old)).isEmpty(),
                "%s fetches generation %s over %s",
                node.id(),
                next,
                has.map(Object::toString).orElse("none"));
        Invariants.require(
                !node.server().runs(),
                "%s puts generation %s in place while its server runs%s",
                node.id(),
                next,
                "");
    }

    /** A server finds the files of its primacy, and the newest that its node has. */
    void beforeStart(SimulatedNode node, Action.OnServer action) {
        if (action instanceof Action.StartServer(Epoch epoch) && world.setup().files()) {
            Stock stock = node.files().stock();
            Invariants.require(
                    stock.live().filter(epoch::equals).isPresent() && !node.files().changing(),
                    "%s does %s, and its files are of epoch %s",
                    node.id(),
                    action,
                    stock.live().map(Object::toString).orElse("none"));
        }
    }

    /** What was served with before is right only where nothing newer was fetched since. */
    void beforeKeeping(SimulatedNode node, Action.OnFiles action) {
        if (action instanceof Action.KeepFiles) {
            Stock stock = node.files().stock();
            Invariants.require(
                    node.server().runs() || stock.isEmpty() || stock.ownAreNewest(),
                    "%s does %s, though it has %s",
                    node.id(),
                    action,
                    stock.whole().map(Object::toString).orElse("nothing"));
        }
    }
}
