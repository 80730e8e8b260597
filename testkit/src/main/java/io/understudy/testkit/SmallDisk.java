package io.understudy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A real file system of a few megabytes, in memory: only root may make one. */
public final class SmallDisk implements AutoCloseable {

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Empty where this user may not mount. */
    public static Optional<SmallDisk> mount(Path folder, String size) throws IOException {
        Files.createDirectories(folder);
        return Commands.run(
                        "mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString())
                ? Optional.of(new SmallDisk(folder))
                : Optional.empty();
    }

    public Path folder() {
        return folder;
    }

    /** Takes all room that is left. */
    public void fill() throws IOException {
        byte[] block = new byte[4096];
        try (var out = Files.newOutputStream(folder.resolve("ballast"))) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    /** Gives back what {@link #fill} took, if it did. */
    public void makeRoom() throws IOException {
        Files.deleteIfExists(folder.resolve("ballast"));
    }

    public void makeReadOnly() throws IOException {
        assertThat(Commands.run("mount", "-o", "remount,ro", folder.toString())).isTrue();
    }

    public void makeWritable() throws IOException {
        assertThat(Commands.run("mount", "-o", "remount,rw", folder.toString())).isTrue();
    }

    @Override
    public void close() throws IOException {
        assertThat(Commands.run("umount", "-l", folder.toString())).isTrue();
    }
}
