package io.understudy.node.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.action.Action;
import io.understudy.core.action.StopMode;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressBoardTest {

    private final ProgressBoard board = new ProgressBoard();

    @Test
    void showsHowFarALongActionIs() {
        Optional<Action.OnDatabase> copy = Optional.of(new Action.CopyAnew(TestNodes.A));

        assertThat(board.text(copy)).isEmpty();
        board.at("copying", 250, 1000);
        assertThat(board.text(copy)).isEqualTo(" (copying, 25 %)");
        board.at("copying", 300, 0);
        assertThat(board.text(copy)).isEqualTo(" (copying, 300)");
    }

    @Test
    void showsNothingOfOneThatHasEnded() {
        board.at("copying", 1000, 1000);

        assertThat(board.text(Optional.empty())).isEmpty();
        assertThat(board.text(Optional.of(new Action.StopDatabase(StopMode.AT_ONCE)))).isEmpty();
    }
}
