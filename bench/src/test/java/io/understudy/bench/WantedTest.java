package io.understudy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WantedTest {

    @Test
    void takesWhatIsToBeMeasuredAndItsOptions() {
        assertThat(read("failover --program p --runs 3 --only cut --json /tmp/f"))
                .isEqualTo(
                        new Wanted.Reading.Read(
                                new Wanted(
                                        "failover",
                                        Map.of(
                                                "--program",
                                                "p",
                                                "--runs",
                                                "3",
                                                "--only",
                                                "cut",
                                                "--json",
                                                "/tmp/f"))));
        assertThat(wanted("start").runs(20)).isEqualTo(20);
        assertThat(wanted("start --runs 7").runs(20)).isEqualTo(7);
    }

    @Test
    void ofAnOptionGivenTwiceTheLastCounts() {
        assertThat(wanted("files --program one --program other").option("--program"))
                .isEqualTo("other");
    }

    @Test
    void aQuestionForTheUsageMeasuresNothing() {
        for (String words : List.of("--help", "help", "failover --help", "files --runs 3 -h")) {
            assertThat(read(words)).isEqualTo(new Wanted.Reading.Help());
        }
    }

    @Test
    void whatItDoesNotKnowIsRefusedInOneSentence() {
        assertThat(why(""))
                .isEqualTo(
                        "needed one of start, takeover, idle, failover, files, dashboard, found"
                                + " nothing");
        assertThat(why("failovr"))
                .isEqualTo(
                        "needed one of start, takeover, idle, failover, files, dashboard, found"
                                + " 'failovr'");
        assertThat(why("start --run 3"))
                .isEqualTo("needed an option of bench start, found '--run'");
        assertThat(why("start --only cut"))
                .isEqualTo("needed an option of bench start, found '--only'");
        assertThat(why("files --only cut"))
                .isEqualTo("needed one of big, many after --only, found 'cut'");
        assertThat(why("files --link fast"))
                .isEqualTo("needed a rate such as 1gbit or 100mbit after --link, found 'fast'");
        assertThat(why("failover --link 1gbit"))
                .isEqualTo("needed an option of bench failover, found '--link'");
        assertThat(why("idle --runs 3"))
                .isEqualTo("needed an option of bench idle, found '--runs'");
        assertThat(why("failover cut"))
                .isEqualTo("needed an option of bench failover, found 'cut'");
        assertThat(why("failover --only cuts"))
                .isEqualTo(
                        "needed one of power-off, cut, switchover, killed after --only, found"
                                + " 'cuts'");
        assertThat(why("files --runs")).isEqualTo("needed a value after --runs, found nothing");
        assertThat(why("files --json --runs"))
                .isEqualTo("needed a value after --json, found '--runs'");
        for (String runs : List.of("0", "-1", "ten", "99999")) {
            assertThat(why("files --runs " + runs))
                    .isEqualTo("needed a number from 1 to 9999 after --runs, found '" + runs + "'");
        }
    }

    /** In a tree that is not built it would take minutes. */
    @Test
    void theScriptRefusesBeforeItBuilds() throws Exception {
        String dev = Path.of(System.getProperty("understudy.root"), "dev").toString();

        Ran wrong = Ran.of(dev, "bench", "failover", "--onyl", "cut");
        Ran help = Ran.of(dev, "bench", "failover", "--help");

        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err())
                .startsWith("bench: needed an option of bench failover, found '--onyl'\nusage: ");
        assertThat(help.status()).isZero();
        assertThat(help.out()).startsWith("usage: ./dev bench").doesNotContain("building");
    }

    private static Wanted wanted(String words) {
        return ((Wanted.Reading.Read) read(words)).wanted();
    }

    private static String why(String words) {
        return ((Wanted.Reading.Wrong) read(words)).why();
    }

    private static Wanted.Reading read(String words) {
        return Wanted.read(words.isEmpty() ? List.of() : List.of(words.split(" ")));
    }
}
