package io.understudy.demo.stage;

import io.understudy.demo.stage.Cut.Move;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A daemon is killed at each step of a planned move, and comes back at once. */
class KilledInASwitchoverTest {

    @Test
    @Timeout(1500)
    void itGoesOnOrIsUndone() throws Exception {
        EachStep.perform(List.of(Move.SWITCHOVER), EachStep::once, EachStep::alone);
    }
}
