package io.understudy.demo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NotebookTest {

    private static final Source A = new Source("", 5432, 1);
    private static final Source B = new Source("", 5433, 2);

    private final Notebook notebook = new Notebook();

    @Test
    void countsAnAcknowledgedRowThatIsMissingAsLost() {
        acknowledge(1, 10, A);
        acknowledge(2, 20, A);
        assertThat(notebook.compare(Set.of(1L)))
                .isEqualTo(new Verification.Verified(List.of(2L), 0, 0, List.of()));
    }

    @Test
    void keepsRowsOfUnknownOutcomeApart() {
        acknowledge(1, 10, A);
        notebook.unknown(2);
        notebook.unknown(3);
        assertThat(notebook.compare(Set.of(1L, 3L)))
                .isEqualTo(new Verification.Verified(List.of(), 1, 1, List.of()));
    }

    @Test
    void namesRowsThatShouldNotBeThere() {
        acknowledge(1, 10, A);
        notebook.failed();
        assertThat(notebook.compare(Set.of(1L, 2L)))
                .isEqualTo(new Verification.Verified(List.of(), 0, 0, List.of(2L)));
    }

    @Test
    void findsTheLongestGapAndWhereItWas() {
        acknowledge(1, 10, A);
        acknowledge(2, 20, A);
        acknowledge(5, 90, B);
        acknowledge(6, 100, B);
        RowReport report = report();
        assertThat(report.longestGap())
                .hasValueSatisfying(gap -> {
                    assertThat(gap.length()).isEqualTo(Duration.ofNanos(70));
                    assertThat(gap.before().number()).isEqualTo(2);
                    assertThat(gap.after().source()).isEqualTo(B);
                });
        assertThat(report.sources()).containsExactly(A, B);
        assertThat(report.clean()).isTrue();
        assertThat(notebook.firstAfter(20).orElseThrow().number()).isEqualTo(5);
        assertThat(notebook.firstAfter(100)).isEmpty();
    }

    @Test
    void isNotCleanWhenTheOldPrimaryAcknowledgesAfterTheNewOne() {
        acknowledge(1, 10, A);
        acknowledge(2, 20, B);
        acknowledge(3, 30, A);
        assertThat(report().contradictions()).extracting(Acknowledged::number).containsExactly(3L);
        assertThat(report().clean()).isFalse();
    }

    @Test
    void isNotCleanWhenTwoServersWriteOneTimeline() {
        acknowledge(1, 10, A);
        acknowledge(2, 20, new Source("", 5433, 1));
        assertThat(report().contradictions()).hasSize(1);
    }

    @Test
    void followsAMoveHome() {
        acknowledge(1, 10, A);
        acknowledge(2, 20, B);
        acknowledge(3, 30, new Source("", 5432, 3));
        assertThat(report().contradictions()).isEmpty();
    }

    @Test
    void neverCountsARowTwice() {
        acknowledge(1, 10, A);
        assertThatThrownBy(() -> acknowledge(1, 20, A)).isInstanceOf(IllegalStateException.class);
    }

    private RowReport report() {
        return notebook.report(new Verification.Verified(List.of(), 0, 0, List.of()));
    }

    private void acknowledge(long number, long nanos, Source source) {
        notebook.acknowledged(new Acknowledged(number, nanos, nanos, nanos, source));
    }
}
