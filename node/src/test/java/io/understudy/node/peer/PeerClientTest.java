package io.understudy.node.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.core.action.Command;
import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.node.api.ApiServer;
import io.understudy.node.api.FakeDesk;
import io.understudy.node.api.ReachReport;
import io.understudy.node.api.Rooms;
import io.understudy.node.api.SharedRegister;
import io.understudy.node.identity.Admission;
import io.understudy.node.identity.ClusterTls;
import io.understudy.node.identity.JoinEndpoint;
import io.understudy.node.identity.NodeHome;
import io.understudy.node.identity.Purpose;
import io.understudy.node.identity.TestAuthority;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PeerClientTest {

    private static final NodeId A = new NodeId("ci-a");
    private static final NodeId B = new NodeId("ci-b");
    private static final Epoch EPOCH = new Epoch(4);
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    @TempDir Path home;
    private final FakeDesk desk = new FakeDesk();
    private TestAuthority authority;
    private ApiServer server;

    @BeforeEach
    void listen() throws Exception {
        authority = new TestAuthority();
        server = serve(0);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aReceiptIsDone() throws Exception {
        try (PeerClient client = client(A, server.address().getPort())) {
            assertThat(client.fence(A, EPOCH, DEADLINE)).isEqualTo(new Outcome.Done());
        }
        assertThat(desk.asked()).containsExactly("fence by ci-b for 4");
    }

    @Test
    void aNodeThatStillServesRefuses() throws Exception {
        desk.answersWith(new Outcome.Refused("still serving"));
        try (PeerClient client = client(A, server.address().getPort())) {
            assertThat(client.fence(A, EPOCH, DEADLINE))
                    .isEqualTo(new Outcome.Refused("still serving"));
        }
    }

    @Test
    void aReportAPlanAndHistoryComeBackWhole() throws Exception {
        try (PeerClient client = client(A, server.address().getPort())) {
            assertThat(client.status(A, DEADLINE))
                    .isEqualTo(new PeerAnswer.Answered<>(desk.report()));
            assertThat(client.plan(A, new Command.Resume(), DEADLINE))
                    .isEqualTo(new PeerAnswer.Answered<>(desk.plan(new Command.Resume())));
            assertThat(client.history(A, 5, DEADLINE))
                    .isEqualTo(new PeerAnswer.Answered<>(desk.history(5)));
            assertThat(client.command(A, new Command.Resume(), DEADLINE))
                    .isEqualTo(new Outcome.Done());
        }
    }

    @Test
    void nobodyListeningIsSilence() throws Exception {
        int port = server.address().getPort();
        server.close();
        try (PeerClient client = client(A, port)) {
            assertThat(client.fence(A, EPOCH, DEADLINE))
                    .isEqualTo(
                            new Outcome.Unknown(
                                    "needed ci-a at 127.0.0.1:%d to answer, found that nothing listens there; is `understudy node` running on it?"
                                            .formatted(port)));
        }
    }

    @Test
    void aNodeThatSaysNothingIsSilenceWithinTheDeadline() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                PeerClient client = client(A, mute.getLocalPort())) {
            long start = System.nanoTime();

            Outcome outcome = client.fence(A, EPOCH, Duration.ofMillis(300));

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(250), Duration.ofSeconds(3));
            assertThat(outcome)
                    .isEqualTo(
                            new Outcome.Unknown(
                                    "needed an answer from ci-a at 127.0.0.1:%d, found none in time; is it up, and the port open?"
                                            .formatted(mute.getLocalPort())));
        }
    }

    @Test
    void anotherNodeAtThatAddressIsNotAsked() throws Exception {
        try (PeerClient client = client(new NodeId("ci-c"), server.address().getPort())) {
            assertThat(client.fence(new NodeId("ci-c"), EPOCH, DEADLINE))
                    .isInstanceOfSatisfying(
                            Outcome.Unknown.class,
                            unknown ->
                                    assertThat(unknown.why())
                                            .contains("needed ci-c to answer, found ci-a"));
        }
        assertThat(desk.asked()).isEmpty();
    }

    @Test
    void aNodeOfAnotherClusterIsNotAsked() throws Exception {
        TestAuthority other = new TestAuthority();
        try (PeerClient client = client(other.tls("ci-b", Purpose.NODE))) {
            assertThat(client.fence(A, EPOCH, DEADLINE))
                    .isInstanceOfSatisfying(
                            Outcome.Unknown.class,
                            unknown ->
                                    assertThat(unknown.why())
                                            .contains("needed a certificate of this cluster")
                                            .contains("of another"));
        }
        assertThat(desk.asked()).isEmpty();
    }

    @Test
    void anExpiredCertificateOfItsOwnIsSaid() throws Exception {
        try (PeerClient client =
                client(new ClusterTls(authority.expired("ci-b"), InstantSource.system()))) {
            assertThat(client.fence(A, EPOCH, DEADLINE))
                    .isInstanceOfSatisfying(
                            Outcome.Unknown.class,
                            unknown -> assertThat(unknown.why()).contains("expired"));
        }
        assertThat(desk.asked()).isEmpty();
    }

    @Test
    void aConnectionThatWasClosedMeanwhileIsMadeAnew() throws Exception {
        int port = server.address().getPort();
        try (PeerClient client = client(A, port)) {
            assertThat(client.fence(A, EPOCH, DEADLINE)).isEqualTo(new Outcome.Done());
            server.close();
            server = serve(port);

            assertThat(client.fence(A, EPOCH, DEADLINE)).isEqualTo(new Outcome.Done());
        }
    }

    @Test
    void aCallOnAWarmConnectionTakesAFewMilliseconds() throws Exception {
        try (PeerClient client = client(A, server.address().getPort())) {
            long[] nanos = new long[200];
            for (int i = 0; i < nanos.length; i++) {
                long start = System.nanoTime();
                assertThat(client.fence(A, EPOCH, DEADLINE)).isEqualTo(new Outcome.Done());
                nanos[i] = System.nanoTime() - start;
            }
            Arrays.sort(nanos);
            assertThat(Duration.ofNanos(nanos[100])).isLessThan(Duration.ofMillis(20));
        }
    }

    @Test
    void aWatchedNodeIsAskedAgainAndAgainUntilTheClientIsClosed() throws Exception {
        PeerClient client = client(A, server.address().getPort());
        client.keepWarm(Duration.ofMillis(20), (_, _) -> {});
        await().atMost(DEADLINE).until(() -> desk.asked().size() >= 3);

        client.close();

        await().atMost(DEADLINE)
                .pollDelay(Duration.ofMillis(200))
                .until(() -> {
                    int before = desk.asked().size();
                    Thread.sleep(100);
                    return desk.asked().size() == before;
                });
    }

    @Test
    void aNodeThatTheFileDoesNotNameIsNotAsked() throws Exception {
        try (PeerClient client = client(A, server.address().getPort())) {
            assertThat(client.fence(new NodeId("ci-x"), EPOCH, DEADLINE))
                    .isEqualTo(
                            new Outcome.Unknown(
                                    "needed the address of ci-x, found no such node in"
                                            + " understudy.yaml"));
        }
    }

    @Test
    void whoAsksWhichNodesAnswerIsToldHowTheLatestCallsEnded() throws Exception {
        try (PeerClient client = client(A, server.address().getPort())) {
            ReachReport untried = client.reach().getFirst();
            assertThat(untried.answered().isPresent() || untried.silence().isPresent())
                    .as("a node that was never called has neither answered nor been silent")
                    .isFalse();

            await().atMost(DEADLINE).until(() -> client.reach().getFirst().answered().isPresent());
            server.close();
            assertThat(client.fence(A, EPOCH, DEADLINE)).isInstanceOf(Outcome.Unknown.class);

            ReachReport cut = client.reach().getFirst();
            assertThat(cut.node()).isEqualTo(A);
            assertThat(cut.answered()).as("when it last answered stays known").isPresent();
            assertThat(cut.silence()).hasValueSatisfying(why -> assertThat(why).contains("ci-a"));
        }
    }

    @Test
    void aLongCallThatComesToNothingDoesNotRefuteALaterAnswer() {
        Contact contact = Contact.NONE.answered(2_000);

        assertThat(contact.silent("no answer in time", 1_000, 3_000)).isEqualTo(contact);
        assertThat(contact.silent("no answer in time", 2_500, 3_000).silence())
                .contains("no answer in time");
    }

    private PeerClient client(NodeId node, int port) throws Exception {
        return new PeerClient(
                authority.tls(B.name(), Purpose.NODE), Map.of(node, "127.0.0.1:" + port));
    }

    private PeerClient client(ClusterTls tls) {
        return new PeerClient(tls, Map.of(A, "127.0.0.1:" + server.address().getPort()));
    }

    private ApiServer serve(int port) throws Exception {
        return ApiServer.listen(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                authority.tls(A.name(), Purpose.NODE),
                new Rooms(
                        desk,
                        form -> "",
                        new JoinEndpoint(new Admission(new NodeHome(home), InstantSource.system())),
                        SharedRegister.NONE));
    }
}
