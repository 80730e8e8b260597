package io.understudy.demo.panel;

import io.understudy.demo.panel.Scoreboard.Score;
import io.understudy.demo.stage.StageNode;
import java.util.List;
import java.util.Optional;

/**
 * What the watch saw of the cluster last.
 *
 * @param primary who says that it serves, in the highest epoch
 * @param whole whether the other is in sync with it and all vote
 * @param nodes in the order of the stage
 */
record Sight(
        Optional<StageNode> primary, boolean whole, List<NodeSight> nodes, Work work, Score score) {

    static final Sight NOTHING =
            new Sight(Optional.empty(), false, List.of(), Work.NONE, Score.NONE);

    Sight {
        nodes = List.copyOf(nodes);
    }

    /**
     * A node, by its own word.
     *
     * @param role in lower case; {@code silent} where it did not answer
     * @param sentence why
     */
    record NodeSight(String name, String role, String sentence) {}

    /**
     * What the pipeline server says.
     *
     * @param finished when the latest builds did, in milliseconds since 1970
     */
    record Work(long done, long resumed, long runAgain, long lost, List<Long> finished) {
        static final Work NONE = new Work(0, 0, 0, 0, List.of());

        Work {
            finished = List.copyOf(finished);
        }
    }
}
