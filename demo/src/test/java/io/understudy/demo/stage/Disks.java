package io.understudy.demo.stage;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.understudy.testkit.LoopDisk;
import io.understudy.testkit.SmallDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Real file systems of a few megabytes under folders of a stage. Only root may mount them. */
final class Disks implements AutoCloseable {

    private final Map<Path, SmallDisk> small = new HashMap<>();
    private final Map<Path, LoopDisk> loops = new HashMap<>();

    /** Puts disks under a stage's folders. */
    @FunctionalInterface
    interface Mounting {
        Mounting NONE = (_, _) -> {};

        void mount(Stage stage, Disks disks) throws Exception;
    }

    /** One that can become full; where this user may not mount, the test is skipped. */
    void small(Path folder, String size) throws IOException {
        Optional<SmallDisk> disk = SmallDisk.mount(folder, size);
        assumeTrue(disk.isPresent(), "only root may mount a small disk");
        small.put(folder, disk.orElseThrow());
    }

    /** One that can break; where this user may not make one, the test is skipped. */
    void loop(Path folder, int megabytes) throws IOException {
        Optional<LoopDisk> disk = LoopDisk.mount(folder, megabytes);
        assumeTrue(disk.isPresent(), "only root may mount a loop disk, and with mkfs.ext4");
        loops.put(folder, disk.orElseThrow());
    }

    SmallDisk small(Path folder) {
        return Optional.ofNullable(small.get(folder)).orElseThrow();
    }

    LoopDisk loop(Path folder) {
        return Optional.ofNullable(loops.get(folder)).orElseThrow();
    }

    @Override
    public void close() throws IOException {
        for (SmallDisk disk : small.values()) {
            disk.close();
        }
        for (LoopDisk disk : loops.values()) {
            disk.close();
        }
        small.clear();
        loops.clear();
    }
}
