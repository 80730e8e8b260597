package io.understudy.lab.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {

    private static final Case CUT = one("cut");
    private static final Case KILL = one("kill");

    @TempDir Path folder = Path.of("");

    @Test
    void replacesWhatWasRunAndLeavesAllElse() throws IOException {
        Path file =
                page(
                        """
                        | cut | steady | nobody | old news | 2026-11-26 |
                        | kill | steady | nobody | good news | 2026-11-27 03:25 |
                        """);
        Page page = new Page(file);
        page.measured(
                CUT,
                new Measured(
                        Serves.NOBODY,
                        Duration.ofSeconds(6),
                        Measured.Harm.NONE,
                        Duration.ZERO,
                        "by itself",
                        Optional.empty(),
                        Measured.Audit.NONE));
        page.write(List.of(CUT, KILL, one("new")));

        assertThat(Files.readString(file))
                .startsWith("before\n")
                .endsWith("after\n")
                .contains("| cut | steady | nobody | nobody, 6.0 s without a row; lost 0")
                .doesNotContain("old news")
                .contains("good news | 2026-11-27 03:25 |\n")
                .contains("| new | steady | nobody | not run | |\n");
    }

    /** The cases of each day and all others run in two processes. */
    @Test
    void keepsWhatAnotherWroteSinceItWasRead() throws IOException {
        Path file =
                page(
                        """
                        | cut | steady | nobody | old cut | 2026-11-26 |
                        | kill | steady | nobody | old kill | 2026-11-26 |
                        """);
        Page one = new Page(file);
        Page other = new Page(file);

        one.failed(CUT, "new cut, of more words than before");
        one.write(List.of(CUT, KILL));
        other.failed(KILL, "new");
        other.write(List.of(CUT, KILL));

        assertThat(Files.readString(file))
                .endsWith("after\n")
                .contains("new cut", "| kill | steady | nobody | new | 2")
                .doesNotContain("old");
    }

    @Test
    void knowsWhatWasRunSinceAMinute() throws IOException {
        Page page =
                new Page(
                        page(
                                """
                                | cut | steady | nobody | news | 2026-11-27 |
                                | kill | steady | nobody | news | 2026-11-27 03:25 |
                                | new | steady | nobody | not run | |
                                """));

        assertThat(page.wasRunSince(CUT, "2026-11-27 03:20")).as("of that midnight").isFalse();
        assertThat(page.wasRunSince(KILL, "2026-11-27 03:20")).isTrue();
        assertThat(page.wasRunSince(KILL, "2026-11-27 03:26")).isFalse();
        assertThat(page.wasRunSince(one("new"), "2026-11-27 03:20")).as("never run").isFalse();
        assertThat(page.wasRunSince(one("odd"), "2026-11-27 03:20")).as("not there").isFalse();
    }

    private Path page(String rows) throws IOException {
        return Files.writeString(
                folder.resolve("page.md"),
                "before\n<!-- written by the fault matrix from here -->\n"
                        + rows
                        + "<!-- to here -->\nafter\n");
    }

    private static Case one(String fault) {
        return new Case(fault, new When.Steady(), List.of(), Expected.nobody());
    }
}
