package io.understudy.node.postgres;

import io.understudy.core.model.NodeId;
import io.understudy.core.port.Database;
import io.understudy.testkit.DatabaseContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PostgresContractTest extends DatabaseContract {

    private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofSeconds(2);

    private final TestCluster cluster = new TestCluster();
    private final Map<NodeId, PostgresDatabase> databases = new HashMap<>();

    PostgresContractTest() {
        cluster.initialize(A);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Override
    protected Database database(NodeId node) {
        return databases.computeIfAbsent(node, cluster::database);
    }

    @Override
    protected boolean write(NodeId node, String row) throws Exception {
        CompletableFuture<Boolean> commit =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        if (cluster.ask(node, "select to_regclass('t')").equals("null")) {
                            cluster.sql(node, "create table t (row text)");
                        }
                        cluster.sql(node, "insert into t values ('" + row + "')");
                        return true;
                    } catch (SQLException _) {
                        return false;
                    }
                });
        try {
            return commit.get(ACKNOWLEDGED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return false;
        }
    }

    @Override
    protected Set<String> rows(NodeId node) throws Exception {
        Set<String> rows = new TreeSet<>();
        try (Connection connection = cluster.connect(node);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select row from t")) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    @Override
    protected void crash(NodeId node) {
        cluster.crash(node);
    }

    @Override
    protected void freeze(NodeId node) throws Exception {
        Postmaster.signal("STOP", cluster.processes(node));
    }

    @Override
    protected void makeUnrewindable(NodeId node) throws Exception {
        Path wal = cluster.settings(node).data().resolve("pg_wal");
        try (var segments = Files.list(wal)) {
            for (Path segment : segments.filter(Files::isRegularFile).toList()) {
                Files.delete(segment);
            }
        }
    }
}
