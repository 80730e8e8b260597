package io.understudy.demo.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.decision.Role;
import io.understudy.node.api.NodeReport;
import io.understudy.testkit.SmallDisk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A disk becomes full under a whole cluster while rows are written: under a daemon's home, or under
 * a database. Somebody serves all the same, one sentence on the right node says what is wrong, and
 * once there is room the cluster is whole again by itself.
 */
@Tag("long")
@Timeout(240)
class FullDisksTest {

    private static Optional<Playing> begun = Optional.empty();

    @BeforeAll
    static void begin() throws Exception {
        begun =
                Optional.of(
                        Playing.begin(
                                "normal",
                                (stage, disks) -> {
                                    for (StageNode carrier : stage.carriers()) {
                                        disks.small(carrier.home(), "40m");
                                        disks.small(carrier.databaseFolder(), "250m");
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

    /** Also after a test that has failed, so that the next one tells of its own. */
    @AfterEach
    void makeRoom() throws Exception {
        for (StageNode carrier : playing().stage().carriers()) {
            disk(carrier.home()).makeRoom();
            disk(carrier.databaseFolder()).makeRoom();
        }
    }

    private static Playing playing() {
        return begun.orElseThrow();
    }

    @Test
    void aPrimaryWhoseHomeIsFullGivesItsPlaceAway() throws Exception {
        StageNode primary = playing().awaitWhole();
        StageNode standby = playing().other(primary);
        long full = fill(primary.home());

        playing().awaitRole(standby, Role.ACTIVE);
        playing().awaitSaid(primary, "a voter's disk that is full");
        // What it last read there is old, and it has heard of a later epoch from the winner.
        assertThat(playing().type(primary, "status")).doesNotContain("The register shows");
        playing().awaitRowAfter(System.nanoTime());
        tell("the primary's home is full", full);

        assertThat(makeRoomAndAwaitWhole(primary.home())).isEqualTo(standby);
    }

    @Test
    void aStandbyWhoseHomeIsFullCostsNothing() throws Exception {
        StageNode primary = playing().awaitWhole();
        StageNode standby = playing().other(primary);
        long full = fill(standby.home());

        playing().awaitSaid(standby, "a voter's disk that is full");
        playing().awaitRowAfter(System.nanoTime());
        tell("the standby's home is full", full);

        assertThat(makeRoomAndAwaitWhole(standby.home())).isEqualTo(primary);
    }

    /**
     * Its log goes on for a while, and its server answers: nothing moves, so a person must know.
     */
    @Test
    void aPrimaryWhoseTablesHaveNoRoomIsNamedAndGoesOnOnceThereIsSome() throws Exception {
        StageNode primary = playing().awaitWhole();
        fill(primary.databaseFolder());

        playing().awaitSaid(primary, "a disk without room for tables");

        assertThat(makeRoomAndAwaitWhole(primary.databaseFolder())).isEqualTo(primary);
        playing().awaitRowAfter(System.nanoTime());
    }

    @Test
    void aDaemonIsNotStartedOnAFullHome() throws Exception {
        StageNode primary = playing().awaitWhole();
        StageNode standby = playing().other(primary);
        playing().troupe().kill(standby);
        fill(standby.home());

        playing().assertStartsNot(standby, "a home that is full");
        playing().awaitRowAfter(System.nanoTime());

        disk(standby.home()).makeRoom();
        playing().troupe().startDaemon(standby);
        assertThat(playing().awaitWhole()).isEqualTo(primary);
    }

    @Test
    void aPrimaryWhoseDatabaseHasNoRoomGivesItsPlaceAway() throws Exception {
        StageNode primary = playing().awaitWhole();
        StageNode standby = playing().other(primary);
        long full = fill(primary.databaseFolder());
        playing().writeMuchTo(primary);

        playing().awaitRole(standby, Role.ACTIVE);
        playing().awaitSaid(primary, "a database's disk that is full");
        playing().awaitRowAfter(System.nanoTime());
        tell("the primary's database has no room", full);

        assertThat(makeRoomAndAwaitWhole(primary.databaseFolder())).isEqualTo(standby);
    }

    @Test
    void aStandbyWhoseDatabaseHasNoRoomIsCalledOutOfSync() throws Exception {
        StageNode primary = playing().awaitWhole();
        StageNode standby = playing().other(primary);
        long full = fill(standby.databaseFolder());
        playing()
                .awaitStatus(
                        primary,
                        Pattern.compile(
                                "NOT SAFE to lose %s: .*%s: its database could not be promoted"
                                        .formatted(primary.id(), standby.id())));
        playing().writeMuchTo(primary);

        Playing.await("nobody is in sync", () -> alone(primary));
        playing().awaitSaid(standby, "a disk without room for PostgreSQL's log");
        playing().awaitRowAfter(System.nanoTime());
        tell("the standby's database has no room", full);

        assertThat(makeRoomAndAwaitWhole(standby.databaseFolder())).isEqualTo(primary);
    }

    private static Optional<Boolean> alone(StageNode primary) {
        return playing()
                .audience()
                .report(primary.id())
                .flatMap(NodeReport::primacy)
                .filter(seen -> seen.inSync().isEmpty())
                .map(_ -> true);
    }

    private static long fill(Path folder) throws Exception {
        disk(folder).fill();
        return System.nanoTime();
    }

    private static SmallDisk disk(Path folder) {
        return playing().disks().small(folder);
    }

    private static StageNode makeRoomAndAwaitWhole(Path folder) throws Exception {
        disk(folder).makeRoom();
        long room = System.nanoTime();
        StageNode serves = playing().awaitWhole();
        tell("whole again after", room);
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
