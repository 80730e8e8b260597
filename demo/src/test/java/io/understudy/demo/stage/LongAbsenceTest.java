package io.understudy.demo.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.decision.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A primary is lost with rows of its own, and is away until the log that it would need is gone: it
 * keeps what only it had, makes a new copy by itself, and the primary moves home again.
 */
@Timeout(240)
@Tag("long")
class LongAbsenceTest {

    /** Less than the log that is written meanwhile; 128 MB are kept in any case. */
    private static final String LITTLE = "keep-wal: 64MB";

    private static final int MOST_SEGMENTS = 40;

    private static final String GONE =
            "since the primary no longer has the log that this node needs next";

    private static final Pattern PROGRESS =
            Pattern.compile(
                    "making a new copy, "
                            + GONE
                            + " \\(copying, \\d+ of \\d+ MB, \\d+ %, \\d+ MB/s, about \\d+ s"
                            + " left\\)");

    @Test
    void aNodeWhoseLogIsGoneCopiesAnewKeepsWhatItHadAndComesHome() throws Exception {
        try (Playing playing = Playing.begin(LongAbsenceTest::keepingLittleLog)) {
            StageNode home = playing.awaitWhole();
            StageNode other = playing.other(home);
            loseWithRowsOfItsOwn(playing, home);
            playing.awaitRole(other, Role.ACTIVE);
            playing.awaitRowAfter(System.nanoTime());
            outgrowTheLogKeptFor(home, superuser(playing, other));

            try (Slowed _ = new Slowed(home, "pg_basebackup")) {
                playing.troupe().startDaemon(home);
                System.out.println(playing.awaitStatus(other, PROGRESS));
            }

            assertThat(playing.awaitWhole()).as(playing.logs()).isEqualTo(other);
            assertThat(Files.readString(home.log())).contains("making a new copy, " + GONE);
            assertKeptUntilDiscarded(playing, home);
            System.out.println(playing.type(other, "failback", "--yes"));
            assertThat(playing.awaitWhole()).as(playing.logs()).isEqualTo(home);
            playing.awaitRowAfter(System.nanoTime());
            assertThat(playing.faults()).isEmpty();
        }
    }

    private static String keepingLittleLog(String configuration) {
        assertThat(configuration).contains("keep-wal: 1GB");
        return configuration
                .replace("timing: fast", "timing: normal")
                .replace("keep-wal: 1GB", LITTLE);
    }

    private static Superuser superuser(Playing playing, StageNode node) {
        return new Superuser(node, playing.stage().password());
    }

    /** What it commits last reaches nobody, and is acknowledged to nobody. */
    private static void loseWithRowsOfItsOwn(Playing playing, StageNode primary) throws Exception {
        Superuser there = superuser(playing, primary);
        there.run("create table only_here (words text)");
        ProcessHandle sender = Victim.WAL_SENDER.on(primary).orElseThrow();
        var _ =
                Programs.run(
                        List.of("kill", "-STOP", Long.toString(sender.pid())),
                        playing.stage().folder());
        Thread _ = Thread.ofVirtual().start(() -> insertInVain(there));
        String _ =
                Playing.await(
                        "its commit waits for the standby",
                        () ->
                                there.tryToAsk(
                                                "select count(*) from pg_stat_activity where"
                                                        + " wait_event = 'SyncRep' and query like"
                                                        + " 'insert into only_here%'")
                                        .filter(count -> count.equals("1")));
        playing.troupe().kill(primary);
    }

    private static void insertInVain(Superuser there) {
        try {
            there.run("insert into only_here values ('never acknowledged')");
        } catch (SQLException | IOException _) {
            // Its server is killed while it waits.
        }
    }

    private static void outgrowTheLogKeptFor(StageNode away, Superuser primary) throws Exception {
        primary.run(
                "create table ballast as select n, repeat(md5(n::text), 30) as text from"
                        + " generate_series(1, 150000) n");
        String slot =
                "select coalesce((select wal_status from pg_replication_slots where slot_name ="
                        + " 'understudy_%s'), 'none')"
                                .formatted(away.id().name().replace('-', '_'));
        int segments = 0;
        while (!primary.ask(slot).equals("lost")) {
            segments++;
            assertThat(segments).as("the slot is %s", primary.ask(slot)).isLessThan(MOST_SEGMENTS);
            primary.run("select pg_switch_wal()", "checkpoint");
        }
    }

    private static void assertKeptUntilDiscarded(Playing playing, StageNode node) throws Exception {
        String list = playing.type(node, "diverged", "list");
        Matcher first = Pattern.compile("(?m)^(\\S+) +" + playing.other(node).id()).matcher(list);
        assertThat(first.find()).as(list).isTrue();
        String id = first.group(1);
        assertThat(playing.type(node, "status"))
                .containsPattern(node.id() + " keeps .* understudy diverged show " + id);
        String shown = playing.type(node, "diverged", "show", id);
        System.out.println(list + "\n" + shown);
        assertThat(shown).contains("public.only_here: 1 inserted").contains("never acknowledged");

        assertThat(playing.type(node, "diverged", "discard", id, "--yes"))
                .contains(id + " is deleted");
        assertThat(playing.type(node, "diverged", "list")).doesNotContain(id);
        assertThat(playing.type(node, "status")).doesNotContain(node.id() + " keeps");
    }
}
