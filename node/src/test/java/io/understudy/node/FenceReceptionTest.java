package io.understudy.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.understudy.core.action.Outcome;
import io.understudy.core.decision.FenceView;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.FencePlan;
import io.understudy.core.model.FencePlan.Kind;
import io.understudy.core.model.FencePlan.Method;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Timings;
import io.understudy.node.api.ApiServer;
import io.understudy.node.api.FakeDesk;
import io.understudy.node.api.FenceReport;
import io.understudy.node.api.FenceTrial;
import io.understudy.node.api.Rooms;
import io.understudy.node.api.SharedRegister;
import io.understudy.node.fence.FenceMethods;
import io.understudy.node.fence.FenceSettings;
import io.understudy.node.fence.Proofs;
import io.understudy.node.identity.Admission;
import io.understudy.node.identity.JoinEndpoint;
import io.understudy.node.identity.NodeHome;
import io.understudy.node.identity.Purpose;
import io.understudy.node.identity.TestAuthority;
import io.understudy.node.peer.PeerAnswer;
import io.understudy.node.peer.PeerClient;
import io.understudy.node.process.ProgramRunner;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real API and by real commands. */
class FenceReceptionTest {

    private static final NodeId OTHER = new NodeId("ci-b");
    private static final Duration LONG = Duration.ofSeconds(10);

    @TempDir private Path home;
    private ApiServer peer;
    private PeerClient peers;

    @BeforeEach
    void listen() throws Exception {
        TestAuthority authority = new TestAuthority();
        peer =
                ApiServer.listen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        authority.tls("ci-b", Purpose.NODE),
                        new Rooms(
                                new FakeDesk(),
                                form -> "",
                                new JoinEndpoint(
                                        new Admission(new NodeHome(home), InstantSource.system())),
                                SharedRegister.NONE));
        peers =
                new PeerClient(
                        authority.tls("ci-a", Purpose.NODE),
                        Map.of(OTHER, "127.0.0.1:" + peer.address().getPort()));
        // The first handshake of a JVM loads much, and the time of a trial is not for that.
        assertThat(peers.status(OTHER, LONG)).isInstanceOf(PeerAnswer.Answered.class);
    }

    @AfterEach
    void close() {
        peers.close();
        peer.close();
    }

    @Test
    void aTestTriesEachMethodWithoutHarmAndIsRemembered() {
        FenceReception reception = reception(List.of("/bin/true"));

        assertThat(reception.test())
                .extracting(FenceTrial::node, FenceTrial::method, FenceTrial::outcome)
                .containsExactly(
                        tuple(OTHER, "peer", new Outcome.Done()),
                        tuple(OTHER, "power", new Outcome.Done()));

        assertThat(home.resolve("harmed")).doesNotExist();
        assertThat(reception(List.of("/bin/true")).report(nobody()).ways())
                .as("by a daemon that was started again")
                .hasSize(2)
                .allSatisfy(way ->
                        assertThat(way.test())
                                .hasValueSatisfying(test -> assertThat(test.why()).isEmpty()));
    }

    @Test
    void whatProvesNothingIsRememberedWithItsReason() {
        FenceReception reception = reception(List.of("/bin/sh", "-c", "echo 'no BMC' >&2; exit 1"));
        peer.close();

        List<FenceTrial> trials = reception.test();

        assertThat(trials).noneMatch(FenceTrial::proved);
        assertThat(trials.getFirst().outcome()).isInstanceOf(Outcome.Unknown.class);
        assertThat(reception.report(nobody()).ways())
                .extracting(way -> way.test().flatMap(FenceReport.Test::why).orElse(""))
                .satisfiesExactly(
                        peer -> assertThat(peer).contains("nothing listens there"),
                        power -> assertThat(power).isEqualTo("exit status 1: no BMC"));
    }

    @Test
    void aCommandWithoutATestIsNotProved() {
        assertThat(reception(List.of()).test().getLast().outcome())
                .isInstanceOf(Outcome.NotYet.class);
    }

    @Test
    void whatCantBeKeptIsSaidAllTheSame() throws Exception {
        FenceReception reception = reception(List.of("/bin/true"));
        Files.createDirectory(home.resolve("proofs.new"));

        assertThat(reception.test()).hasSize(2).allMatch(FenceTrial::proved);
        assertThat(reception.report(nobody()).ways())
                .allSatisfy(way -> assertThat(way.test()).isEmpty());
    }

    private static FenceView nobody() {
        return new FenceView(Epoch.NONE, Map.of());
    }

    private FenceReception reception(List<String> test) {
        FencePlan plan =
                new FencePlan(
                        true,
                        List.of(
                                FencePlan.peer(Timings.fast()),
                                new Method("power", Kind.COMMAND, LONG)));
        FenceSettings settings =
                new FenceSettings(
                        Map.of(OTHER, "127.0.0.1"),
                        Map.of(
                                "power",
                                new FenceSettings.Command(
                                        List.of("/bin/touch", home.resolve("harmed").toString()),
                                        test,
                                        Optional.empty(),
                                        LONG)));
        return new FenceReception(
                plan,
                Set.of(OTHER),
                new FenceReception.Means(
                        peers,
                        new FenceMethods(settings, new ProgramRunner()),
                        new Proofs(home.resolve("proofs"))));
    }
}
