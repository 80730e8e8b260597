package io.understudy.cli;

import io.understudy.core.model.NodeId;
import io.understudy.node.api.Standing;
import io.understudy.node.overview.Overview;
import io.understudy.node.overview.Sighting;
import io.understudy.node.overview.StatusText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tells what has changed since the last look, one line each. Remembers that look. */
final class ProgressText {

    private final Map<NodeId, String> last = new HashMap<>();

    /** What is so before anything begins; nothing is told of it. */
    ProgressText(Overview before) {
        before.sightings().forEach(sighting -> last.put(sighting.node(), stand(sighting)));
    }

    /**
     * The changes.
     *
     * @param since how long after the beginning this look is
     */
    List<String> changes(Overview now, Duration since) {
        List<String> lines = new ArrayList<>();
        for (Sighting sighting : now.sightings()) {
            String stand = stand(sighting);
            if (!stand.equals(last.put(sighting.node(), stand))) {
                lines.add(
                        String.format(
                                Locale.ROOT,
                                "%+7.1f s  %s: %s",
                                since.toMillis() / 1000.0,
                                sighting.node(),
                                stand));
            }
        }
        return lines;
    }

    private static String stand(Sighting sighting) {
        return sighting.report().map(report -> stand(report.standing())).orElse("does not answer");
    }

    private static String stand(Standing standing) {
        return StatusText.word(standing.role()) + ". " + standing.sentence();
    }
}
