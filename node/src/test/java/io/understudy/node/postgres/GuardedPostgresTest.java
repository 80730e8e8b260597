package io.understudy.node.postgres;

import static io.understudy.node.postgres.TestCluster.A;
import static io.understudy.node.postgres.TestCluster.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.node.guard.GuardProgram;
import io.understudy.node.guard.GuardSettings;
import io.understudy.node.guard.TestHome;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The guard knows the PostgreSQL that it watches over from every other one. */
@Timeout(120)
class GuardedPostgresTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final TestCluster cluster = new TestCluster();
    private final TestHome home = new TestHome();

    @AfterEach
    void close() {
        home.close();
        cluster.close();
    }

    @Test
    void endsPostgresAndServerAtItsDeadlineAndNoBystander() throws Exception {
        startPrimary(A);
        startPrimary(B);
        home.serve();
        PostgresSettings settings = cluster.settings(A);
        home.watchOverToo(new GuardSettings.Watched.Database(settings.data(), settings.side()));
        GuardProgram guard = home.guard();
        Moment until = home.now().plus(Duration.ofMillis(700));
        guard.arm(new Epoch(7), until, SOON);
        guard.close();
        assertThat(cluster.ask(A, "select 1")).isEqualTo("1");
        assertThat(home.serving()).isTrue();

        TestHome.waitUntil(until);
        await().atMost(SOON).until(() -> cluster.processes(A).isEmpty() && !home.serving());

        assertThat(cluster.ask(B, "select 1")).isEqualTo("1");
    }

    @Test
    void findsADataDirectoryByAnyOfItsNames() throws Exception {
        startPrimary(A);
        PostgresSettings settings = cluster.settings(A);
        var link = home.root().resolve("a link's name, with spaces");
        java.nio.file.Files.createSymbolicLink(link, settings.data());
        home.watchOverToo(new GuardSettings.Watched.Database(link, settings.side()));
        home.guard().arm(new Epoch(7), home.now(), SOON);
        await().atMost(SOON).until(() -> cluster.processes(A).isEmpty());
    }

    private void startPrimary(NodeId node) {
        cluster.initialize(node);
        assertThat(cluster.database(node).startPrimary(Set.of(), SOON))
                .isEqualTo(new Outcome.Done());
    }
}
