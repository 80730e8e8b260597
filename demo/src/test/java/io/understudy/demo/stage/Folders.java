package io.understudy.demo.stage;

import io.understudy.testkit.Orphans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders of a test's own. */
final class Folders {

    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long ENOUGH_BYTES = 4L << 30;

    private Folders() {}

    /**
     * A new one in memory where there is plenty. A killed process loses nothing that its host's
     * cache has, so a disk proves nothing here, but the tests beside this one keep it busy for
     * seconds.
     */
    static Path inMemory() throws IOException {
        boolean plenty =
                Files.isWritable(MEMORY)
                        && Files.getFileStore(MEMORY).getUsableSpace() > ENOUGH_BYTES;
        String prefix = "understudy-test-";
        Path folder =
                plenty
                        ? Files.createTempDirectory(MEMORY, prefix)
                        : Files.createTempDirectory(prefix);
        Orphans.endWithThisJvm(folder);
        return folder;
    }

    /** With all that is in it. */
    static void remove(Path folder) throws StageException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new StageException(folder + " could not be removed: " + e.getMessage());
        }
    }
}
