package io.understudy.cli;

import static io.understudy.cli.LiveCluster.A;
import static io.understudy.cli.LiveCluster.B;
import static io.understudy.cli.LiveCluster.VOTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.testkit.InMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node of another cluster, on the address of one of ours. */
@Timeout(120)
class StrangerTest {

    @TempDir(factory = InMemory.class)
    private Path folder;

    private LiveCluster ours;
    private LiveCluster theirs;

    @BeforeEach
    void found() throws Exception {
        ours = LiveCluster.found(Files.createDirectory(folder.resolve("ours")));
        theirs = ours.stranger(Files.createDirectory(folder.resolve("theirs")));
        LocalPostgres.open(folder);
        LocalPostgres.initialize(ours.data(A));
        LocalPostgres.makeRoom(theirs.data(B));
    }

    @AfterEach
    void close() throws IOException {
        ours.close();
        theirs.close();
    }

    @Test
    void aStrangerIsNamedAndNeitherVotesNorCopies() throws Exception {
        theirs.start(B);
        theirs.awaitStatusOf(B, "Waiting to see the register");
        ours.start(A);

        ours.awaitPage("a node of another cluster");
        ours.awaitStatus("Waiting to see the register");
        assertThat(ours.status().out()).contains("Nobody that answered knows who is primary.");

        ours.start(VOTE);
        ours.awaitStatus("ci-a is primary of epoch 1.", "no standby is in sync", "another cluster");
        assertThat(theirs.data(B)).doesNotExist();
        assertThat(theirs.status(B).out())
                .contains("Waiting to see the register", "another cluster");
    }
}
