package io.understudy.node.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTailTest {

    /** More than fit into all segments, so that each is used anew. */
    private static final int MANY = 600;

    @TempDir private Path folder;

    @Test
    void readsWhatIsWrittenSinceItsLastLookOverTheEndsOfSegments() throws Exception {
        JournalTail tail = JournalTail.fromEnd(journal());
        List<String> written = new ArrayList<>();
        List<String> read = new ArrayList<>();
        try (DiskJournal journal = open()) {
            for (int i = 0; i < MANY; i++) {
                String sentence = i + noise(i);
                journal.keep(new Entry.Ended(Instant.EPOCH, sentence));
                written.add(sentence);
                if (i % 7 == 0) {
                    read.addAll(sentences(tail));
                }
            }
        }
        read.addAll(sentences(tail));
        assertThat(read).isEqualTo(written);
        assertThat(sentences(tail)).isEmpty();
    }

    @Test
    void beginsAtTheEndAndGoesOnOverARestartOfTheOneThatWrites() throws Exception {
        try (DiskJournal journal = open()) {
            journal.keep(new Entry.Ended(Instant.EPOCH, "before"));
        }
        JournalTail tail = JournalTail.fromEnd(journal());
        try (DiskJournal journal = open()) {
            journal.keep(new Entry.Ended(Instant.EPOCH, "after"));
        }
        assertThat(sentences(tail)).containsExactly("after");
    }

    private Path journal() {
        return folder.resolve("journal");
    }

    private DiskJournal open() {
        return DiskJournal.open(
                journal(),
                new DiskJournal.Terms(Duration.ofMinutes(1), InstantSource.system(), _ -> {}));
    }

    private static List<String> sentences(JournalTail tail) throws Exception {
        return tail.read().stream().map(entry -> ((Entry.Ended) entry).sentence()).toList();
    }

    /** About 20 kB that deflating makes no shorter than a few. */
    private static String noise(int seed) {
        StringBuilder text = new StringBuilder();
        new java.util.Random(seed).ints(20_000, 33, 127).forEach(text::appendCodePoint);
        return text.toString();
    }
}
