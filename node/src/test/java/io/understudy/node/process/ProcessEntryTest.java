package io.understudy.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcessEntryTest {

    private static final String REST =
            " -1 4194560 1 0 0 0 0 0 0 0 20 0 3 0 2266 4 1 18446744073709551615";

    @Test
    void readsANameWithSpacesAndParentheses() {
        assertThat(ProcessEntry.parse("42 (a) b (c)) S 1 40 39 0" + REST))
                .contains(new ProcessEntry(42, 'S', 40, 39, 3, 2266));
    }

    @Test
    void readsTheKernelsOwnLine() {
        var table = new ProcessTable(Path.of("/proc"));
        assertThat(table.alive(ProcessHandle.current().pid()))
                .hasValueSatisfying(self -> {
                    assertThat(self.pid()).isEqualTo(ProcessHandle.current().pid());
                    assertThat(self.threads()).isGreaterThan(1);
                    assertThat(self.startTicks()).isPositive();
                });
    }

    @Test
    void makesNothingOfWhatIsNotSuchALine() {
        assertThat(ProcessEntry.parse("")).isEmpty();
        assertThat(ProcessEntry.parse("42 (a) S 1 2")).isEmpty();
        assertThat(ProcessEntry.parse("x (a) S 1 40 39 0" + REST)).isEmpty();
    }

    @Test
    void takesAZombieForGoneUnlessOtherThreadsOfItLive() {
        assertThat(new ProcessEntry(1, 'Z', 1, 1, 1, 1).alive()).isFalse();
        assertThat(new ProcessEntry(1, 'Z', 1, 1, 5, 1).alive()).isTrue();
        assertThat(new ProcessEntry(1, 'T', 1, 1, 1, 1).alive()).isTrue();
    }
}
