package io.understudy.node.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.node.journal.Segment.Located;
import io.understudy.testkit.BadInputPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal's files, damaged in every way that a disk knows. */
class SegmentsTest {

    @TempDir private Path home;
    private Folder folder = new Folder(Path.of("journal"));

    @BeforeEach
    void open() {
        folder = new Folder(home.resolve("journal"));
    }

    @Test
    void recordsOutliveTheirWriter() throws IOException {
        append("one", "two");
        append("three");

        assertThat(texts()).containsExactly("one", "two", "three");
        assertThat(sequences()).containsExactly(1L, 2L, 3L);
        assertThat(folder.asides()).isEmpty();
    }

    @Test
    void allRoomIsTakenAtOnceAndNoMoreEver() throws IOException {
        append("one");
        long first = size();
        fill(Segments.COUNT + 2);

        assertThat(first).isEqualTo((long) Segments.COUNT * Segment.BYTES);
        assertThat(size()).isEqualTo(first);
    }

    @Test
    void theOldestRecordsMakeRoomForTheNewest() throws IOException {
        fill(Segments.COUNT + 2);

        List<Long> sequences = sequences();
        assertThat(sequences.getFirst()).isGreaterThan(1);
        for (int i = 1; i < sequences.size(); i++) {
            assertThat(sequences.get(i)).isEqualTo(sequences.getFirst() + i);
        }
        append("the newest");
        assertThat(texts()).endsWith("the newest");
        assertThat(folder.asides()).isEmpty();
    }

    @Test
    void aLastRecordThatIsTornAtAnyByteIsKeptAsideAndTheRestGoesOn() throws IOException {
        append("one", "two");
        int from = end();
        append("three, which is torn");
        byte[] whole = Files.readAllBytes(newest());
        int to = end();

        for (int torn = from; torn < to; torn++) {
            byte[] cut = whole.clone();
            Arrays.fill(cut, torn, cut.length, (byte) 0);
            Files.write(newest(), cut);
            boolean nothingOfItIsLeft = isZero(cut, from, to);

            List<String> findings = append("four");

            assertThat(texts()).containsExactly("one", "two", "four");
            assertThat(sequences()).containsExactly(1L, 2L, 3L);
            assertThat(findings).hasSize(nothingOfItIsLeft ? 0 : 1);
            if (!nothingOfItIsLeft) {
                assertThat(findings.getFirst()).contains("are kept aside in " + home);
                assertThat(Files.readAllBytes(folder.asides().getLast()))
                        .isEqualTo(Arrays.copyOfRange(cut, from, lastNonZero(cut)));
            }
            assertThat(append()).isEmpty();
        }
        assertThat(folder.asides()).hasSize(Folder.MOST_ASIDE);
    }

