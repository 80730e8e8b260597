package io.understudy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OrphansTest {

    @TempDir private Path folder;
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void whatWorksInAFolderOrNamesAFileInItEndsWithThePipe() throws Exception {
        Path own = Files.createDirectories(folder.resolve("own"));
        Path inside = Files.createDirectories(own.resolve("data"));
        Path namesake = Files.createDirectories(folder.resolve("owner"));
        Process works = start(own, "sleep", "600");
        Process worksBelow = start(inside, "sleep", "600");
        Process names = start(folder, "tail", "-f", file(own));
        Process another = start(namesake, "tail", "-f", file(namesake));
        try (Orphans orphans = new Orphans()) {
            orphans.add(own);
            assertThat(List.of(works, worksBelow, names)).allMatch(Process::isAlive);
        }

        for (Process ended : List.of(works, worksBelow, names)) {
            assertThat(ended.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(another.isAlive()).isTrue();
    }

    private static String file(Path in) throws IOException {
        return Files.createFile(in.resolve("log")).toString();
    }

    private Process start(Path in, String... command) throws IOException {
        Process process = new ProcessBuilder(command).directory(in.toFile()).start();
        started.add(process);
        return process;
    }
}
