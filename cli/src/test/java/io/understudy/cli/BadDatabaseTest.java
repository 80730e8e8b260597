package io.understudy.cli;

import static io.understudy.cli.LiveCluster.A;
import static io.understudy.cli.LiveCluster.B;
import static io.understudy.cli.LiveCluster.VOTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.node.identity.Secret;
import io.understudy.testkit.InMemory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Databases that can't run: the status says why, and all goes on once it is mended. */
@Timeout(120)
class BadDatabaseTest {

    @TempDir(factory = InMemory.class)
    private Path folder;

    private LiveCluster cluster;

    @BeforeEach
    void found() throws Exception {
        cluster = LiveCluster.found(folder);
        LocalPostgres.initialize(cluster.data(A));
        LocalPostgres.makeRoom(cluster.data(B));
    }

    @AfterEach
    void close() throws IOException {
        cluster.close();
    }

    @Test
    void programsThatAreMissing() throws Exception {
        Path bin = folder.resolve("bin");
        cluster.configure(A, "bin: " + LocalPostgres.programs(), "bin: " + bin);
        cluster.start(VOTE, A);

        cluster.awaitPage("missing PostgreSQL programs");

        Files.createSymbolicLink(bin, LocalPostgres.programs());
        cluster.awaitStatus("ci-a is primary of epoch 1.", "  primary  ");
    }

    @Test
    void dataOfAnotherMajorVersion() throws Exception {
        Path version = cluster.data(A).resolve("PG_VERSION");
        String right = Files.readString(version);
        Files.writeString(version, "12\n");
        cluster.start(VOTE, A);

        cluster.awaitPage("data of another major version");

        Files.writeString(version, right);
        cluster.awaitStatus("ci-a is primary of epoch 1.", "  primary  ");
    }

    @Test
    void aPortThatIsTaken() throws Exception {
        int port = cluster.places(A).database();
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            cluster.start(VOTE, A);

            cluster.awaitPage("PostgreSQL's port that is taken");
            assertThat(taken.isBound()).isTrue();
        }
        cluster.awaitStatus("ci-a is primary of epoch 1.", "  primary  ");
    }

    @Test
    void aPasswordThatIsWrong() throws Exception {
        Path secret = cluster.home(B).secret(Secret.POSTGRESQL_PASSWORD);
        String right = Files.readString(secret);
        Files.writeString(secret, "not-the-password");
        cluster.start(VOTE, A, B);

        cluster.awaitPage("a wrong password");
        assertThat(cluster.status().out()).doesNotContain(right).doesNotContain("not-the-password");
        assertThat(cluster.log(B)).doesNotContain(right).doesNotContain("not-the-password");

        Files.writeString(secret, right);
        cluster.awaitStatus("ci-b is in sync");
    }
}
