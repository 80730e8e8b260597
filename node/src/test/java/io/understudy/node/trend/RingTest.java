package io.understudy.node.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.node.api.Measure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RingTest {

    private static final long NOW = 1_800_000_000L;

    @TempDir private Path folder;
    private Path file;
    private Ring ring;

    @BeforeEach
    void open() {
        file = folder.resolve("trend");
        ring = new Ring(file);
    }

    @Test
    void givesBackWhatWasWrittenWithWhatWasNotMeasuredLeftOut() throws Exception {
        Sample first = sample(NOW, 0.5);
        Sample second = new Sample(NOW + 10, Map.of());

        assertThat(ring.write(first)).isEmpty();
        assertThat(ring.write(second)).isEmpty();

        assertThat(new Ring(file).read().samples()).containsExactly(first, second);
        assertThat(ring.read().torn()).isZero();
    }

    @Test
    void neverGrowsAndOverwritesWhatIsADayOld() throws Exception {
        for (long day = 0; day < 3; day++) {
            for (long step = 0; step < 20; step++) {
                ring.write(sample(NOW + day * 86_400 + step * 10, (double) day));
            }
            assertThat(Files.size(file)).isEqualTo(Ring.SIZE).isLessThan(512 << 10);
        }
        assertThat(ring.read().samples())
                .hasSize(20)
                .allSatisfy(sample ->
                        assertThat(sample.values()).containsEntry(Measure.REGISTER_SECONDS, 2.0));
    }

    @Test
    void aDamagedSampleCostsItselfAlone() throws Exception {
        for (long step = 0; step < 5; step++) {
            ring.write(sample(NOW + step * 10, (double) step));
        }
        long third = place(NOW + 20);
        for (int at = 0; at < Slot.BYTES; at++) {
            byte before = byteAt(third + at);
            put(third + at, (byte) (before ^ 0x20));
            assertThat(ring.read().torn()).as("a flipped bit in byte %d", at).isEqualTo(1);
            assertThat(ring.read().samples()).hasSize(4);
            put(third + at, before);
        }
        assertThat(ring.read().samples()).hasSize(5);
    }

    @Test
    void aWriteThatWasCutOffAnywhereCostsOneSample() throws Exception {
        ring.write(sample(NOW, 1));
        ring.write(sample(NOW + 86_390, 1));
        ByteBuffer next = Slot.bytes(sample(NOW + 86_400, 7));
        byte[] old = new byte[Slot.BYTES];
        for (int at = 0; at < Slot.BYTES; at++) {
            old[at] = byteAt(place(NOW) + at);
        }
        for (int cut = 0; cut < Slot.BYTES; cut++) {
            for (int at = 0; at < Slot.BYTES; at++) {
                put(place(NOW) + at, at < cut ? next.get(at) : old[at]);
            }
            assertThat(ring.read().samples())
                    .as("cut off after %d bytes", cut)
                    .contains(sample(NOW + 86_390, 1))
                    .isSubsetOf(sample(NOW, 1), sample(NOW + 86_400, 7), sample(NOW + 86_390, 1));
        }
    }

    @Test
    void aForeignFileIsNamedAndPutAsideAndBegunAnew() throws Exception {
        Files.writeString(file, "somebody's notes");

        assertThat(ring.read().samples()).isEmpty();
        assertThat(ring.write(sample(NOW, 1)))
                .hasValueSatisfying(found ->
                        assertThat(found).contains(file.toString(), "16 bytes", "trend.aside"));

        assertThat(folder.resolve("trend.aside")).hasContent("somebody's notes");
        assertThat(ring.read().samples()).containsExactly(sample(NOW, 1));
        assertThat(ring.write(sample(NOW + 10, 1))).as("it is told once").isEmpty();
    }

    @Test
    void aFileThatWasCutShortOrIsOfAnotherVersionIsPutAsideToo() throws Exception {
        ring.write(sample(NOW, 1));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(5_000);
        }
        assertThat(ring.write(sample(NOW + 10, 1)))
                .hasValueSatisfying(found -> assertThat(found).contains("5000 bytes"));

        put(17, (byte) '2');
        assertThat(ring.write(sample(NOW + 20, 1)))
                .hasValueSatisfying(found -> assertThat(found).contains("another head"));
        assertThat(ring.read().samples()).containsExactly(sample(NOW + 20, 1));
    }

    @Test
    void aFolderInItsPlaceIsLeftAndNamed() throws Exception {
        Files.createDirectory(file);

        assertThatThrownBy(() -> ring.write(sample(NOW, 1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("found something else; move it away");
        assertThat(file).isDirectory();
    }

    @Test
    void whatACrashLeftWhileTheFileWasMadeIsInNobodysWay() throws Exception {
        Files.write(folder.resolve("trend.new"), new byte[1000]);

        ring.write(sample(NOW, 1));

        assertThat(ring.read().samples()).containsExactly(sample(NOW, 1));
        assertThat(folder.resolve("trend.new")).doesNotExist();
    }

    private static Sample sample(long second, double took) {
        return new Sample(second, Map.of(Measure.REGISTER_SECONDS, took));
    }

    private static long place(long second) {
        return Ring.HEAD_BYTES + second / Ring.STEP_SECONDS % Ring.SLOTS * Slot.BYTES;
    }

    private byte byteAt(long at) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            assertThat(channel.read(one, at)).isEqualTo(1);
        }
        return one.get(0);
    }

    private void put(long at, byte value) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {value}), at);
        }
    }
}
