package io.understudy.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.GuardState;
import io.understudy.node.guard.GuardProgram;
import io.understudy.node.guard.GuardSettings;
import io.understudy.node.identity.Enrolment;
import io.understudy.node.identity.Founding;
import io.understudy.node.identity.NodeHome;
import io.understudy.node.journal.EpochFile;
import io.understudy.node.loop.Monotonic;
import io.understudy.node.process.DetachedGroup;
import io.understudy.node.process.LogFile;
import io.understudy.node.process.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * On a real guard and a real server, whose daemon does not run; its virtual address is not here.
 */
class FenceSelfTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Path GUARD =
            Path.of(System.getProperty("understudy.root", ".."))
                    .toAbsolutePath()
                    .resolve("node/target/guard/understudy-guard")
                    .normalize();

    /** The guard's socket needs a short name. */
    private Path folder;

    private NodeHome home;
    private DetachedGroup server;
    private GuardProgram guard;

    @BeforeEach
    void aHostWhoseDaemonIsGone() throws Exception {
        System.setProperty("understudy.guard", GUARD.toString());
        folder = Files.createTempDirectory("fence-self-");
        home = new NodeHome(folder.resolve("ci-a"));
        Path config =
                Files.writeString(
                        folder.resolve("understudy.yaml"),
                        """
                        cluster: acme
                        nodes:
                          ci-a: { address: 127.0.0.1, ports: { api: 1 } }
                          ci-b: { address: 127.0.0.2 }
                          vote: { address: 127.0.0.3, witness: true }
                        timing: fast
                        watchdog: off
                        server: { command: [/bin/true], directory: /, probe: { tcp: "127.0.0.1:9" } }
                        database: { postgresql: { data: %s } }
                        address: { virtual-ip: 198.51.100.7/32, interface: lo }
                        """
                                .formatted(folder.resolve("data")));
        assertThat(new Founding(InstantSource.system()).init(config, new NodeId("ci-a"), home))
                .isInstanceOf(Enrolment.Enrolled.class);
        Path stateFile = home.root().resolve("server/server.process");
        server = new DetachedGroup(stateFile, new LogFile(folder.resolve("server.log"), 10_000));
        assertThat(server.start(Program.of("sh", "-c", "trap '' TERM; sleep 600 & wait")))
                .isEqualTo(new DetachedGroup.StartResult.Running());
        guard =
                new GuardProgram(
                        new GuardSettings(
                                GUARD,
                                home.root(),
                                List.of(new GuardSettings.Watched.Server(stateFile)),
                                GuardSettings.Watchdog.OFF));
    }

    @AfterEach
    void tidyUp() {
        server.stop(Duration.ZERO, SOON);
        guard.dismiss(SOON);
        guard.close();
        System.clearProperty("understudy.guard");
    }

    @Test
    void endsWhatServesByItsGuardWhereTheDaemonDoesNotAnswerAndGivesAReceiptThen()
            throws Exception {
        armedFor(new Epoch(6));

        try (FenceSelf self = FenceSelf.of(home)) {
            assertThat(self.stop(new Epoch(7))).isEqualTo(new Outcome.Done());
            assertThat(self.receipt(new Epoch(7)))
                    .isEqualTo("understudy receipt: ci-a serves in no epoch before 7");
        }
        assertThat(server.isRunning()).isFalse();
    }

    @Test
    void stopsNothingForAWinnerOfAnEpochThatItsGuardWatchesOverAlready() throws Exception {
        armedFor(new Epoch(8));

        try (FenceSelf self = FenceSelf.of(home)) {
            assertThat(self.stop(new Epoch(7)))
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            no -> assertThat(no.why()).contains("watches over epoch 8"));
        }
        assertThat(server.isRunning()).isTrue();
    }

    @Test
    void stopsNothingForAWinnerOfAnEpochBeforeOneThatItHasSeen() throws Exception {
        new EpochFile(home.root().resolve("epoch")).write(new Epoch(9));

        try (FenceSelf self = FenceSelf.of(home)) {
            assertThat(self.stop(new Epoch(7)))
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            no -> assertThat(no.why()).contains("has seen epoch 9"));
        }
        assertThat(server.isRunning()).isTrue();
    }

    @Test
    void aTestStopsNothing() throws Exception {
        armedFor(new Epoch(6));

        try (FenceSelf self = FenceSelf.of(home)) {
            assertThat(self.test()).isEqualTo(new Outcome.Done());
        }
        assertThat(server.isRunning()).isTrue();
    }

    private void armedFor(Epoch epoch) {
        Moment later = Monotonic.system().now().plus(Duration.ofMinutes(10));
        assertThat(guard.arm(epoch, later, SOON)).isInstanceOf(GuardState.Armed.class);
    }
}
