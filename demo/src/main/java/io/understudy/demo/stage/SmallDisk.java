package io.understudy.demo.stage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system of a few megabytes, in memory, that can become full. Only root can have one. */
public final class SmallDisk {

    private static final String BALLAST = "ballast";

    private final Path at;
    private final Path folder;

    private SmallDisk(Path at, Path folder) {
        this.at = at;
        this.folder = folder;
    }

    /**
     * Puts one at a folder, which it makes.
     *
     * @param folder to run {@code mount} in
     */
    public static SmallDisk mount(Path at, int megabytes, Path folder)
            throws StageException, InterruptedException {
        try {
            Files.createDirectories(at);
        } catch (IOException e) {
            throw new StageException(at + " could not be made: " + e.getMessage());
        }
        Programs.run(
                List.of(
                        "mount",
                        "-t",
                        "tmpfs",
                        "-o",
                        "size=%dm,mode=700".formatted(megabytes),
                        "tmpfs",
                        at.toString()),
                folder);
        return new SmallDisk(at, folder);
    }

    /** Takes all room that is left. */
    public void fill() throws StageException {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(at.resolve(BALLAST))) {
            while (!Thread.currentThread().isInterrupted()) {
                out.write(block);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw new StageException(at + " could not be filled: " + e.getMessage());
            }
        }
    }

    /** Gives back what {@link #fill} took, if it did. */
    public void makeRoom() throws StageException {
        try {
            Files.deleteIfExists(at.resolve(BALLAST));
        } catch (IOException e) {
            throw new StageException("no room could be made in " + at + ": " + e.getMessage());
        }
    }

    public void unmount() throws StageException, InterruptedException {
        Programs.run(List.of("umount", "-l", at.toString()), folder);
    }
}
