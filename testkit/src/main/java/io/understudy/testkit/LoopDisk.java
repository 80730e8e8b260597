package io.understudy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A real ext4 of a few megabytes in a file beside its folder. It can break as one on a bad disk
 * does: the kernel makes it read-only under whatever writes to it. Only root may make one.
 */
public final class LoopDisk implements AutoCloseable {

    private final Path folder;
    private final Path image;

    private LoopDisk(Path folder, Path image) {
        this.folder = folder;
        this.image = image;
    }

    /** Empty where this user may not mount, or has no mkfs.ext4. */
    public static Optional<LoopDisk> mount(Path folder, int megabytes) throws IOException {
        Files.createDirectories(folder);
        LoopDisk disk =
                new LoopDisk(folder, folder.resolveSibling(folder.getFileName() + ".image"));
        boolean made =
                Commands.run("truncate", "-s", megabytes + "M", disk.image.toString())
                        && Commands.run("mkfs.ext4", "-q", "-m", "0", disk.image.toString())
                        && disk.mount();
        return made ? Optional.of(disk) : Optional.empty();
    }

    private boolean mount() throws IOException {
        return Commands.run(
                "mount", "-o", "loop,errors=remount-ro", image.toString(), folder.toString());
    }

    /** From now on it can't be written, whoever has what open on it. */
    public void breaks() throws IOException {
        String device =
                Files.readAllLines(Path.of("/proc/mounts")).stream()
                        .map(line -> line.split(" ", -1))
                        .filter(words -> words[1].equals(folder.toString()))
                        .map(words -> Path.of(words[0]).getFileName().toString())
                        .findFirst()
                        .orElseThrow();
        Files.writeString(Path.of("/sys/fs/ext4", device, "trigger_fs_error"), "bad luck");
    }

    /** What a person does about it, once nothing works there any more. */
    public void mend() throws IOException {
        assertThat(Commands.run("umount", folder.toString())).isTrue();
        // Its exit status 1 says that there was something to mend.
        Commands.run("e2fsck", "-y", image.toString());
        assertThat(mount()).isTrue();
    }

    @Override
    public void close() throws IOException {
        assertThat(Commands.run("umount", "-l", folder.toString())).isTrue();
        Files.delete(image);
    }
}
