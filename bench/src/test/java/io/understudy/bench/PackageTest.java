package io.understudy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Makes the package, unpacks it elsewhere, and uses it as a host without Java would. */
@Timeout(300)
class PackageTest {

    private static final long MOST_BYTES = 80_000_000;
    private static final Path ROOT = Path.of(System.getProperty("understudy.root"));

    @TempDir private static Path folder;
    private static Path packed = Path.of("");
    private static Path tree = Path.of("");

    @BeforeAll
    static void makeAndUnpack() throws Exception {
        Path output = Files.createDirectory(folder.resolve("output"));
        Ran made =
                Ran.of(
                        "env",
                        "JAVA_HOME=" + System.getProperty("java.home"),
                        ROOT.resolve("packaging/package.sh").toString(),
                        ROOT.resolve("cli/target/understudy").toString(),
                        output.toString());
        assertThat(made.status()).as(made.err()).isZero();
        packed = only(output);
        Path elsewhere = Files.createDirectory(folder.resolve("a folder of its own"));
        Ran.of("tar", "-xzf", packed.toString(), "-C", elsewhere.toString());
        tree = only(elsewhere);
        // Another user is to reach the package.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        Files.setPosixFilePermissions(output, PosixFilePermissions.fromString("rwx--x--x"));
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
        Path copy = copy("damaged");
        Files.writeString(copy.resolve("lib/commands.jsa"), "not an archive of classes");
        Ran version = withoutJava(copy.resolve("bin/understudy"), "--home", "/", "--version");
        assertThat(version.out()).startsWith("understudy ");
        assertThat(version.err()).isEmpty();
        assertThat(version.status()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "riscv64 /lib64/none | needed a host with the CPU riscv64, which this package is"
                        + " for, found ",
                "CPU /lib64/none     | needed a Linux with glibc, whose loader is /lib64/none,"
                        + " found none",
            })
    void saysOnAHostThatItIsNotForWhatItNeeds(String needs, String sentence) throws Exception {
        Path copy = copy(needs.replaceAll("[ /]", "-"));
        String cpu = Ran.of("uname", "-m").out().strip();
        Files.writeString(copy.resolve("lib/needs"), needs.replace("CPU", cpu) + "\n");

        Ran status = withoutJava(copy.resolve("bin/understudy"), "status");

        assertThat(status.status()).isEqualTo(2);
        assertThat(status.out()).isEmpty();
        assertThat(status.err()).startsWith("understudy: " + sentence).hasLineCount(1);
    }

    @Test
    void worksForAnOrdinaryUserWhoUnpacksIt() throws Exception {
        Path own = Files.createTempDirectory("ordinary-");
        try {
            Ran.of("chown", "nobody", own.toString());
            assertThat(ordinary("tar", "-xzf", packed.toString(), "-C", own.toString()).err())
                    .isEmpty();
            String program = only(own).resolve("bin/understudy").toString();
            Ran version = ordinary(program, "--version");
            assertThat(version.out()).startsWith("understudy ");
            Ran status = ordinary(program, "status", "--home", own.resolve("home").toString());
            assertThat(status.status()).isEqualTo(2);
            assertThat(status.err())
                    .startsWith("understudy: needed this node's identity, found no folder ")
                    .hasLineCount(1);
        } finally {
            Folders.delete(own);
        }
    }

    @Test
    void bringsAGuardThatMayBeRun() throws IOException {
        Path guard = tree.resolve("lib/understudy-guard");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(guard)))
                .isEqualTo("rwxr-xr-x");
    }

    @Test
    void isMeasuredByTheBenchmarkOfStarts() throws Exception {
        Bench bench = Bench.once("start", tree.resolve("bin/understudy"));

        assertThat(bench.ran().status()).as(bench.ran().err()).isZero();
        JsonNode figures = bench.figures();
        assertThat(figures.get("bench").asText()).isEqualTo("start");
        assertThat(figures.get("rows").findValuesAsText("case"))
                .containsExactly("node", "--version", "--help", "status");
        assertThat(figures.get("rows"))
                .allSatisfy(row -> {
                    assertThat(row.get("runs").asInt()).isOne();
                    assertThat(row.get("median").asDouble()).isBetween(0.0005, 60.0);
                });
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
        return Ran.of(command);
    }

    /**
     * As one who is not root; whoever runs the test is such a user already, or else may become one.
     */
    private static Ran ordinary(String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>();
        if (Files.isWritable(Path.of("/"))) {
            all.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        }
        all.addAll(List.of("env", "-i", "PATH=/nowhere:/usr/bin:/bin"));
        all.addAll(List.of(command));
        return Ran.of(all);
    }

    private static Path copy(String name) throws IOException, InterruptedException {
        Path copy = folder.resolve(name);
        Ran.of("cp", "-rp", tree.toString(), copy.toString());
        return copy;
    }

    private static Path only(Path of) throws IOException {
        try (Stream<Path> files = Files.list(of)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.getFirst();
        }
    }
}
