package io.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.testkit.Orphans;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The PostgreSQL of this machine: its programs, its user, and data as a user would have it. */
final class LocalPostgres {

    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

    private LocalPostgres() {}

    static String user() {
        return isRoot() ? "postgres" : System.getProperty("user.name");
    }

    static Path programs() throws AssertionError {
        try (Stream<Path> versions = Files.list(INSTALLED)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        } catch (IOException e) {
            throw new AssertionError("needed PostgreSQL in " + INSTALLED, e);
        }
    }

    /** Lets PostgreSQL's user through a folder for temporary files that is this test's own. */
    static void open(Path folder) throws IOException {
        Orphans.endWithThisJvm(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** The folder in which the data directory lies. */
    static void makeRoom(Path data) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(data.resolveSibling(".").normalize());
        if (isRoot()) {
            run(List.of("chown", "postgres:postgres", folder.toString()));
        }
    }

    /** An empty database. */
    static void initialize(Path data) throws IOException, InterruptedException {
        makeRoom(data);
        run(
                asUser(
                        programs().resolve("initdb").toString(),
                        "-D",
                        data.toString(),
                        "-U",
                        "builds",
                        "-A",
                        "peer",
                        "--no-sync",
                        "--data-checksums",
                        "--locale=C.UTF-8",
                        "-E",
                        "UTF8"));
    }

    private static List<String> asUser(String... command) {
        List<String> whole = new ArrayList<>();
        if (isRoot()) {
            whole.addAll(
                    List.of(
                            "setpriv",
                            "--reuid=postgres",
                            "--regid=postgres",
                            "--init-groups",
                            "--"));
        }
        whole.addAll(List.of(command));
        return whole;
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .directory(INSTALLED.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
