package io.understudy.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systemd itself says of the daemon's unit, without one that runs. */
class UnitFileTest {

    private static final String ANALYZE = "/usr/bin/systemd-analyze";
    private static final Path UNIT =
            Path.of(System.getProperty("understudy.root"), "packaging/deb/understudy.service");

    /** Tenths of "systemd-analyze security", where less is better; why it is so much is in 0270. */
    private static final int WORST_SCORE = 79;

    @TempDir private Path host = Path.of("");

    @BeforeEach
    void needSystemd() {
        assumeTrue(
                Files.isExecutable(Path.of(ANALYZE)),
                "needed " + ANALYZE + ", found none; type: apt-get install systemd");
    }

    @Test
    void systemdFindsNoMistakeInIt() throws Exception {
        Ran ran = verified(Files.readString(UNIT));

        assertThat(ran.out() + ran.err()).isEmpty();
        assertThat(ran.status()).isZero();
    }

    @Test
    void systemdWouldFindAMistakeInIt() throws Exception {
        Ran ran = verified(Files.readString(UNIT).replace("KillMode=", "KillMod="));

        assertThat(ran.err()).contains("Unknown key").contains("KillMod");
    }

    @Test
    void itIsNoMoreExposedThanItWas() throws Exception {
        Ran ran = scored(WORST_SCORE);

        assertThat(ran.status()).as(ran.out()).isZero();
        assertThat(scored(10).status()).as("a score that it does not reach").isNotZero();
    }

    private static Ran scored(int worst) throws Exception {
        return Ran.of(
                ANALYZE,
                "security",
                "--no-pager",
                "--offline=true",
                "--threshold=" + worst,
                UNIT.toString());
    }

    /** On a host that has its programs, and all of systemd's own units. */
    private Ran verified(String unit) throws Exception {
        Path units = Files.createDirectories(host.resolve("etc/systemd/system"));
        Files.writeString(units.resolve("understudy.service"), unit);
        program("usr/bin/understudy");
        program("bin/sh");
        // Without their links, which nothing here needs.
        Ran copied =
                Ran.of(
                        "find",
                        "/usr/lib/systemd/system",
                        "-maxdepth",
                        "1",
                        "-type",
                        "f",
                        "-exec",
                        "cp",
                        "--parents",
                        "-t",
                        host.toString(),
                        "{}",
                        "+");
        assertThat(copied.status()).as(copied.err()).isZero();
        return Ran.of(ANALYZE, "verify", "--man=no", "--root=" + host, "understudy.service");
    }

    private void program(String path) throws IOException {
        Path program = host.resolve(path);
        Files.createDirectories(program.getParent());
        Files.writeString(program, "#!/bin/sh\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
