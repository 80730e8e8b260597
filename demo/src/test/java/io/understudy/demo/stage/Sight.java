package io.understudy.demo.stage;

import io.understudy.core.model.Epoch;
import io.understudy.node.api.NodeReport;
import io.understudy.node.api.Primacy;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** By what one primacy, and the processes that it runs, are told from another. */
record Sight(Epoch epoch, Map<Victim, Optional<ProcessHandle>> processes) {

    /** How the cluster got over a blow. */
    enum End {
        /** The same primacy, and all processes that were looked at are the same ones. */
        GOES_ON("goes on"),
        /** The same primacy, and one of them was started again. */
        RESTARTED("restarted there"),
        TAKEN_OVER("taken over");

        private final String words;

        End(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    static Sight of(Audience audience, StageNode primary, Set<Victim> watched)
            throws StageException {
        return new Sight(
                audience.report(primary.id())
                        .flatMap(NodeReport::primacy)
                        .map(Primacy::epoch)
                        .orElseThrow(() -> new StageException(primary.id() + " is silent")),
                watched.stream()
                        .collect(Collectors.toMap(victim -> victim, victim -> victim.on(primary))));
    }

    End endedIn(Sight after) {
        if (!epoch.equals(after.epoch())) {
            return End.TAKEN_OVER;
        }
        return equals(after) ? End.GOES_ON : End.RESTARTED;
    }
}
