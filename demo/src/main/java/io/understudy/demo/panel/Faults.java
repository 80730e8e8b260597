package io.understudy.demo.panel;

import io.understudy.demo.stage.Cables;
import io.understudy.demo.stage.SmallDisk;
import io.understudy.demo.stage.Stage;
import io.understudy.demo.stage.StageException;
import io.understudy.demo.stage.StageNode;
import io.understudy.demo.stage.Troupe;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Does deeds, one at a time, and knows which of them stand. Any thread may call. */
final class Faults {

    private final Stage stage;
    private final Troupe troupe;
    private final Means means;
    private final Map<StageNode, Set<Deed>> standing = new HashMap<>();

    Faults(Stage stage, Troupe troupe, Means means) {
        this.stage = stage;
        this.troupe = troupe;
        this.means = means;
    }

    /** Why it can't be done now, in one sentence; empty where it can. */
    synchronized Optional<String> against(Deed deed, Optional<StageNode> primary) {
        Optional<String> missing = means.missing(deed);
        if (missing.isPresent()) {
            return missing;
        }
        if (deed == Deed.HEAL) {
            return standing.isEmpty() ? Optional.of("nothing is broken") : Optional.empty();
        }
        if (primary.isEmpty()) {
            return Optional.of("nobody is primary just now");
        }
        return on(primary.get()).isEmpty()
                ? Optional.empty()
                : Optional.of(primary.get().id() + " is struck already; heal it first");
    }

    /** What has befallen that node. */
    synchronized Set<Deed> on(StageNode node) {
        return Set.copyOf(standing.getOrDefault(node, Set.of()));
    }

    /** Strikes that node. */
    synchronized void strike(Deed deed, StageNode node)
            throws StageException, InterruptedException {
        switch (deed) {
            case KILL -> troupe.kill(node);
            case CUT -> cables().pull(node);
            case FREEZE -> troupe.freeze(node);
            case FILL -> disk(node).fill();
            case HEAL -> throw new IllegalArgumentException("nobody is struck by healing");
        }
        standing.computeIfAbsent(node, _ -> EnumSet.noneOf(Deed.class)).add(deed);
    }

    /** Undoes all of it; a daemon that has ended meanwhile is started, as its unit would. */
    synchronized void heal() throws StageException, InterruptedException {
        for (Map.Entry<StageNode, Set<Deed>> struck : standing.entrySet()) {
            for (Deed deed : struck.getValue()) {
                undo(deed, struck.getKey());
            }
        }
        for (StageNode node : stage.nodes()) {
            if (!troupe.runs(node)) {
                troupe.startDaemon(node);
            }
        }
        standing.clear();
    }

    private void undo(Deed deed, StageNode node) throws StageException, InterruptedException {
        switch (deed) {
            case CUT -> cables().putBack(node);
            case FREEZE -> {
                if (troupe.runs(node)) {
                    troupe.thaw(node);
                }
            }
            case FILL -> disk(node).makeRoom();
            case KILL, HEAL -> {}
        }
    }

    private Cables cables() throws StageException {
        return means.cables().orElseThrow(() -> new StageException("the nodes share one loopback"));
    }

    private SmallDisk disk(StageNode node) throws StageException {
        SmallDisk disk = means.disks().get(node);
        if (disk == null) {
            throw new StageException(node.id() + " has no disk of its own");
        }
        return disk;
    }
}
