package io.understudy.demo.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.model.Epoch;
import io.understudy.demo.stage.MoodyServer.Mood;
import io.understudy.node.api.NodeReport;
import io.understudy.node.api.Primacy;
import io.understudy.node.api.RestartReport;
import io.understudy.node.api.ServerReport;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A server that will not run. On one node alone it is moved once; on both it is left, with its
 * database serving on, until a person has mended it.
 */
@Timeout(240)
class FailingServerTest {

    /** Longer than the pause before any restart that is allowed here, and than a look. */
    private static final Duration REST = Duration.ofSeconds(5);

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private static Optional<Playing> begun = Optional.empty();

    @BeforeAll
    static void begin() throws Exception {
        begun = Optional.of(Playing.begin(FailingServerTest::withAMoodyServer));
    }

    @AfterAll
    static void nothingIsLostAndNeverDidBothServe() throws Exception {
        if (begun.isPresent()) {
            try (Playing playing = begun.get()) {
                assertThat(playing.faults()).isEmpty();
            }
        }
    }

    @AfterEach
    void mendAndResume() throws Exception {
        for (StageNode node : playing().stage().carriers()) {
            Mood.WELL.on(node);
        }
        String _ = playing().type(playing().stage().first(), "resume", "--yes");
        StageNode _ = playing().awaitWhole();
    }

    private static Playing playing() {
        return begun.orElseThrow();
    }

    private static String withAMoodyServer(String configuration) {
        String command =
                new Programs(Playing.PROGRAM)
                        .small(MoodyServer.class.getName()).stream()
                                .collect(Collectors.joining("\", \"", "[\"", "\"]"));
        return configuration
                .replace("timing: fast", "timing: normal")
                .replaceFirst("command: \\[.*]", Matcher.quoteReplacement("command: " + command))
                .replace(
                        "stop-timeout: 2s",
                        """
                        stop-timeout: 2s
                          restarts: 1
                          start-timeout: 6s
                          unhealthy-after: 1s\
                        """);
    }

    @Test
    @Tag("long")
    void oneThatHangsOnOneNodeMovesOnceAndServesOnTheOther() throws Exception {
        movesOnce(Mood.HANGS);
    }

    @Test
    void oneThatEndsOnBothIsLeftUntilItIsMendedAndResumed() throws Exception {
        isLeft(Mood.EXITS);
    }

    @ParameterizedTest
    @EnumSource(names = {"EXITS", "FAILS"})
    @Tag("long")
    void oneThatFailsOnOneNodeMovesOnceAndServesOnTheOther(Mood mood) throws Exception {
        movesOnce(mood);
    }

    @ParameterizedTest
    @EnumSource(names = {"HANGS", "FAILS"})
    @Tag("long")
    void oneThatFailsOnBothIsLeftUntilItIsMendedAndResumed(Mood mood) throws Exception {
        isLeft(mood);
    }

    private static void movesOnce(Mood mood) throws Exception {
        StageNode before = playing().awaitWhole();
        StageNode next = playing().other(before);
        Epoch epoch = epoch();
        mood.on(before);

        Playing.await("it serves on " + next.id(), () -> playing().whole().filter(next::equals));
        assertThat(epoch()).as(playing().logs()).isEqualTo(epoch.next());
        assertRests();
        assertThat(playing().type(before, "status"))
                .contains(before.id() + "'s server has failed too often")
                .contains("repair it and type: understudy resume");
    }

    private static void isLeft(Mood mood) throws Exception {
        StageNode before = playing().awaitWhole();
        Epoch epoch = epoch();
        for (StageNode node : playing().stage().carriers()) {
            mood.on(node);
        }

        StageNode last = playing().other(before);
        Playing.await("it is left on " + last.id(), () -> leftOn(last));
        assertThat(epoch()).as(playing().logs()).isEqualTo(epoch.next());
        playing().awaitRowAfter(System.nanoTime());
        assertThat(playing().type(before, "status"))
                .contains(
                        "The server has failed too often on ci-a and ci-b and is left, while the"
                                + " database serves on")
                .contains("understudy resume");
        assertRests();

        for (StageNode node : playing().stage().carriers()) {
            Mood.WELL.on(node);
        }
        String _ = playing().type(before, "resume", "--yes");
        assertThat(playing().awaitWhole()).isEqualTo(last);
        assertThat(playing().type(before, "status")).doesNotContain("failed");
    }

    private static Optional<NodeReport> leftOn(StageNode node) {
        return playing()
                .audience()
                .report(node.id())
                .filter(report ->
                        report.server()
                                .flatMap(ServerReport::restarts)
                                .filter(RestartReport::left)
                                .isPresent());
    }

    /** Nothing moves, no server is started, and rows are written all the while. */
    private static void assertRests() throws Exception {
        Epoch epoch = epoch();
        List<Long> starts = starts();
        long end = System.nanoTime() + REST.toNanos();
        while (System.nanoTime() < end) {
            assertThat(epoch()).as(playing().logs()).isEqualTo(epoch);
            assertThat(starts()).as(playing().logs()).isEqualTo(starts);
            Thread.sleep(LOOK_EVERY);
        }
        playing().awaitRowAfter(System.nanoTime());
    }

    private static List<Long> starts() throws IOException {
        return List.of(
                MoodyServer.startsOn(playing().stage().first()),
                MoodyServer.startsOn(playing().stage().second()));
    }

    /** The latest that any carrier has seen: a witness looks less often. */
    private static Epoch epoch() throws Exception {
        return Playing.await(
                "an epoch",
                () ->
                        playing().stage().carriers().stream()
                                .flatMap(node -> playing().audience().report(node.id()).stream())
                                .flatMap(report -> report.primacy().stream())
                                .map(Primacy::epoch)
                                .max(Comparator.naturalOrder()));
    }
}
