package io.understudy.node.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.core.model.Epoch;
import io.understudy.core.port.DurableEpoch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochFileTest {

    @TempDir Path folder;

    @Test
    void keepsTheEpochOverARestart() {
        Path file = folder.resolve("epoch");

        assertThat(new EpochFile(file).read()).isEqualTo(Epoch.NONE);
        new EpochFile(file).write(new Epoch(7));
        new EpochFile(file).write(new Epoch(8));

        assertThat(new EpochFile(file).read()).isEqualTo(new Epoch(8));
    }

    @Test
    void refusesWhatIsCutOffAndWhatIsChanged() throws IOException {
        Path file = folder.resolve("epoch");
        EpochFile epochs = new EpochFile(file);
        epochs.write(new Epoch(12));
        String whole = Files.readString(file);

        for (String damaged :
                new String[] {
                    whole.substring(0, 9), "", whole.replace("12", "11"), whole + whole
                }) {
            Files.writeString(file, damaged);
            assertThatThrownBy(epochs::read)
                    .isInstanceOf(DurableEpoch.UnreadableException.class)
                    .hasMessageContaining("is damaged");
        }
    }

    @Test
    void saysThatItCouldNotWrite() {
        EpochFile epochs = new EpochFile(folder.resolve("missing").resolve("epoch"));

        assertThatThrownBy(() -> epochs.write(new Epoch(1)))
                .isInstanceOf(DurableEpoch.UnwritableException.class)
                .hasMessageContaining("Epoch 1 could not be written");
    }
}
