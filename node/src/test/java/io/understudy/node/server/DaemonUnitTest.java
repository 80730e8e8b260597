package io.understudy.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The daemon's unit on a real systemd, which this test boots: what becomes of what the daemon runs.
 * In the daemon's place is a script that starts a server and notes what it is asked.
 */
@Tag("long")
class DaemonUnitTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String UNIT = "understudy.service";
    private static final String FOLDER = "/etc/understudy-test";

    /** A leaving daemon ends by itself, with status 0. */
    private static final String STAND_IN =
            """
            #!/bin/sh
            cd %s
            echo "$1" >>asked
            case $1 in
                leave) kill -USR1 $(cat daemon) && while [ -e server ]; do sleep 0.1; done; exit ;;
            esac
            echo $$ >daemon
            trap 'kill $(cat server); rm server; exit 0' USR1
            trap 'exit 143' TERM
            if [ ! -e server ]; then
                setsid sleep 1000 &
                echo $! >server
            fi
            systemd-notify --ready
            while :; do sleep 0.1; done
            """
                    .formatted(FOLDER);

    private @Nullable BootedSystemd booted;

    @BeforeEach
    void boot() throws IOException {
        var missing = BootedSystemd.missing();
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        booted = BootedSystemd.boot();
        Files.createDirectories(file(""));
        Files.createDirectories(file("/identity"));
        Files.writeString(file("/understudy"), STAND_IN);
        assertThat(file("/understudy").toFile().setExecutable(true)).isTrue();
        Path unit = Path.of(System.getProperty("understudy.root", ".."), "packaging/deb", UNIT);
        booted().write(
                        UNIT,
                        Files.readString(unit)
                                .replace("/usr/bin/understudy", FOLDER + "/understudy")
                                .replace("/var/lib/understudy/identity", FOLDER + "/identity"));
        booted().control("start", UNIT);
        assertThat(asked()).containsExactly("node");
    }

    @AfterEach
    void end() throws IOException {
        if (booted != null) {
            booted.close();
        }
    }

    @Test
    void aRestartAndAKillLeaveTheServerRunning() {
        String server = text("/server");

        booted().control("restart", UNIT);
        booted().control("kill", "--kill-who=main", "--signal=SIGKILL", UNIT);
        await().atMost(SOON).until(() -> asked().size() == 3);

        assertThat(asked()).containsExactly("node", "node", "node");
        assertThat(text("/server")).isEqualTo(server);
        assertThat(booted().control("status", UNIT)).contains("sleep 1000");
    }

    @Test
    void aStopByAPersonLeavesItToTheGuard() {
        booted().control("stop", UNIT);

        assertThat(asked()).containsExactly("node");
        assertThat(file("/server")).exists();
    }

    @Test
    void aHostThatGoesDownLeavesFirst() {
        // All that a host does that goes down, but for the end itself, after which nobody could
        // look.
        booted().write(
                        "end.target",
                        """
                        [Unit]
                        DefaultDependencies=no
                        Requires=shutdown.target
                        After=shutdown.target
                        """);

        booted().control("start", "--no-block", "end.target");

        await().atMost(SOON).until(() -> !Files.exists(file("/server")));
        assertThat(asked()).containsExactly("node", "leave");
    }

    @Test
    void aDaemonThatWasToldToLeaveStaysAway() {
        booted().control("kill", "--kill-who=main", "--signal=SIGUSR1", UNIT);

        await().atMost(SOON)
                .until(() ->
                        booted().control("show", "--property=ActiveState", UNIT)
                                .contains("=inactive"));
        assertThat(asked()).containsExactly("node");
    }

    private BootedSystemd booted() {
        BootedSystemd found = booted;
        if (found == null) {
            throw new IllegalStateException("it is not booted");
        }
        return found;
    }

    private Path file(String name) {
        return booted().systemd().file(FOLDER + name);
    }

    private String text(String name) {
        try {
            return Files.readString(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> asked() {
        return text("/asked").lines().toList();
    }
}
