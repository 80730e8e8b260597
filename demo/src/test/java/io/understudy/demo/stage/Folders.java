package io.understudy.demo.stage;

import io.understudy.testkit.InMemory;
import io.understudy.testkit.Orphans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders of a test's own. */
final class Folders {

    private Folders() {}

    /** A new one in memory where there is plenty, and whatever works in it ends with this JVM. */
    static Path inMemory() throws IOException {
        Path folder = InMemory.folder("understudy-test-");
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
