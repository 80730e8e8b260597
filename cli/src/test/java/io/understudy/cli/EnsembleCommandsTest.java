package io.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.model.NodeId;
import io.understudy.node.api.ArbiterReport;
import io.understudy.node.api.ArbiterReport.Place;
import io.understudy.node.api.EnsembleReport;
import io.understudy.node.api.NodeReport;
import io.understudy.node.api.Wire;
import io.understudy.node.overview.Overview;
import io.understudy.node.overview.Paint;
import io.understudy.node.overview.Sighting;
import io.understudy.node.overview.StatusText;
import io.understudy.node.peer.PeerAnswer;
import io.understudy.testkit.BadInputPage;
import io.understudy.testkit.InMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person reads where the register is in an ensemble outside of the nodes. */
final class EnsembleCommandsTest {

    private static final NodeId A = new NodeId("ci-a");
    private static final NodeId B = new NodeId("ci-b");

    @TempDir(factory = InMemory.class)
    Path folder = Path.of("");

    @Test
    void aClusterOfTwoNodesAndAnEnsembleNeedsNoWitness() throws IOException {
        Path file = configuration("{ authority: /etc/ensemble.crt }");

        LiveCluster.Ran ran = LiveCluster.run("config", "check", file.toString());

        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("the cluster acme of 2 nodes, 2 of them with a database");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void configCheckWarnsOfAnEnsembleInClearText() throws IOException {
        Path file = configuration("off");

        LiveCluster.Ran ran = LiveCluster.run("config", "check", file.toString());

        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.err())
                .containsPattern(BadInputPage.says("an ensemble in clear text (`tls: off`)"));
    }

    @Test
    void initNeedsNoEnsembleToAnswer() throws IOException {
        Path file = configuration("{ authority: /etc/ensemble.crt }");
        Path home = folder.resolve("home");

        LiveCluster.Ran ran =
                LiveCluster.run(
                        "init",
                        "--node",
                        "ci-a",
                        "--config",
                        file.toString(),
                        "--home",
                        home.toString());

        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(home.resolve("identity")).isDirectory();
    }

    @Test
    void statusNamesTheMemberAndTheSilentOnes() {
        Optional<EnsembleReport> ensemble =
                Optional.of(
                        new EnsembleReport("zk1:2281", Duration.ofMillis(3), List.of("zk2:2281")));
        NodeReport report = report(Place.CONNECTED, "connected to zk1:2281", ensemble);

        assertThat(text(report)).contains("ci-a's register: connected to zk1:2281.");
        assertThat(new Wire().writeIndented(report))
                .contains("\"place\" : \"connected\"")
                .containsPattern("\"member\" : \"zk1:2281\",\\s+\"latencyMillis\" : 3,")
                .contains("\"silent\" : [ \"zk2:2281\" ]");
    }

    @Test
    void statusHasNoLineOfAVoteThatIsTheNodesOwn() {
        NodeReport report = report(Place.FOLLOWING, "connected to its leader", Optional.empty());

        assertThat(text(report)).noneMatch(line -> line.contains("register:"));
    }

    private static List<String> text(NodeReport report) {
        return new StatusText(new Paint(false))
                .of(new Overview(List.of(Sighting.of(A, new PeerAnswer.Answered<>(report)))));
    }

    private static NodeReport report(
            Place place, String member, Optional<EnsembleReport> ensemble) {
        NodeReport usual = SampleReports.primary(A, B, 3);
        return new NodeReport(
                usual.about(),
                usual.standing(),
                usual.primacy(),
                usual.worst(),
                usual.database(),
                usual.server(),
                new ArbiterReport(
                        place,
                        member,
                        ensemble,
                        Optional.of(Duration.ofMillis(80)),
                        Optional.empty(),
                        Optional.empty()),
                usual.guard(),
                usual.journal(),
                usual.fence());
    }

    private Path configuration(String tls) throws IOException {
        return Files.writeString(
                folder.resolve("understudy.yaml"),
                """
                cluster: acme
                nodes:
                  ci-a: { address: 192.0.2.11 }
                  ci-b: { address: 192.0.2.12 }
                arbiter:
                  zookeeper:
                    connect: "zk1.example.com:2281,zk2.example.com:2281"
                    tls: %s
                    user: understudy
                    password-file: /etc/understudy/zookeeper.password
                database: { postgresql: { data: /nowhere } }
                """
                        .formatted(tls));
    }
}
