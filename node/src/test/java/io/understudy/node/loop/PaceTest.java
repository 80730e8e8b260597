package io.understudy.node.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.model.LogPosition;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.DatabaseState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final Duration EVERY = Duration.ofMillis(200);
    private static final NodeId B = new NodeId("b");

    private final Pace<DatabaseState> pace = new Pace<>(EVERY, DatabaseState::apartFromPositions);

    @Test
    void becomesRareWhereLooksShowExactlyTheSame() {
        List<Duration> pauses = LongStream.range(0, 12).mapToObj(_ -> look(primary(1))).toList();

        assertThat(pauses.subList(0, 10)).containsOnly(EVERY);
        assertThat(pauses.subList(10, 12)).containsOnly(EVERY.multipliedBy(5));
    }

    @Test
    void becomesRarerWhereOnlyPositionsMove() {
        List<Duration> pauses = LongStream.range(0, 12).mapToObj(at -> look(primary(at))).toList();

        assertThat(pauses.subList(0, 10)).containsOnly(EVERY);
        assertThat(pauses.subList(10, 12)).containsOnly(EVERY.multipliedBy(3));
    }

    @Test
    void tellsNothingNewOnceItHasShownTheSameForLong() {
        LongStream.range(0, 10).forEach(_ -> look(primary(1)));
        assertThat(pace.isOld(primary(1))).isFalse();

        look(primary(1));
        assertThat(pace.isOld(primary(2))).isTrue();
        assertThat(pace.isOld(primary(2, false))).isFalse();

        pace.hurry();
        assertThat(pace.isOld(primary(1))).isFalse();
    }

    @Test
    void isFrequentAgainOnceAFollowerStopsToStream() {
        LongStream.range(0, 20).forEach(at -> look(primary(at)));

        assertThat(look(primary(20, false))).isEqualTo(EVERY);
    }

    @Test
    void isFrequentAgainAfterAnAction() {
        LongStream.range(0, 20).forEach(_ -> look(primary(1)));
        pace.hurry();

        assertThat(look(primary(1))).isEqualTo(EVERY);
    }

    @Test
    void isFrequentWhereALookWasOvertaken() {
        LongStream.range(0, 20).forEach(_ -> look(primary(1)));

        assertThat(pace.after(Optional.empty())).isEqualTo(EVERY);
        assertThat(look(primary(1))).isEqualTo(EVERY);
    }

    private Duration look(DatabaseState seen) {
        return pace.after(Optional.of(seen));
    }

    private static DatabaseState primary(long end) {
        return primary(end, true);
    }

    private static DatabaseState primary(long end, boolean streams) {
        LogPosition at = new LogPosition(end);
        return new DatabaseState.Primary(
                1, at, Set.of(B), List.of(new DatabaseState.Follower(B, at, streams, streams)));
    }
}
