package io.understudy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Makes the package, unpacks it elsewhere, and uses it as a host without Java would. */
@Timeout(300)
class PackageTest {

    private static final long MOST_BYTES = 80_000_000;
    private static final Path ROOT = Path.of(System.getProperty("understudy.root"));

    @TempDir private static Path folder;
    private static Path packed = Path.of("");
    private static Path tree = Path.of("");

    private record Ran(int status, String out, String err) {}

    @BeforeAll
    static void makeAndUnpack() throws Exception {
        Path output = Files.createDirectory(folder.resolve("output"));
        Ran made =
                run(
                        List.of(
                                "env",
                                "JAVA_HOME=" + System.getProperty("java.home"),
                                ROOT.resolve("packaging/package.sh").toString(),
                                ROOT.resolve("cli/target/understudy").toString(),
                                output.toString()));
        assertThat(made.status()).as(made.err()).isZero();
        packed = only(output);
        Path elsewhere = Files.createDirectory(folder.resolve("a folder of its own"));
        run(List.of("tar", "-xzf", packed.toString(), "-C", elsewhere.toString()));
        tree = only(elsewhere);
    }

    @Test
    void isAtMost80Megabytes() throws IOException {
        assertThat(Files.size(packed)).isLessThan(MOST_BYTES);
        assertThat(packed.getFileName().toString())
                .matches("understudy-[0-9].*-linux-x64\\.tar\\.gz");
    }

    @Test
    void runsWithoutAnyJavaOnTheHostAndThroughALink() throws Exception {
        Path link =
                Files.createSymbolicLink(folder.resolve("linked"), tree.resolve("bin/understudy"));
        Ran version = withoutJava(link, "--version");
        assertThat(version.status()).isZero();
        assertThat(version.out()).startsWith("understudy ");
        assertThat(version.err()).isEmpty();
        assertThat(withoutJava(link, "--help").out()).contains("switchover", "Exit status:");
    }

    @Test
    void saysWithoutAJvmWhatTheProgramItselfWouldSay() throws Exception {
        Path program = tree.resolve("bin/understudy");
        Path home = folder.resolve("nobody's");
        for (String word : List.of("--version", "--help")) {
            assertThat(withoutJava(program, word).out())
                    .isEqualTo(withoutJava(program, "--home", home.toString(), word).out());
        }
    }

    @Test
    void goesOnWithoutAWordWhereItsArchiveDoesNotFit() throws Exception {
        Path copy = folder.resolve("damaged");
        run(List.of("cp", "-rp", tree.toString(), copy.toString()));
        Files.writeString(copy.resolve("lib/understudy.jsa"), "not an archive of classes");
        Ran version = withoutJava(copy.resolve("bin/understudy"), "--version");
        assertThat(version.out()).startsWith("understudy ");
        assertThat(version.err()).isEmpty();
        assertThat(version.status()).isZero();
    }

    @Test
    void bringsTheLicencesOfAllThatItHolds() throws IOException {
        String parts = Files.readString(tree.resolve("THIRD-PARTY.txt"));
        try (Stream<Path> jars = Files.walk(tree.resolve("lib"))) {
            assertThat(
                            jars.map(jar -> jar.getFileName().toString())
                                    .filter(jar -> jar.endsWith(".jar"))
                                    .filter(jar -> !jar.contains("SNAPSHOT")))
                    .isNotEmpty()
                    .allSatisfy(jar -> assertThat(parts).contains(jar));
        }
        assertThat(tree.resolve("runtime/legal/java.base/LICENSE")).exists();
    }

    @Test
    void foundsAClusterAndRunsANodeOfIt() throws Exception {
        Path program = tree.resolve("bin/understudy");
        Cluster cluster = Cluster.found(program, Files.createDirectory(folder.resolve("cluster")));
        Process daemon = cluster.daemon();
        try {
            assertThat(cluster.untilListening(daemon)).isPositive();
            Ran status = withoutJava(program, "status", "--home", cluster.home());
            assertThat(status.err()).isEmpty();
            assertThat(status.out()).contains("vote  starting", "one   silent");
            assertThat(status.status()).isZero();
        } finally {
            daemon.destroy();
            assertThat(daemon.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static Ran withoutJava(Path program, String... words)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of("env", "-i", "PATH=/nowhere:/usr/bin:/bin", program.toString()));
        command.addAll(List.of(words));
        return run(command);
    }

    private static Ran run(List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        assertThat(process.waitFor(280, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static Path only(Path of) throws IOException {
        try (Stream<Path> files = Files.list(of)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.getFirst();
        }
    }
}
