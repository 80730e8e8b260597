package io.understudy.node.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.core.model.Epoch;
import io.understudy.core.port.DurableEpoch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpochFileTest {

    private static final int BLOCK = 4096;

    @TempDir private Path folder;
    private Path file = Path.of("epoch");
    private EpochFile epochs = new EpochFile(file);

    @BeforeEach
    void open() {
        file = folder.resolve("epoch");
        epochs = new EpochFile(file);
    }

    @Test
    void keepsTheEpochOverARestart() {
        assertThat(epochs.read()).isEqualTo(Epoch.NONE);
        new EpochFile(file).write(new Epoch(7));
        new EpochFile(file).write(new Epoch(8));

        assertThat(epochs.read()).isEqualTo(new Epoch(8));
    }

    @Test
    void takesNoNewRoomOnTheDisk() throws IOException {
        epochs.write(new Epoch(7));
        Object before = Files.readAttributes(file, "unix:ino,size");

        epochs.write(new Epoch(8));

        assertThat((Object) Files.readAttributes(file, "unix:ino,size")).isEqualTo(before);
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
    }

    /** At each byte: what is old up to there, the new from there on, or the other way round. */
    @Test
    void aWriteThatIsCutOffAnywhereLeavesTheOldEpochOrTheNew() throws IOException {
        epochs.write(new Epoch(99));
        byte[] old = Files.readAllBytes(file);
        epochs.write(new Epoch(100));
        byte[] fresh = Files.readAllBytes(file);

        for (int cut = 0; cut <= 2 * BLOCK; cut += cut % BLOCK < 64 ? 1 : 503) {
            byte[] torn = old.clone();
            System.arraycopy(fresh, 0, torn, 0, Math.min(cut, torn.length));
            Files.write(file, torn);

            boolean firstIsWhole = cut >= "epoch 100 crc32c 00000000\n".length();
            assertThat(epochs.read()).isEqualTo(new Epoch(firstIsWhole ? 100 : 99));
            assertThat(Files.readAllBytes(file)).hasSize(2 * BLOCK);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, BLOCK})
    void noDamageToOneCopyLetsItFall(int copy) throws IOException {
        epochs.write(new Epoch(41));
        epochs.write(new Epoch(42));
        byte[] whole = Files.readAllBytes(file);

        for (int bit = 0; bit < 8 * "epoch 42 crc32c 00000000\n".length(); bit++) {
            byte[] flipped = whole.clone();
            flipped[copy + bit / 8] ^= (byte) (1 << (bit % 8));
            Files.write(file, flipped);

            assertThat(epochs.read()).isEqualTo(new Epoch(42));
            assertThat(file).hasBinaryContent(whole);
        }
    }

    @Test
    void aFileCutOffInItsSecondCopyIsMended() throws IOException {
        epochs.write(new Epoch(42));
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, BLOCK + 9));

        assertThat(epochs.read()).isEqualTo(new Epoch(42));
        assertThat(file).hasBinaryContent(whole);
    }

    @Test
    void theOneLineOfEarlierVersionsIsReadAndGivenItsRoom() throws IOException {
        epochs.write(new Epoch(12));
        String line =
                Files.readString(file, StandardCharsets.ISO_8859_1)
                        .lines()
                        .findFirst()
                        .orElseThrow();
        Files.writeString(file, line + "\n");

        assertThat(epochs.read()).isEqualTo(new Epoch(12));
        assertThat(file).hasSize(2 * BLOCK);
    }

    @Test
    void refusesWhatIsDamagedInBothCopies() throws IOException {
        epochs.write(new Epoch(12));
        String whole = Files.readString(file, StandardCharsets.ISO_8859_1);

        for (String damaged :
                new String[] {whole.substring(0, 9), "", whole.replace("12", "11"), " " + whole}) {
            Files.writeString(file, damaged);
            assertThatThrownBy(epochs::read)
                    .isInstanceOf(DurableEpoch.UnreadableException.class)
                    .hasMessageContaining("is damaged");
            assertThat(file).hasContent(damaged);
        }
    }

    @Test
    void saysThatItCouldNotWrite() {
        EpochFile nowhere = new EpochFile(folder.resolve("missing").resolve("epoch"));

        assertThatThrownBy(() -> nowhere.write(new Epoch(1)))
                .isInstanceOf(DurableEpoch.UnwritableException.class)
                .hasMessageContaining("Epoch 1 could not be written");
    }
}
