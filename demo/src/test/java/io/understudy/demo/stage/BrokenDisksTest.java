package io.understudy.demo.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.decision.Role;
import io.understudy.testkit.BadInputPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The kernel makes a file system read-only under a whole cluster while rows are written, as it does
 * when a disk breaks: under a daemon's home, or under a database. Somebody serves all the same, one
 * sentence on the right node says what is wrong, and the node comes back once a person has mended
 * the disk and started it.
 */
@Tag("long")
@Timeout(300)
class BrokenDisksTest {

    private static Optional<Playing> begun = Optional.empty();

    @BeforeAll
    static void begin() throws Exception {
        begun =
                Optional.of(
                        Playing.begin(
                                "normal",
                                (stage, disks) -> {
                                    for (StageNode carrier : stage.carriers()) {
                                        disks.loop(carrier.home(), 64);
                                        disks.loop(carrier.databaseFolder(), 400);
                                    }
                                }));
    }

    @AfterAll
    static void nothingIsLostAndNeverDidBothServe() throws Exception {
        if (begun.isPresent()) {
            try (Playing playing = begun.get()) {
                assertThat(playing.faults()).isEmpty();
            }
        }
    }

    private static Playing playing() {
        return begun.orElseThrow();
    }

    @Test
    void aPrimaryWhoseHomeBreaksGivesItsPlaceAway() throws Exception {
        StageNode primary = playing().awaitWhole();
        StageNode standby = playing().other(primary);
        long broken = breaks(primary.home());

        playing().awaitRole(standby, Role.ACTIVE);
        playing().awaitRowAfter(System.nanoTime());
        tell("the primary's home is read-only", broken);
        awaitLogged(primary, "a voter's disk that is read-only");
        awaitLogged(primary, "a home that broke, and a new epoch");
        playing().troupe().kill(primary);
        playing().assertStartsNot(primary, "a home that broke");

        assertThat(mendAndAwaitWhole(primary, primary.home())).isEqualTo(standby);
    }

    @Test
    void aStandbyWhoseHomeBreaksCostsNothing() throws Exception {
        StageNode primary = playing().awaitWhole();
        StageNode standby = playing().other(primary);
        long broken = breaks(standby.home());

        playing().awaitSaid(standby, "a voter's disk that is read-only");
        playing().awaitRowAfter(System.nanoTime());
        tell("the standby's home is read-only", broken);

        assertThat(mendAndAwaitWhole(standby, standby.home())).isEqualTo(primary);
    }

    @Test
    void aPrimaryWhoseDatabaseBreaksGivesItsPlaceAway() throws Exception {
        StageNode primary = playing().awaitWhole();
        StageNode standby = playing().other(primary);
        long broken = breaks(primary.databaseFolder());

        playing().awaitRole(standby, Role.ACTIVE);
        playing().awaitRowAfter(System.nanoTime());
        tell("the primary's database is read-only", broken);
        playing().awaitSaid(primary, "a database's disk that broke");

        assertThat(mendAndAwaitWhole(primary, primary.databaseFolder())).isEqualTo(standby);
    }

    /** In its log, for a node whose epoch can't be kept must not go on. */
    private static void awaitLogged(StageNode node, String input) throws Exception {
        Pattern sentence = BadInputPage.says(input);
        Playing.await(
                node.id() + " says: " + sentence,
                () -> {
                    try {
                        return sentence.matcher(Files.readString(node.log())).find()
                                ? Optional.of(true)
                                : Optional.empty();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private static long breaks(Path folder) throws Exception {
        playing().disks().loop(folder).breaks();
        return System.nanoTime();
    }

    /** As a person would, with whatever still runs there ended first. */
    private static StageNode mendAndAwaitWhole(StageNode node, Path folder) throws Exception {
        playing().troupe().kill(node);
        playing().disks().loop(folder).mend();
        playing().troupe().startDaemon(node);
        long mended = System.nanoTime();
        StageNode serves = playing().awaitWhole();
        tell("whole again after", mended);
        return serves;
    }

    /** For whoever reads the test's output. */
    private static void tell(String what, long from) {
        System.out.printf(
                "%s: %d ms, longest gap between rows %d ms%n",
                what,
                Duration.ofNanos(System.nanoTime() - from).toMillis(),
                playing().gapSince(from).toMillis());
    }
}
