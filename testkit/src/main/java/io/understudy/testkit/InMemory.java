package io.understudy.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Folders of tests in memory, where there is plenty. A killed process loses nothing that its host's
 * cache has, so that a disk proves nothing there; but the tests beside this one keep it busy for
 * seconds. For databases and voters: programs that a test writes may not be run from there on every
 * host.
 */
public final class InMemory implements TempDirFactory {

    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long ENOUGH_BYTES = 4L << 30;

    /** A new one, which its caller removes. */
    public static Path folder(String prefix) throws IOException {
        boolean plenty =
                Files.isWritable(MEMORY)
                        && Files.getFileStore(MEMORY).getUsableSpace() > ENOUGH_BYTES;
        return plenty
                ? Files.createTempDirectory(MEMORY, prefix)
                : Files.createTempDirectory(prefix);
    }

    /** One that JUnit removes. */
    @Override
    public Path createTempDirectory(AnnotatedElementContext wanted, ExtensionContext test)
            throws IOException {
        return folder("understudy-test-");
    }
}
