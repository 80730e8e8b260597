package io.understudy.node.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.model.LogPosition;
import io.understudy.core.model.NodeId;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PureTextTest {

    private static final NodeId A = new NodeId("ci-a");
    private static final NodeId B = new NodeId("ci-b");

    @Test
    void aCommitWaitsForAllThatAreNamed() {
        assertThat(SynchronousNames.render(Set.of(B, A))).isEqualTo("FIRST 2 (\"ci-a\",\"ci-b\")");
        assertThat(SynchronousNames.parse("FIRST 2 (\"ci-a\",\"ci-b\")")).containsExactly(A, B);
        assertThat(SynchronousNames.render(Set.of())).isEmpty();
        assertThat(SynchronousNames.parse("")).isEmpty();
    }

    @Test
    void whatSomebodyElseWroteNamesNobody() {
        assertThat(SynchronousNames.parse("*")).isEmpty();
        assertThat(SynchronousNames.parse("ANY 1 (\"ci-a\",\"ci-b\")")).isEmpty();
        assertThat(SynchronousNames.parse("FIRST 1 (\"ci-a\",\"ci-b\")")).isEmpty();
    }

    @Test
    void theBlockStandsOnceAndAtTheTop() {
        String users = "local all all peer\nhost all all 10.0.0.0/8 md5\n";
        String once = HostAccess.withBlock(users, "understudy");
        assertThat(once).startsWith("# >>> understudy").endsWith(users);
        assertThat(HostAccess.withBlock(once, "understudy")).isEqualTo(once);
        assertThat(HostAccess.withBlock("local all bob trust\n" + once, "understudy"))
                .startsWith("# >>> understudy")
                .contains("local all bob trust\n" + users)
                .containsOnlyOnce("# >>> understudy");
    }

    @Test
    void aSecretIsWhatPostgresMakesOfTheSamePasswordAndSalt() {
        // The example of RFC 7677.
        byte[] salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
        assertThat(ScramSecret.of("pencil", salt))
                .isEqualTo(
                        "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=");
    }

    @Test
    void aNodeThatWroteOnAfterThePromotionHasLeft() {
        TimelineHistory old = TimelineHistory.parse(1, "");
        TimelineHistory now = TimelineHistory.parse(2, "1\t0/3000148\tno recovery target\n");
        assertThat(old.leaves(now))
                .isEqualTo(
                        Optional.of(new TimelineHistory.Fork(1, LogPosition.parse("0/3000148"))));
        assertThat(old.leaves(old)).isEmpty();
    }

    @Test
    void twoPromotionsFromOneTimelinePartWhereTheEarlierOneWas() {
        TimelineHistory two = TimelineHistory.parse(2, "1\t0/3000000\tx\n");
        TimelineHistory three = TimelineHistory.parse(3, "1\t0/2000000\tx\n");
        assertThat(two.leaves(three))
                .isEqualTo(
                        Optional.of(new TimelineHistory.Fork(1, LogPosition.parse("0/2000000"))));
    }

    @Test
    void slotNamesAreShortEnoughAndDistinct() {
        assertThat(Slots.of(B)).isEqualTo("understudy_ci_b");
        String one = Slots.of(new NodeId("a".repeat(62) + "1"));
        String other = Slots.of(new NodeId("a".repeat(62) + "2"));
        assertThat(one).hasSizeLessThanOrEqualTo(63).isNotEqualTo(other);
    }

    @Test
    void whyAStandbyDoesNotStreamIsItsLastComplaint() {
        List<String> log =
                List.of(
                        "LOG:  starting PostgreSQL 15.14",
                        "FATAL:  could not connect to the primary server: certificate has expired");
        assertThat(Link.trouble(log))
                .isEqualTo("could not connect to the primary server: certificate has expired");
        assertThat(Link.trouble(List.of(log.get(1), "LOG:  started streaming WAL from primary")))
                .isEmpty();
    }

    /** As PostgreSQL 13 to 18 say it, each time that they try. */
    @Test
    void thePrimaryHasTheLogNoMoreThatItsLastWordSaysIsRemoved() {
        String begins = "LOG:  started streaming WAL from primary at 0/3000000 on timeline 1";
        String removed =
                "FATAL:  could not receive data from WAL stream: ERROR:  requested WAL segment"
                        + " 000000010000000000000003 has already been removed";
        String unreachable = "FATAL:  could not connect to the primary server: refused";
        assertThat(Link.logGone(List.of())).isFalse();
        assertThat(Link.logGone(List.of(begins, removed))).isTrue();
        assertThat(Link.logGone(List.of(begins, removed, begins))).isTrue();
        assertThat(Link.logGone(List.of(begins, removed, unreachable))).isFalse();
        assertThat(Link.logGone(List.of(removed, "LOG:  starting PostgreSQL 15.14"))).isFalse();
        assertThat(
                        Link.logGone(
                                List.of(
                                        removed,
                                        "LOG:  parameter \"primary_conninfo\" changed to \"x\"")))
                .isFalse();
    }
}
