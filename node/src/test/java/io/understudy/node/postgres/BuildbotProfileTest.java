package io.understudy.node.postgres;

import static io.understudy.node.postgres.TestCluster.A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.understudy.core.action.Outcome;
import io.understudy.core.action.StopMode;
import io.understudy.core.model.Epoch;
import io.understudy.core.observation.ServerState;
import io.understudy.core.port.Workload;
import io.understudy.core.port.Workload.Build;
import io.understudy.core.port.Workload.Fate;
import io.understudy.core.port.Workload.Fates;
import io.understudy.core.port.Workload.Kind;
import io.understudy.core.port.Workload.Sight;
import io.understudy.core.port.Workload.Worker;
import io.understudy.node.config.Profiles;
import io.understudy.node.server.DetachedServer;
import io.understudy.testkit.BadInputPage;
import io.understudy.testkit.ClaimedPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The profile buildbot with Debian's Buildbot and a PostgreSQL. */
@Timeout(180)
class BuildbotProfileTest {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final Outcome DONE = new Outcome.Done();

    private final TestCluster cluster = new TestCluster();
    @TempDir Path folder = Path.of("");

    @BeforeEach
    void look() throws IOException {
        assumeTrue(
                Buildbot.isInstalled(),
                "needed Buildbot, found none; type: apt-get install buildbot buildbot-worker"
                        + " python3-psycopg2");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        cluster.initialize(A);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void followsWorkersAndBuildsThroughTheEndsOfAMaster()
            throws IOException, InterruptedException, SQLException {
        PostgresDatabase database = cluster.database(A);
        assertThat(database.startPrimary(Set.of(), LOOK.multipliedBy(4))).isEqualTo(DONE);
        cluster.sql(A, "create role buildbot login");
        cluster.sql(
                A, "create database buildbot owner buildbot encoding 'UTF8' template template0");
        try (var buildbot = new Buildbot(folder, cluster.settings(A).listening().port())) {
            buildbot.make();
            DetachedServer server = buildbot.server();
            try {
                Workload workload =
                        new PostgresWorkload(cluster.settings(A), buildbot.statements());
                assertThat(unseen(workload))
                        .matches(BadInputPage.says("a server's tables without a grant"));
                PostgresWorkload.Statements right = buildbot.statements();
                assertThat(
                                unseen(
                                        new PostgresWorkload(
                                                cluster.settings(A),
                                                new PostgresWorkload.Statements(
                                                        "other",
                                                        right.workers(),
                                                        right.builds(),
                                                        right.fates()))))
                        .matches(BadInputPage.says("a server's database of another name"));
                grant();
                start(server, 1);
                buildbot.startWorkers();
                await().atMost(SOON).until(() -> connected(workload).keySet().size() == 2);

                assertThatItIsNotWellWhileItHangs(server);

                buildbot.change();
                Build first = awaitBuild(workload, "long/1");
                Map<String, String> marks = connected(workload);

                assertThat(server.stop(StopMode.AT_ONCE, STOP)).isEqualTo(DONE);
                assertThat(seen(workload).builds()).as("what it left").containsExactly(first);
                assertThat(connected(workload)).as("as it left them").isEqualTo(marks);
                start(server, 2);
                await().atMost(SOON)
                        .untilAsserted(() ->
                                assertThat(fate(workload, first))
                                        .isEqualTo(new Fate(Kind.RUN_AGAIN, "long/2")));
                await().atMost(SOON)
                        .untilAsserted(() ->
                                assertThat(connected(workload))
                                        .hasSize(2)
                                        .allSatisfy((name, mark) ->
                                                assertThat(mark).isNotEqualTo(marks.get(name))));

                Build second = awaitBuild(workload, "long/2");
                assertThat(server.stop(StopMode.ORDERLY, STOP)).isEqualTo(DONE);
                assertThat(seen(workload).builds()).as("cut off in order").contains(second);
                assertThat(fate(workload, second).kind()).isIn(Kind.WAITING, Kind.RUNNING);
            } finally {
                server.stop(StopMode.AT_ONCE, STOP);
            }
        }
    }

    @Test
    void aMasterWithoutItsDatabaseIsNeverWell() throws IOException {
        try (var buildbot = new Buildbot(folder, ClaimedPorts.one())) {
            buildbot.write();
            DetachedServer server = buildbot.server();
            try {
                assertThat(server.start(new Epoch(1), LOOK)).isEqualTo(DONE);
                await().atMost(SOON)
                        .until(() -> {
                            ServerState state = server.look(LOOK);
                            assertThat(state).isNotInstanceOf(ServerState.Healthy.class);
                            return state instanceof ServerState.Stopped;
                        });
            } finally {
                server.stop(StopMode.AT_ONCE, STOP);
            }
        }
    }

    /** As the profile's notes have it. */
    private void grant() throws SQLException {
        String note =
                Profiles.of("buildbot").notes().stream()
                        .filter(text -> text.contains("GRANT"))
                        .findFirst()
                        .orElseThrow();
        String grant = note.substring(note.indexOf("GRANT"), note.indexOf(';'));
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:postgresql://127.0.0.1:%d/buildbot"
                                        .formatted(cluster.settings(A).listening().port()),
                                "buildbot",
                                "");
                Statement statement = connection.createStatement()) {
            statement.execute(grant);
        }
    }

    private static void signal(String pid, String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
    }

    private static void start(DetachedServer server, int epoch) {
        assertThat(server.start(new Epoch(epoch), LOOK)).isEqualTo(DONE);
        await().atMost(SOON).until(() -> server.look(LOOK) instanceof ServerState.Healthy);
    }

    /** The kernel goes on accepting workers for it. */
    private static void assertThatItIsNotWellWhileItHangs(DetachedServer server)
            throws IOException, InterruptedException {
        String pid = server.pid().orElseThrow().toString();
        signal(pid, "STOP");
        try {
            await().atMost(SOON).until(() -> server.look(LOOK) instanceof ServerState.Unhealthy);
        } finally {
            signal(pid, "CONT");
        }
        await().atMost(SOON).until(() -> server.look(LOOK) instanceof ServerState.Healthy);
    }

    private static Build awaitBuild(Workload workload, String name) {
        await().atMost(SOON)
                .until(() ->
                        seen(workload).builds().stream()
                                .anyMatch(build -> build.name().equals(name)));
        return seen(workload).builds().stream()
                .filter(build -> build.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String unseen(Workload workload) {
        Sight sight = workload.look(LOOK);
        assertThat(sight).isInstanceOf(Sight.Unseen.class);
        return ((Sight.Unseen) sight).why();
    }

    private static Sight.Seen seen(Workload workload) {
        Sight sight = workload.look(LOOK);
        assertThat(sight).isInstanceOf(Sight.Seen.class);
        return (Sight.Seen) sight;
    }

    private static Map<String, String> connected(Workload workload) {
        return seen(workload).workers().stream()
                .filter(Worker::connected)
                .collect(Collectors.toMap(Worker::name, Worker::mark));
    }

    private static Fate fate(Workload workload, Build build) {
        Fates fates = workload.fates(Set.of(build.key()), LOOK);
        assertThat(fates).isInstanceOf(Fates.Known.class);
        return new HashMap<>(((Fates.Known) fates).of())
                .getOrDefault(build.key(), new Fate(Kind.LOST, "not there"));
    }
}
