package io.understudy.node.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.action.Action;
import io.understudy.core.action.StopMode;
import io.understudy.core.model.Moment;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressBoardTest {

    private static final long MB = 1 << 20;

    private Moment now = new Moment(0);
    private final ProgressBoard board = new ProgressBoard(() -> now);

    @Test
    void showsHowFarALongActionIs() {
        Optional<Action.OnDatabase> copy = Optional.of(new Action.CopyAnew(TestNodes.A));

        assertThat(board.in("It copies.", copy)).isEqualTo("It copies.");
        board.at("copying", 250 * MB, 1000 * MB);
        assertThat(board.in("It copies.", copy))
                .isEqualTo("It copies (copying, 250 of 1000 MB, 25 %).");
        board.at("rewinding", 0, 0);
        assertThat(board.in("It copies.", copy)).isEqualTo("It copies (rewinding).");
    }

    @Test
    void estimatesWhatIsLeftByTheRateSoFar() {
        Optional<Action.OnDatabase> copy = Optional.of(new Action.CopyAnew(TestNodes.A));
        board.at("copying", 0, 1000 * MB);
        now = now.plus(Duration.ofSeconds(10));
        board.at("copying", 200 * MB, 1000 * MB);

        assertThat(board.in("It copies.", copy))
                .isEqualTo("It copies (copying, 200 of 1000 MB, 20 %, 20 MB/s, about 40 s left).");
        assertThat(board.report(copy).orElseThrow().left()).hasValue(Duration.ofSeconds(40));
    }

    @Test
    void anotherCopyBeginsItsOwnRate() {
        Optional<Action.OnDatabase> copy = Optional.of(new Action.CopyAnew(TestNodes.A));
        board.at("copying", 900 * MB, 1000 * MB);
        now = now.plus(Duration.ofHours(1));
        board.at("copying", 0, 1000 * MB);

        assertThat(board.report(copy).orElseThrow().left()).isEmpty();
    }

    @Test
    void showsNothingOfOneThatHasEnded() {
        board.at("copying", 1000, 1000);

        assertThat(board.in("It serves.", Optional.empty())).isEqualTo("It serves.");
        assertThat(board.in("It stops.", Optional.of(new Action.StopDatabase(StopMode.AT_ONCE))))
                .isEqualTo("It stops.");
    }
}
