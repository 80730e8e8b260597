package io.understudy.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.model.LogPosition;
import io.understudy.core.model.Moment;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LogTrailTest {

    @Test
    void aStandbyAtTheEndIsNotBehind() {
        LogTrail trail = LogTrail.EMPTY.saw(second(1), new LogPosition(100));

        assertThat(trail.behind(new LogPosition(100), second(9))).contains(Duration.ZERO);
    }

    @Test
    void aStandbyIsBehindSinceTheLogFirstReachedPastIt() {
        LogTrail trail =
                LogTrail.EMPTY
                        .saw(second(1), new LogPosition(100))
                        .saw(second(2), new LogPosition(200))
                        .saw(second(5), new LogPosition(300));

        assertThat(trail.behind(new LogPosition(150), second(6))).contains(Duration.ofSeconds(4));
        assertThat(trail.behind(new LogPosition(200), second(6))).contains(Duration.ofSeconds(1));
    }

    @Test
    void howLongIsNotKnownBeforeTheTrailBegins() {
        LogTrail trail = LogTrail.EMPTY.saw(second(1), new LogPosition(100));

        assertThat(trail.behind(new LogPosition(99), second(6))).isEmpty();
        assertThat(LogTrail.EMPTY.behind(new LogPosition(99), second(6))).isEmpty();
    }

    @Test
    void aLongTrailStaysBoundedAndKnowsOldLags() {
        LogTrail trail = LogTrail.EMPTY;
        for (int i = 0; i < 10_000; i++) {
            trail = trail.saw(second(i), new LogPosition(i * 10L));
        }

        assertThat(trail.marks()).hasSizeLessThanOrEqualTo(256);
        assertThat(trail.behind(new LogPosition(99_980), second(10_000)))
                .contains(Duration.ofSeconds(1));
        assertThat(trail.behind(new LogPosition(5), second(10_000))).isPresent();
    }

    private static Moment second(long number) {
        return new Moment(Duration.ofSeconds(number).toNanos());
    }
}
