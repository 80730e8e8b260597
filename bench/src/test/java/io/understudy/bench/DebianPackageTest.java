package io.understudy.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Makes both packages, and lives through the Debian one's life in a clean Debian 12 tree. */
@Tag("long")
@Timeout(900)
class DebianPackageTest {

    private static final int CANNOT = 77;
    private static final Path ROOT = Path.of(System.getProperty("understudy.root"));

    @TempDir private Path folder = Path.of("");

    @Test
    void isInstalledUpgradedRemovedAndPurgedInACleanTree() throws Exception {
        Ran archived =
                Ran.of(
                        "env",
                        "JAVA_HOME=" + System.getProperty("java.home"),
                        ROOT.resolve("packaging/package.sh").toString(),
                        ROOT.resolve("cli/target/understudy").toString(),
                        folder.toString());
        assertThat(archived.status()).as(archived.err()).isZero();
        Ran made =
                Ran.of(
                        ROOT.resolve("packaging/deb.sh").toString(),
                        only(".tar.gz").toString(),
                        folder.toString());
        assertThat(made.status()).as(made.err()).isZero();

        Ran lived =
                Ran.of(
                        ROOT.resolve("packaging/try-deb.sh").toString(),
                        only("_amd64.deb").toString());

        assumeTrue(lived.status() != CANNOT, lived.out());
        assertThat(lived.status()).as(lived.err()).isZero();
    }

    private Path only(String end) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(end))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
