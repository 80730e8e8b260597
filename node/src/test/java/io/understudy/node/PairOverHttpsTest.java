package io.understudy.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Pair;
import io.understudy.core.model.PeerLoss;
import io.understudy.core.model.Synchrony;
import io.understudy.core.model.Version;
import io.understudy.core.port.Register.CasResult;
import io.understudy.core.port.Register.ReadResult;
import io.understudy.node.api.ApiServer;
import io.understudy.node.api.FakeDesk;
import io.understudy.node.api.Rooms;
import io.understudy.node.arbiter.PairArbiter;
import io.understudy.node.identity.Admission;
import io.understudy.node.identity.JoinEndpoint;
import io.understudy.node.identity.NodeHome;
import io.understudy.node.identity.Purpose;
import io.understudy.node.identity.TestAuthority;
import io.understudy.node.peer.PeerClient;
import io.understudy.testkit.States;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The register of two nodes over their own HTTPS, with certificates of the cluster. */
final class PairOverHttpsTest {

    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");
    private static final Duration CALL = Duration.ofSeconds(10);

    @TempDir Path folder;
    private final TestAuthority authority;

    PairOverHttpsTest() throws Exception {
        authority = new TestAuthority();
    }

    @Test
    void theOthersFileDecidesAndBothHaveTheValue() throws Exception {
        try (PeerClient nobody = client(B, 1);
                ApiServer server = serve(B, arbitration(B, nobody));
                PeerClient client = client(A, server.address().getPort())) {
            Arbitration a = arbitration(A, client);
            Version founded = written(a, Version.ABSENT, inSync(1));
            Version renewed = written(a, founded, inSync(2));
            assertThat(renewed).isGreaterThan(founded);
            assertThat(Files.readString(file(B))).isEqualTo(Files.readString(file(A)));
        }
    }

    @Test
    void aSilentNodeMakesAWriteUnknownWithinItsDeadline() throws Exception {
        Version founded;
        try (PeerClient nobody = client(B, 1);
                ApiServer server = serve(B, arbitration(B, nobody));
                PeerClient client = client(A, server.address().getPort())) {
            founded = written(arbitration(A, client), Version.ABSENT, inSync(1));
        }
        try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                PeerClient client = client(A, mute.getLocalPort())) {
            Arbitration a = arbitration(A, client);
            long start = System.nanoTime();
            CasResult result =
                    a.arbiter()
                            .register()
                            .compareAndSet(founded, inSync(2), Duration.ofMillis(600));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(CALL);
            assertThat(result)
                    .isInstanceOfSatisfying(
                            CasResult.Unknown.class,
                            unknown ->
                                    assertThat(unknown.why())
                                            .startsWith("needed an answer from b at 127.0.0.1:")
                                            .contains("found none in time"));
            assertThat(a.arbiter().register().read(Duration.ofMillis(600)))
                    .isInstanceOfSatisfying(
                            ReadResult.Found.class,
                            found -> assertThat(found.value().version()).isEqualTo(founded));
        }
    }

    private Arbitration arbitration(NodeId self, PeerClient peers) throws Exception {
        Files.createDirectories(file(self).resolveSibling("."));
        return Arbitration.pair(
                new PairArbiter.Settings(
                        self,
                        Pair.of(A, B, PeerLoss.STANDBY_TAKES_OVER),
                        file(self),
                        Epoch.NONE,
                        Duration.ofMillis(20)),
                peers);
    }

    private Path file(NodeId node) {
        return folder.resolve(node.name()).resolve("register");
    }

    private ApiServer serve(NodeId node, Arbitration arbitration) throws Exception {
        return ApiServer.listen(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                authority.tls(node.name(), Purpose.NODE),
                new Rooms(
                        new FakeDesk(),
                        form -> "",
                        new JoinEndpoint(
                                new Admission(
                                        new NodeHome(folder.resolve(node.name())),
                                        InstantSource.system())),
                        arbitration.shared()));
    }

    private PeerClient client(NodeId self, int port) throws Exception {
        return new PeerClient(
                authority.tls(self.name(), Purpose.NODE),
                Map.of(self.equals(A) ? B : A, "127.0.0.1:" + port));
    }

    private static Version written(Arbitration of, Version expected, ClusterState next) {
        CasResult result = of.arbiter().register().compareAndSet(expected, next, CALL);
        assertThat(result).isInstanceOf(CasResult.Written.class);
        return ((CasResult.Written) result).version();
    }

    private static ClusterState inSync(long renewal) {
        return States.active("a", renewal).withSynchrony(new Synchrony.InSync(Set.of(B)));
    }
}
