package io.understudy.demo.stage;

import io.understudy.demo.stage.Cut.Move;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All kinds of moves, with daemons that stay away for long, and with those that do nothing. */
@Tag("long")
class KilledAtEachStepTest {

    @Test
    @Timeout(2700)
    void alsoWhenItsDaemonIsAwayForLong() throws Exception {
        EachStep.perform(List.of(Move.values()), EachStep::alternating, EachStep::alone);
    }

    @Test
    @Timeout(7200)
    void whicheverDaemonItIsAndHoweverLongItIsAway() throws Exception {
        EachStep.perform(List.of(Move.values()), EachStep::all, EachStep::alone);
    }
}
