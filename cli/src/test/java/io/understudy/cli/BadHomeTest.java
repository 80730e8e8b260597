package io.understudy.cli;

import static io.understudy.cli.LiveCluster.A;
import static io.understudy.cli.LiveCluster.B;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.node.identity.Enrolment;
import io.understudy.node.identity.Founding;
import io.understudy.node.identity.NodeHome;
import io.understudy.node.journal.EpochFile;
import io.understudy.testkit.BadInputPage;
import io.understudy.testkit.InMemory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that must not start: each says why in one sentence, and changes nothing. */
@Timeout(60)
class BadHomeTest {

    @TempDir(factory = InMemory.class)
    private Path folder;

    private LiveCluster cluster;

    @BeforeEach
    void found() throws IOException {
        cluster = LiveCluster.found(folder);
    }

    @AfterEach
    void close() throws IOException {
        cluster.close();
    }

    @Test
    void aHomeWithoutAnIdentity() throws IOException {
        NodeHome nowhere = new NodeHome(folder.resolve("nowhere"));

        assertRefused("a home without an identity", nowhere);
        assertThat(nowhere.root()).doesNotExist();
    }

    @Test
    void aConfigurationWithMistakes() throws IOException {
        cluster.configure(A, "timing: fast", "timing: hasty");

        assertRefused("a configuration with mistakes", cluster.home(A));
    }

    @Test
    void aConfigurationWithoutThisNode() throws IOException {
        cluster.configure(A, "  ci-a:", "  ci-x:");

        assertRefused("a configuration without this node", cluster.home(A));
    }

    @Test
    void theHomeOfANodeWithAnotherAddress() throws IOException {
        cluster.configure(A, "address: 127.0.0.1", "address: 192.0.2.7");

        assertRefused("the home of a node with another address", cluster.home(A));
    }

    @Test
    void aDamagedEpoch() throws IOException {
        Path epoch = cluster.home(A).root().resolve("epoch");
        new EpochFile(epoch).write(new Epoch(41));
        String damaged = Files.readString(epoch).replace("41", "14");
        Files.writeString(epoch, damaged);

        assertRefused("a damaged epoch", cluster.home(A));
        assertThat(epoch).hasContent(damaged);
    }

    @Test
    void aCertificateThatHasExpired() throws IOException {
        InstantSource threeYearsAgo =
                () -> InstantSource.system().instant().minus(Duration.ofDays(3 * 365));
        NodeHome old = new NodeHome(folder.resolve("old"));
        assertThat(new Founding(threeYearsAgo).init(cluster.home(A).config(), new NodeId(A), old))
                .isInstanceOf(Enrolment.Enrolled.class);

        assertRefused("an expired certificate", old);
        assertThat(LiveCluster.run("renew", "--home", old.root().toString()).status()).isZero();
    }

    @Test
    void anArbitersPortThatIsTaken() throws IOException {
        try (ServerSocket taken = take(cluster.places(A).quorum())) {
            assertThat(assertRefused("an arbiter's port that is taken", cluster.home(A)))
                    .contains("127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void anApiPortThatIsTaken() throws IOException {
        try (ServerSocket taken = take(cluster.places(A).api())) {
            assertThat(assertRefused("an API port that is taken", cluster.home(A)))
                    .contains("127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void aKeyOfAnotherNode() throws IOException {
        NodeHome home = cluster.home(B);
        Files.write(home.key(), Files.readAllBytes(cluster.home(A).key()));

        assertThat(assertRefused("a key of another node", home)).doesNotContain("BEGIN");
    }

    @Test
    void aKeyThatIsCutOff() throws IOException {
        NodeHome home = cluster.home(B);
        cutOff(home.key(), 100);

        assertThat(assertRefused("a key that is cut off", home)).doesNotContain("BEGIN");
    }

    @Test
    void aFoundersKeyThatIsCutOff() throws IOException {
        NodeHome home = cluster.home(A);
        cutOff(home.key(), 0);

        assertRefused("a key of the first node that is cut off", home);
        assertThat(home.authorityKey()).exists();
    }

    @Test
    void aCertificateThatIsCutOff() throws IOException {
        NodeHome home = cluster.home(B);
        cutOff(home.certificate(), 300);

        assertRefused("a certificate that is cut off", home);
    }

    @Test
    void aConfigurationThatIsCutOff() throws IOException {
        NodeHome home = cluster.home(B);
        cutOff(home.config(), (int) Files.size(home.config()) - 10);

        assertRefused("a configuration that is cut off", home);
    }

    @Test
    void anEmptyConfiguration() throws IOException {
        NodeHome home = cluster.home(B);
        cutOff(home.config(), 0);

        assertRefused("an empty configuration", home);
    }

    @Test
    void anEmptyEpoch() throws IOException {
        Path epoch = cluster.home(B).root().resolve("epoch");
        new EpochFile(epoch).write(new Epoch(41));
        cutOff(epoch, 0);

        assertRefused("a damaged epoch", cluster.home(B));
        assertThat(epoch).isEmptyFile();
    }

    /** As a disk that was full, or a file system that was mended, leaves it. */
    private static void cutOff(Path file, int length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }

    private static ServerSocket take(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }

    /** In one line, with the exit status for what a person must mend. */
    private static String assertRefused(String input, NodeHome home) throws IOException {
        LiveCluster.Ran ran = LiveCluster.run("node", "--home", home.root().toString());
        assertThat(ran.err()).containsPattern(BadInputPage.says(input)).hasLineCount(1);
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        return ran.err();
    }
}
