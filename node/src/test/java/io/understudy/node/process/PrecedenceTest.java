package io.understudy.node.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the daemon has of its host before others, and that what it starts has none of it. */
class PrecedenceTest {

    private static final String KEPT = "300";

    @Test
    void isReadBehindANameWithBracketsAndBlanks() {
        String stat =
                "42 (a) S (b) S 1 42 42 0 -1 4194304 100 0 0 0 1 2 0 0 20 -10 31 0 1234 5678 9 0";
        assertThat(Precedence.read(stat, "-900\n")).isEqualTo(new Precedence(-10, -900));
    }

    @Test
    void whoHasNoneGivesNoneBack() {
        Precedence none = new Precedence(0, 0);
        assertThat(none.givenBack()).isEmpty();
        assertThat(none.nicenessGivenBack()).isEmpty();
        assertThat(none.ofPostmaster()).isEmpty();
        assertThat(none.lack()).hasValueSatisfying(why -> assertThat(why).contains("Nice=-10"));
    }

    @Test
    void aProgramStartedWithItGoesBeforeNobody() throws Exception {
        Precedence daemons = new Precedence(-10, -900);
        assertThat(daemons.lack()).isEmpty();
        assertThat(startedAt(-10, daemons.givenBack())).containsExactly("0", "0");
    }

    @Test
    void aPostmasterIsSparedLikeTheDaemonAndItsChildrenAreNot() throws Exception {
        Precedence daemons = new Precedence(-10, -900);
        assertThat(startedAt(-10, daemons.nicenessGivenBack())).containsExactly("0", KEPT);
        assertThat(daemons.ofPostmaster())
                .containsEntry("PG_OOM_ADJUST_FILE", "/proc/self/oom_score_adj")
                .containsEntry("PG_OOM_ADJUST_VALUE", "0");
    }

    /**
     * What a program sees of itself that is started so by something of that niceness, whose score
     * is one that anybody may give itself: a lower one takes a right that containers lack.
     */
    private static List<String> startedAt(int niceness, List<String> prefix) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "nice",
                                "-n",
                                Integer.toString(
                                        niceness - Precedence.ofThisProcess().niceness())));
        command.addAll(List.of("choom", "-n", KEPT, "--"));
        command.addAll(prefix);
        command.addAll(List.of("sh", "-c", "nice; cat /proc/self/oom_score_adj"));
        Process process = new ProcessBuilder(command).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String complaint =
                new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(!complaint.contains("cannot set niceness"), "needed to be root: " + complaint);
        assertThat(process.waitFor()).as(complaint).isZero();
        return said.lines().toList();
    }
}
