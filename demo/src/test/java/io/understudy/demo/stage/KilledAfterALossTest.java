package io.understudy.demo.stage;

import io.understudy.demo.stage.Cut.Move;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A daemon is killed at each step of a takeover and of the two ways back, and comes back at once.
 * What is the same in a planned move is killed there.
 */
class KilledAfterALossTest {

    @Test
    @Timeout(1500)
    void allGoOn() throws Exception {
        EachStep.perform(
                List.of(Move.FAILOVER, Move.RETURN, Move.COPY),
                EachStep::onceWhereItDiffers,
                EachStep::paired);
    }
}
