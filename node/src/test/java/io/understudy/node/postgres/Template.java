package io.understudy.node.postgres;

import static io.understudy.node.postgres.TestCluster.A;

import io.understudy.core.action.Outcome;
import io.understudy.core.action.StopMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** A data directory to copy, made once for each process of tests and deleted at its end. */
final class Template {

    private static final Path HOME = make();

    private Template() {}

    /** Holds the data and what Understudy keeps beside it. */
    static Path home() {
        return HOME;
    }

    private static Path make() {
        TestCluster cluster = new TestCluster();
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
        cluster.initializeAnew(A);
        PostgresDatabase database = cluster.database(A);
        Duration enough = Duration.ofSeconds(30);
        Outcome started = database.startPrimary(Set.of(), enough);
        Outcome stopped = database.stop(StopMode.ORDERLY, enough);
        database.close();
        if (!(started instanceof Outcome.Done && stopped instanceof Outcome.Done)) {
            throw new IllegalStateException(started + ", " + stopped);
        }
        return cluster.settings(A).data().resolveSibling("");
    }
}
