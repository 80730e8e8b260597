package io.understudy.demo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.demo.TestPostgres;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowWriterTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void losesNothingOverARestartAndKnowsTheGap() throws Exception {
        try (TestPostgres postgres = TestPostgres.started()) {
            RowWriter writer = startedOn(List.of(postgres));
            awaitRows(writer, 20);
            postgres.stop("immediate");
            long down = System.nanoTime();
            Acknowledged last = writer.lastAcknowledged().orElseThrow();
            postgres.start();
            await().atMost(SOON).until(() -> writer.firstAcknowledgedAfter(down).isPresent());
            awaitRows(writer, 60);
            writer.stop();

            RowReport report = writer.report();
            assertThat(report.clean()).as("%s", report).isTrue();
            assertThat(report.acknowledged()).isEqualTo(writer.acknowledged().size());
            assertThat(report.sources()).containsExactly(new Source("", postgres.port(), 1));
            assertThat(report.longestGap())
                    .hasValueSatisfying(gap -> {
                        assertThat(gap.before()).isEqualTo(last);
                        assertThat(gap.after())
                                .isEqualTo(writer.firstAcknowledgedAfter(down).orElseThrow());
                    });
            // The number under way when PostgreSQL was killed has another outcome, and only it.
            assertThat(report.unknown() + report.failed()).isBetween(1L, 2L);
        }
    }

    @Test
    void followsAPromotionToTheOtherHost() throws Exception {
        try (TestPostgres first = TestPostgres.started();
                TestPostgres second = TestPostgres.standbyOf(first)) {
            first.execute("ALTER SYSTEM SET synchronous_standby_names = '*'");
            first.execute("SELECT pg_reload_conf()");
            await().atMost(SOON)
                    .until(() ->
                            first.number(
                                            "SELECT count(*) FROM pg_stat_replication WHERE"
                                                    + " sync_state = 'sync'")
                                    == 1);
            RowWriter writer = startedOn(List.of(first, second));
            awaitRows(writer, 20);
            first.stop("immediate");
            long down = System.nanoTime();
            second.promote();
            await().atMost(SOON).until(() -> writer.firstAcknowledgedAfter(down).isPresent());
            awaitRows(writer, 40);
            writer.stop();

            RowReport report = writer.report();
            assertThat(report.clean()).as("%s", report).isTrue();
            assertThat(report.sources())
                    .containsExactly(
                            new Source("", first.port(), 1), new Source("", second.port(), 2));
        }
    }

    @Test
    void reportsALossWhenAnAcknowledgedRowIsGone() throws Exception {
        try (TestPostgres postgres = TestPostgres.started()) {
            RowWriter writer = startedOn(List.of(postgres));
            awaitRows(writer, 20);
            writer.stop();
            postgres.execute("DELETE FROM demo_rows WHERE number IN (7, 12)");
            RowReport report = writer.report();
            assertThat(report.clean()).isFalse();
            assertThat(report.verification())
                    .isEqualTo(new Verification.Verified(List.of(7L, 12L), 0, 0, List.of()));
        }
    }

    @Test
    void doesNotTakeACommitForAcknowledgedThatStoppedWaitingForItsStandby() throws Exception {
        try (TestPostgres postgres = TestPostgres.started()) {
            RowWriter writer = startedOn(List.of(postgres));
            awaitRows(writer, 5);
            // Nobody will ever confirm a commit now; then somebody cancels one that waits.
            postgres.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
            postgres.execute("SELECT pg_reload_conf()");
            String waiting =
                    "FROM pg_stat_activity WHERE application_name = 'row-writer' AND wait_event ="
                            + " 'SyncRep'";
            await().atMost(SOON).until(() -> postgres.number("SELECT count(*) " + waiting) == 1);
            assertThat(postgres.number("SELECT count(pg_cancel_backend(pid)) " + waiting))
                    .isEqualTo(1);
            postgres.execute("ALTER SYSTEM RESET synchronous_standby_names");
            postgres.execute("SELECT pg_reload_conf()");
            long again = System.nanoTime();
            await().atMost(SOON).until(() -> writer.firstAcknowledgedAfter(again).isPresent());
            writer.stop();
            RowReport report = writer.report();
            assertThat(report.unknown()).as("%s", report).isPositive();
            assertThat(report.verification())
                    .isInstanceOfSatisfying(
                            Verification.Verified.class,
                            seen -> assertThat(seen.unknownPresent()).isPositive());
        }
    }

    private static RowWriter startedOn(List<TestPostgres> servers) {
        var writer =
                new RowWriter(
                        new RowWriterSettings(
                                servers.stream().map(one -> "127.0.0.1:" + one.port()).toList(),
                                "postgres",
                                "demo",
                                servers.getFirst().passwordFile(),
                                "test",
                                Duration.ofMillis(5),
                                Patience.USUAL));
        writer.start();
        return writer;
    }

    private static void awaitRows(RowWriter writer, int count) {
        await().atMost(SOON).until(() -> writer.acknowledged().size() >= count);
    }
}
