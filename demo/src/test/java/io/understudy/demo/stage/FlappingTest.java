package io.understudy.demo.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.decision.Role;
import io.understudy.core.model.Timings;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Primaries that are lost again and again, until the cluster holds still and waits for a person.
 */
@Tag("long")
@Timeout(400)
class FlappingTest {

    private static final Pattern HELD =
            Pattern.compile(
                    "Paused by flapping protection \\(2 automatic moves in a row\\): nothing moves"
                            + " for another \\d+ min");

    private static final Pattern WAITS =
            Pattern.compile(
                    "Nothing moves by itself: after 2 automatic moves in a row it holds still for"
                            + " .*; `understudy resume` ends that");

    @Test
    void twoMovesInARowHoldTheThirdUntilAPersonResumes() throws Exception {
        try (Playing playing = Playing.begin(FlappingTest::holdingSoon)) {
            StageNode one = playing.awaitWhole();
            StageNode other = playing.other(one);
            loses(playing, one);
            playing.troupe().startDaemon(one);
            assertThat(playing.awaitWhole()).isEqualTo(other);
            loses(playing, other);
            playing.troupe().startDaemon(other);
            assertThat(playing.awaitWhole()).isEqualTo(one);
            System.out.println(playing.awaitStatus(one, HELD));

            playing.troupe().kill(one);
            playing.awaitStatus(other, WAITS);
            Thread.sleep(Timings.normal().ttl().multipliedBy(2));
            System.out.println(playing.awaitStatus(other, WAITS));

            System.out.println(playing.type(other, "resume", "--yes"));
            playing.awaitRole(other, Role.ACTIVE);
            playing.awaitRowAfter(System.nanoTime());
            playing.troupe().startDaemon(one);
            assertThat(playing.awaitWhole()).isEqualTo(other);
            assertThat(playing.type(other, "status")).doesNotContain("Paused by");
            assertThat(playing.faults()).isEmpty();
        }
    }

    private static void loses(Playing playing, StageNode primary) throws Exception {
        playing.troupe().kill(primary);
        playing.awaitRole(playing.other(primary), Role.ACTIVE);
        playing.awaitRowAfter(System.nanoTime());
    }

    private static String holdingSoon(String configuration) {
        return configuration
                .replace("timing: fast", "timing: normal")
                .concat("flapping: { moves: 2, within: 10m }\n");
    }
}