    @Test
    void aFlippedBitAnywhereIsFoundAndWhatFollowsIsKeptAside() throws IOException {
        append("one", "two", "three");
        byte[] whole = Files.readAllBytes(newest());

        for (int bit = 0; bit < 8 * end(); bit += 5) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            Files.write(newest(), flipped);
            boolean inUnusedHeader = bit / 8 >= 20 && bit / 8 < Segment.HEADER;

            List<String> findings = append();

            if (inUnusedHeader) {
                assertThat(texts()).containsExactly("one", "two", "three");
            } else {
                assertThat(findings).hasSize(1);
                List<String> left = texts();
                assertThat(List.of("one", "two", "three").subList(0, left.size())).isEqualTo(left);
                byte[] aside = Files.readAllBytes(folder.asides().getLast());
                int kept = left.isEmpty() ? 0 : lastNonZero(Files.readAllBytes(newest()));
                assertThat(aside)
                        .isEqualTo(Arrays.copyOfRange(flipped, end(left), lastNonZero(flipped)));
                assertThat(kept).isLessThanOrEqualTo(end(left));
            }
            for (Path aside : folder.asides()) {
                Files.delete(aside);
            }
        }
    }

    @Test
    void damageInTheMiddleCostsNoLaterSegment() throws IOException {
        fill(4);
        List<Long> before = sequences();
        Path second = folder.file(1);
        byte[] bytes = Files.readAllBytes(second);
        bytes[Segment.BYTES / 2] ^= 1;
        Files.write(second, bytes);

        List<String> findings = append("the newest");

        assertThat(findings).hasSize(1);
        assertThat(findings.getFirst()).contains(second.toString(), "kept aside");
        List<Long> after = sequences();
        assertThat(after).hasSizeLessThan(before.size()).endsWith(before.getLast() + 1);
        assertThat(before).containsAll(after.subList(0, after.size() - 1));
        assertThat(append()).isEmpty();
    }

    @Test
    void aSegmentThatIsCutOffIsSaidToBeAndGetsItsRoomBack() throws IOException {
        append("one", "two", "three");
        Files.write(newest(), Arrays.copyOf(Files.readAllBytes(newest()), end() - 3));

        assertThat(append("four").getFirst()).contains("the file is cut off after");

        assertThat(texts()).containsExactly("one", "two", "four");
        assertThat(newest()).hasSize(Segment.BYTES);
        assertThat(append()).isEmpty();
    }

    @Test
    void aSegmentThatIsGoneIsNamed() throws IOException {
        fill(3);
        Files.delete(folder.file(1));

        assertThat(append("more").getFirst())
                .contains(folder.file(1) + " was missing")
                .containsPattern(BadInputPage.says("a segment of the journal that is gone"));
        assertThat(texts()).endsWith("more");
        assertThat(append()).isEmpty();
    }

    /** A crash while the oldest segment is made the newest: at each of its three writes. */
    @Test
    void aTurnThatIsCutOffLosesNothingButTheOldest() throws IOException {
        fill(Segments.COUNT);
        byte[] oldest = Files.readAllBytes(folder.file(0));
        byte[] withoutHeader = oldest.clone();
        Arrays.fill(withoutHeader, 0, Segment.HEADER, (byte) 0);
        byte[] half = withoutHeader.clone();
        Arrays.fill(half, 0, Segment.BYTES / 2, (byte) 0);

        for (byte[] crash : List.of(withoutHeader, half, new byte[Segment.BYTES])) {
            Files.write(folder.file(0), crash);
            assertThat(append("next")).isEmpty();
            assertThat(texts()).endsWith("next");
        }
    }

    @Test
    void aReaderOfAJournalThatIsWrittenSeesWholeRecordsOnly() throws Exception {
        append("0");
        Thread writer =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                fill(3);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
        int reads = 0;
        while (writer.isAlive() || reads < 3) {
            List<Long> sequences = sequences();
            for (int i = 1; i < sequences.size(); i++) {
                assertThat(sequences.get(i)).isEqualTo(sequences.get(i - 1) + 1);
            }
            reads++;
        }
        writer.join();
    }

    @Test
    void aSegmentReadBeforeItsLastRecordCameIsReadAgain() throws IOException {
        append("first");
        byte[] early = folder.read(0);
        fill(2);

        List<Located> records = Segments.read(new LateReader(folder, early));

        assertThat(records.stream().map(Located::sequence).toList()).isEqualTo(sequences());
        assertThat(sequences()).hasSizeGreaterThan(2);
    }

    /** Somebody who looked at the first segment a moment before the others. */
    private static final class LateReader implements Disk {
        private final Folder folder;
        private final Deque<byte[]> early = new ArrayDeque<>();

        LateReader(Folder folder, byte[] early) {
            this.folder = folder;
            this.early.add(early);
        }

        @Override
        public byte[] read(int segment) throws IOException {
            return segment == 0 && !early.isEmpty() ? early.remove() : folder.read(segment);
        }

        @Override
        public List<String> prepare(int count) throws IOException {
            return folder.prepare(count);
        }

        @Override
        public Open open(int segment) throws IOException {
            return folder.open(segment);
        }

        @Override
        public Path keepAside(int segment, Segment.Damage damage) throws IOException {
            return folder.keepAside(segment, damage);
        }

        @Override
        public Path file(int segment) {
            return folder.file(segment);
        }
    }

    private List<String> append(String... texts) throws IOException {
        try (Segments segments = Segments.open(folder)) {
            for (String text : texts) {
                segments.append(text.getBytes(StandardCharsets.UTF_8));
            }
            return segments.findings();
        }
    }

    /** So many segments, with records as long as may be, so that it does not take long. */
    private void fill(int segments) throws IOException {
        byte[] payload = new byte[Segment.LONGEST_PAYLOAD];
        Arrays.fill(payload, (byte) 'x');
        try (Segments open = Segments.open(folder)) {
            int each = Segment.BYTES / Segment.LONGEST_PAYLOAD;
            for (int i = 0; i < segments * each - each + 1; i++) {
                open.append(payload);
            }
        }
    }

    private List<String> texts() throws IOException {
        return Segments.read(folder).stream()
                .map(record ->
                        StandardCharsets.UTF_8.decode(record.payload().duplicate()).toString())
                .toList();
    }

    private List<Long> sequences() throws IOException {
        return Segments.read(folder).stream().map(Located::sequence).toList();
    }

    private Path newest() {
        return folder.file(0);
    }

    private int end() throws IOException {
        return lastNonZero(Files.readAllBytes(newest()));
    }

    private static int end(List<String> texts) {
        if (texts.isEmpty()) {
            return 0;
        }
        return Segment.HEADER
                + texts.stream().mapToInt(text -> Segment.RECORD_HEADER + text.length()).sum();
    }

    private long size() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("journal"))) {
            long sum = 0;
            for (Path file : files.toList()) {
                sum += Files.size(file);
            }
            return sum;
        }
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        return ByteBuffer.wrap(bytes, from, to - from).equals(ByteBuffer.allocate(to - from));
    }

    private static int lastNonZero(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }
}
