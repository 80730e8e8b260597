package io.understudy.cli;

import static io.understudy.cli.SampleReports.A;
import static io.understudy.cli.SampleReports.B;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.model.Epoch;
import io.understudy.node.api.Lookout.Form;
import io.understudy.node.api.Wire;
import io.understudy.node.identity.NodeHome;
import io.understudy.node.overview.Overview;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnDaemonTest {

    @TempDir Path folder;
    private RunningCluster cluster;

    @BeforeEach
    void start() throws IOException {
        cluster =
                new RunningCluster(
                        folder,
                        new ScriptedDesk(SampleReports.primary(A, B, 3)),
                        new ScriptedDesk(SampleReports.standby(B, A, 3)));
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void saysWhatAllNodesSayInEachForm() throws Exception {
        assertThat(said(Form.TEXT)).contains("\nci-a is primary of epoch 3.\n");
        assertThat(said(Form.COLOURS)).contains("\u001b[1mci-a is primary of epoch 3.");
        assertThat(said(Form.JSON)).startsWith("{\n  \"nodes\" : [ {\n");
        Overview overview = new Wire().read(said(Form.LINE), Overview.class);
        assertThat(overview.primacy().orElseThrow().epoch()).isEqualTo(new Epoch(3));
        assertThat(overview.reportOf(B)).contains(SampleReports.standby(B, A, 3));
        assertThat(overview.sightings()).hasSize(3);
    }

    @Test
    void isNotWaitedForWhenItSaysNothing() throws IOException {
        cluster.stopA();
        InetAddress host = InetAddress.getLoopbackAddress();
        try (ServerSocket mute = new ServerSocket(cluster.portOfA(), 5, host)) {
            long start = System.nanoTime();

            assertThat(unheard())
                    .isEqualTo(
                            "needed an answer from ci-a at 127.0.0.1:%d, found none in time; is it up, and the port open?"
                                    .formatted(mute.getLocalPort()));
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(10));
        }
    }

    @Test
    void isAnotherWhereAnotherNodeAnswersAtItsAddress() throws IOException {
        Path file = cluster.home().config();
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("ci-a", "was-a")
                        .replace("ci-b", "ci-a")
                        .replace("was-a", "ci-b"));

        assertThat(unheard()).contains("needed ci-a to answer, found ci-b; compare the addresses");
    }

    @Test
    void isNoneWhereTheHomeIsNotWhole() throws IOException {
        assertThat(OwnDaemon.of(new NodeHome(folder.resolve("none")))).isEmpty();
        Files.writeString(cluster.home().config(), "cluster: 7\n");
        assertThat(OwnDaemon.of(cluster.home())).isEmpty();
    }

    private String said(Form form) {
        return reply(form) instanceof OwnDaemon.Reply.Said(String overview) ? overview : "unheard";
    }

    private String unheard() {
        return reply(Form.TEXT) instanceof OwnDaemon.Reply.Unheard(String why) ? why : "heard";
    }

    private OwnDaemon.Reply reply(Form form) {
        return OwnDaemon.of(cluster.home()).orElseThrow().overview(form);
    }
}
