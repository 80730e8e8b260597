package io.understudy.cli;

import static io.understudy.cli.LiveCluster.A;
import static io.understudy.cli.LiveCluster.B;
import static io.understudy.cli.LiveCluster.VOTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.understudy.testkit.InMemory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The wall clock of the primary's host jumps under daemon and database alike. Runs where Debian's
 * libfaketime is installed, or is named by the system property {@code understudy.faketime}; that no
 * decision reads a wall clock is proved everywhere, by the walls of core and node.
 */
@Timeout(180)
class ClockJumpTest {

    private static final Pattern HISTORY = Pattern.compile("Taking over|Stopping|Moving");
    private static final Duration SEVERAL_LEASES = Duration.ofSeconds(6);

    @TempDir(factory = InMemory.class)
    private Path folder;

    private Path shift = Path.of("none");
    private Optional<LiveCluster> cluster = Optional.empty();

    @BeforeEach
    void start() throws Exception {
        Optional<Path> library = library();
        assumeTrue(library.isPresent(), "needs libfaketime: apt-get install libfaketime");
        LiveCluster live = LiveCluster.found(folder);
        cluster = Optional.of(live);
        LocalPostgres.initialize(live.data(A));
        LocalPostgres.makeRoom(live.data(B));
        shift = Files.writeString(folder.resolve("shift"), "+0s\n");
        live.start(
                A,
                Map.of(
                        "LD_PRELOAD", library.orElseThrow().toString(),
                        "FAKETIME_TIMESTAMP_FILE", shift.toString(),
                        "FAKETIME_NO_CACHE", "1",
                        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                        "FAKETIME_FORCE_MONOTONIC_FIX", "0",
                        "DONT_FAKE_MONOTONIC", "1"));
        live.start(VOTE, B);
        live.awaitStatus("ci-a is primary of epoch 1.", "ci-b is in sync");
    }

    @AfterEach
    void close() throws IOException {
        if (cluster.isPresent()) {
            cluster.get().close();
        }
    }

    @Test
    void anHourForwardAndAnHourBackMoveNothing() throws IOException {
        for (String jump : new String[] {"+3600s", "-3600s"}) {
            Files.writeString(shift, jump + "\n");
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() ->
                            assertThat(Duration.between(Instant.now(), timeOfA()).abs())
                                    .as(live().log(A))
                                    .isGreaterThan(Duration.ofMinutes(55)));
            await().during(SEVERAL_LEASES)
                    .atMost(SEVERAL_LEASES.multipliedBy(5))
                    .untilAsserted(() ->
                            assertThat(live().status().out())
                                    .contains("ci-a is primary of epoch 1.", "ci-b is in sync"));
        }
        assertThat(live().log(A)).doesNotContainPattern(HISTORY);
        assertThat(live().log(B)).doesNotContainPattern(HISTORY);
    }

    private LiveCluster live() {
        return cluster.orElseThrow();
    }

    private Instant timeOfA() {
        String json =
                LiveCluster.run("status", "-o", "json", "--home", live().home(A).root().toString())
                        .out();
        Matcher time = Pattern.compile("\"time\" *: *\"([^\"]+)\"").matcher(json);
        assertThat(time.find()).as(json).isTrue();
        return Instant.parse(time.group(1));
    }

    private static Optional<Path> library() throws IOException {
        String named = System.getProperty("understudy.faketime", "");
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named));
        }
        try (DirectoryStream<Path> architectures =
                Files.newDirectoryStream(Path.of("/usr/lib"), "*-linux-gnu*")) {
            for (Path architecture : architectures) {
                Path library = architecture.resolve("faketime/libfaketimeMT.so.1");
                if (Files.isReadable(library)) {
                    return Optional.of(library);
                }
            }
            return Optional.empty();
        }
    }
}
