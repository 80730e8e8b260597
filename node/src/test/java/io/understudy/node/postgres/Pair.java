package io.understudy.node.postgres;

import static io.understudy.node.postgres.TestCluster.A;
import static io.understudy.node.postgres.TestCluster.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.DatabaseState;
import io.understudy.core.port.Progress;
import java.time.Duration;
import java.util.Set;

/** Steps and waits that several tests share. */
final class Pair {

    static final Duration LONG = Duration.ofSeconds(30);
    static final Duration LOOK = Duration.ofSeconds(2);
    static final Outcome DONE = new Outcome.Done();

    private Pair() {}

    /** A primary with a synchronous standby. */
    static void up(PostgresDatabase a, PostgresDatabase b) {
        assertThat(a.startPrimary(Set.of(), LONG)).isEqualTo(DONE);
        assertThat(b.copyAnew(A, LONG, Progress.NONE)).isEqualTo(DONE);
        assertThat(b.startStandby(A, LONG)).isEqualTo(DONE);
        awaitStreaming(a, B);
        assertThat(a.waitFor(Set.of(B), LONG)).isEqualTo(DONE);
        awaitSynchronous(a, B);
    }

    static void awaitStreaming(PostgresDatabase on, NodeId node) {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() ->
                        assertThat(primary(on).followers())
                                .anyMatch(it -> it.node().equals(node) && it.streaming()));
    }

    static void awaitSynchronous(PostgresDatabase on, NodeId node) {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() ->
                        assertThat(primary(on).followers())
                                .anyMatch(it -> it.node().equals(node) && it.synchronous()));
    }

    static DatabaseState.Primary primary(PostgresDatabase database) {
        DatabaseState state = database.look(LOOK);
        assertThat(state).isInstanceOf(DatabaseState.Primary.class);
        return (DatabaseState.Primary) state;
    }

    static DatabaseState.Standby standby(PostgresDatabase database) {
        DatabaseState state = database.look(LOOK);
        assertThat(state).isInstanceOf(DatabaseState.Standby.class);
        return (DatabaseState.Standby) state;
    }

    static DatabaseState.Stopped stopped(PostgresDatabase database) {
        DatabaseState state = database.look(LOOK);
        assertThat(state).isInstanceOf(DatabaseState.Stopped.class);
        return (DatabaseState.Stopped) state;
    }

    static String refusal(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused) outcome).why();
    }

    static String failure(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed) outcome).why();
    }

    static String notYet(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.NotYet.class);
        return ((Outcome.NotYet) outcome).why();
    }
}
