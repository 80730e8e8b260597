package io.understudy.bench.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TallyTest {

    private final Tally tally = new Tally();

    @Test
    void holdsBuildbotsAnswerAgainstItsOwnStartInTheSameRuns() {
        add(Blow.CUT, Tally.ALONE, 900, 1100, 1500);
        add(Blow.CUT, Tally.ANSWERS_LATER, 500, 1200, 1300);
        assertThat(tally.targets())
                .containsExactly(
                        "MISSED  cut: that after the first commit: median 1.200 s, at most 1.100 s,"
                                + " its own start");
    }

    @Test
    void holdsTheLongestGapsMedianAgainstWhatIsPromisedOfThatBlow() {
        add(Blow.SWITCHOVER, Tally.GAP, 400, 900, 5000);
        add(Blow.POSTGRESQL_KILL, Tally.GAP, 100, 2001, 2100);
        assertThat(tally.targets())
                .containsExactly(
                        "reached switchover: longest gap of commits: median 0.900 s, at most 1.000"
                                + " s",
                        "MISSED  PostgreSQL killed: longest gap of commits: median 2.001 s, at most"
                                + " 2.000 s");
    }

    @Test
    void promisesBuildsAfterLossesOnly() {
        add(Blow.POWER_OFF, Tally.BUILT_LATER, 10_001);
        add(Blow.SWITCHOVER, Tally.BUILT_LATER, 10_001);
        assertThat(tally.targets())
                .containsExactly(
                        "MISSED  power-off: that after Buildbot answers: median 10.001 s, at most"
                                + " 10.000 s");
    }

    @Test
    void isGoodOnlyWithoutALostRowAndASecondWriter() {
        tally.counts(0, 0);
        assertThat(tally.good()).isTrue();
        tally.counts(1, 0);
        assertThat(tally.good()).isFalse();
        tally.counts(0, 1);
        assertThat(tally.good()).isFalse();
    }

    private void add(Blow blow, String measure, long... millis) {
        for (long each : millis) {
            tally.add(blow, measure, Duration.ofMillis(each));
        }
    }
}
