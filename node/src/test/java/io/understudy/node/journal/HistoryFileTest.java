package io.understudy.node.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.decision.Role;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.node.api.HistoryEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {

    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("history.jsonl");
    }

    @Test
    void givesTheLatestOldestFirst() {
        HistoryFile history = new HistoryFile(file);
        IntStream.range(0, 5).forEach(i -> history.append(entry("change " + i)));

        assertThat(history.last(2)).containsExactly(entry("change 3"), entry("change 4"));
        assertThat(new HistoryFile(file).last(100)).hasSize(5);
    }

    @Test
    void losesNothingButTheLineThatACrashCutOff() throws IOException {
        new HistoryFile(file).append(entry("before"));
        new HistoryFile(file).append(entry("torn, in the middle of a letter: ä"));
        byte[] bytes = Files.readAllBytes(file);
        int letter = lastIndexOf(bytes, (byte) 0xC3);
        Files.write(file, Arrays.copyOf(bytes, letter + 1));

        HistoryFile restarted = new HistoryFile(file);
        restarted.append(entry("after"));

        assertThat(restarted.last(10)).containsExactly(entry("before"), entry("after"));
    }

    @Test
    void passesOverWhatItCantRead() throws IOException {
        HistoryFile history = new HistoryFile(file);
        history.append(entry("before"));
        Files.write(file, new byte[4096], StandardOpenOption.APPEND);
        Files.writeString(file, "\n{}\nnonsense\n", StandardOpenOption.APPEND);
        history.append(entry("after"));

        assertThat(history.last(10)).containsExactly(entry("before"), entry("after"));
    }

    @Test
    void staysBounded() throws IOException {
        HistoryFile history = new HistoryFile(file);
        String padding = "x".repeat(60_000);
        for (int i = 0; i < 30; i++) {
            history.append(entry(i + padding));
        }

        long bytes = 0;
        for (Path part : List.of(file, folder.resolve("history.jsonl.1"))) {
            bytes += Files.size(part);
        }
        assertThat(bytes).isLessThan(1_200_000);
        assertThat(history.last(1)).containsExactly(entry(29 + padding));
        assertThat(history.last(100)).hasSizeBetween(9, 20);
    }

    private static HistoryEntry entry(String sentence) {
        return new HistoryEntry(
                Instant.parse("2026-11-21T03:00:00Z"),
                new NodeId("ci-a"),
                new Epoch(7),
                Role.ACTIVE,
                sentence);
    }

    private static int lastIndexOf(byte[] bytes, byte wanted) {
        int at = bytes.length - 1;
        while (bytes[at] != wanted) {
            at--;
        }
        return at;
    }
}
