package io.understudy.demo.panel;

import io.understudy.demo.stage.Cables;
import io.understudy.demo.stage.SmallDisk;
import io.understudy.demo.stage.StageNode;
import java.util.Map;
import java.util.Optional;

/**
 * By what faults are made that a plain process can't make.
 *
 * @param cables empty where all nodes share one loopback, which can't be cut
 * @param disks of carriers, where they have some of their own
 */
record Means(Optional<Cables> cables, Map<StageNode, SmallDisk> disks) {

    private static final String NEEDS_ROOT =
            "needed root, to give each node a %s of its own; type as root: ./dev demo --browser";

    Means {
        disks = Map.copyOf(disks);
    }

    /** Why that can't be done here; empty where it can. */
    Optional<String> missing(Deed deed) {
        return switch (deed) {
            case CUT ->
                    cables.isEmpty()
                            ? Optional.of(NEEDS_ROOT.formatted("network"))
                            : Optional.empty();
            case FILL ->
                    disks.isEmpty() ? Optional.of(NEEDS_ROOT.formatted("disk")) : Optional.empty();
            case KILL, FREEZE, HEAL -> Optional.empty();
        };
    }
}
