package io.understudy.demo.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.understudy.core.decision.Role;
import io.understudy.core.model.Timings;
import io.understudy.demo.stage.Sight.End;
import io.understudy.node.journal.Entry;
import io.understudy.node.journal.JournalTail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The daemon of a primary goes away, while its server and its PostgreSQL live on. Within its
 * guard's deadline another finds everything running and goes on; after it, nothing serves any more
 * before the other node may.
 */
@Timeout(240)
class AdoptionTest {

    /** So that a machine with much else to do starts a daemon in time, too. */
    private static final Timings TIMINGS = Timings.wide();

    private static final Set<Victim> WATCHED =
            EnumSet.of(
                    Victim.SERVER,
                    Victim.SERVERS_CHILD,
                    Victim.POSTMASTER,
                    Victim.CHECKPOINTER,
                    Victim.WAL_SENDER);

    private static Optional<Playing> begun = Optional.empty();

    @BeforeAll
    static void begin() throws Exception {
        begun = Optional.of(Playing.begin("wide"));
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
    void aDaemonThatWasKilledIsStartedAgainAndGoesOn() throws Exception {
        StageNode primary = playing().awaitWhole();
        Sight before = look(primary);
        JournalTail journal = tail(primary);
        JournalTail renewals = tail(primary);
        playing().troupe().killDaemon(primary);
        Instant killed = Instant.now();
        playing().troupe().startDaemon(primary);

        Instant began = awaitEntry(journal, "a daemon begins", Entry.Began.class::isInstance);
        tell("a daemon begins after", killed, began);
        tell("its first renewal after", killed, awaitStep(renewals, "has written its new run"));
        assertGoesOn(primary, before);
    }

    /** What a guard and a server leave on the disk is for people, or only makes it faster. */
    @Test
    @Tag("long")
    void aDaemonThatFindsWhatWasLeftCutOffGoesOn() throws Exception {
        StageNode primary = playing().awaitWhole();
        playing().type(primary, "guard", "test");
        Sight before = look(primary);
        playing().troupe().killDaemon(primary);
        for (String left :
                List.of("guard.proved", "log/guard.log", "server/server.process", "epoch")) {
            Path file = primary.home().resolve(left);
            byte[] whole = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        }
        playing().troupe().startDaemon(primary);

        playing().awaitRole(primary, Role.ACTIVE);
        assertGoesOn(primary, before);
    }

    /**
     * Builds that want the processor must not cost the daemon its lease; it gives that to nobody.
     */
    @Test
    void aDaemonGoesBeforeTheServerAndTheDatabaseThatItStarts() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "needed to be root");
        StageNode primary = playing().awaitWhole();
        long daemon = Victim.DAEMON.on(primary).orElseThrow().pid();
        int before = niceness(Path.of("/proc", Long.toString(daemon)));
        assertThat(before).isNegative();
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(daemon), "task"))) {
            assertThat(threads.map(AdoptionTest::niceness)).containsOnly(before);
        }
        for (Victim victim : WATCHED) {
            long pid = victim.on(primary).orElseThrow().pid();
            assertThat(niceness(Path.of("/proc", Long.toString(pid))))
                    .as("of %s", victim.words())
                    .isZero();
        }
    }

    private static int niceness(Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"));
            return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aDaemonThatIsToldToEndIsStartedAgainAndGoesOn() throws Exception {
        StageNode primary = playing().awaitWhole();
        Sight before = look(primary);
        playing().troupe().endDaemon(primary);
        // Longer than the lease of one that was killed.
        Thread.sleep(TIMINGS.ttl());
        playing().troupe().startDaemon(primary);

        playing().awaitRole(primary, Role.ACTIVE);
        assertGoesOn(primary, before);
    }

    @Test
    void aDaemonThatWasStoppedWithinItsDeadlineGoesOn() throws Exception {
        StageNode primary = playing().awaitWhole();
        Sight before = look(primary);
        playing().troupe().freeze(primary);
        // The rest is for its voter, which the others have given up after half a second.
        Thread.sleep(TIMINGS.untilStop().dividedBy(3));
        playing().troupe().thaw(primary);

        // Where no renewal followed, it would have stopped by then.
        Thread.sleep(TIMINGS.untilStop());
        assertGoesOn(primary, before);
    }

    @Test
    @Tag("long")
    void whatAKilledDaemonLeftEndsBeforeTheOtherMayTakeOver() throws Exception {
        StageNode primary = playing().awaitWhole();
        JournalTail journal = tail(playing().other(primary));
        Instant killed = Instant.now();
        playing().troupe().killDaemon(primary);

        assertEndsFirst(primary, journal, killed);
        playing().troupe().startDaemon(primary);
        assertThat(playing().awaitWhole()).isEqualTo(playing().other(primary));
    }

    @Test
    void whatAStoppedDaemonHadEndsBeforeTheOtherMayTakeOver() throws Exception {
        StageNode primary = playing().awaitWhole();
        JournalTail journal = tail(playing().other(primary));
        Instant stopped = Instant.now();
        playing().troupe().freeze(primary);

        assertEndsFirst(primary, journal, stopped);
        playing().troupe().thaw(primary);
        assertThat(playing().awaitWhole()).isEqualTo(playing().other(primary));
    }

    private static Sight look(StageNode primary) throws StageException {
        Sight seen = Sight.of(playing().audience(), primary, WATCHED);
        assertThat(seen.processes()).allSatisfy((_, process) -> assertThat(process).isPresent());
        return seen;
    }

    /** The same epoch, the same processes, and rows are written. */
    private static void assertGoesOn(StageNode primary, Sight before) throws Exception {
        playing().awaitRowAfter(System.nanoTime());
        assertThat(playing().awaitWhole()).as(playing().logs()).isEqualTo(primary);
        Sight after = look(primary);
        assertThat(before.endedIn(after))
                .as("before %s, after %s%n%s", before, after, playing().logs())
                .isEqualTo(End.GOES_ON);
    }

    /**
     * The guard has ended server and PostgreSQL before the other node so much as tries to write
     * that it is the primary now.
     */
    private static void assertEndsFirst(
            StageNode primary, JournalTail journalOfTheOther, Instant from) throws Exception {
        Playing.await("what served has ended", () -> nothingServes(primary));
        Instant ended = Instant.now();
        Instant contended = awaitStep(journalOfTheOther, "writes Fencing");
        tell("nothing serves after", from, ended);
        tell("the other contends after", from, contended);
        assertThat(ended).isBefore(contended);
        playing().awaitRowAfter(System.nanoTime());
    }

    private static Optional<Boolean> nothingServes(StageNode node) {
        boolean gone =
                NodeProcesses.in(node.serverFolder()).isEmpty()
                        && NodeProcesses.in(node.databaseFolder()).isEmpty();
        return gone ? Optional.of(true) : Optional.empty();
    }

    private static JournalTail tail(StageNode node) throws IOException {
        return JournalTail.fromEnd(node.home().resolve("journal"));
    }

    /** When the first record with that step was made. */
    private static Instant awaitStep(JournalTail journal, String step) throws Exception {
        return awaitEntry(journal, step, entry -> Steps.of(entry).contains(step));
    }

    private static Instant awaitEntry(JournalTail journal, String what, Predicate<Entry> wanted)
            throws Exception {
        return Playing.await(
                "the journal says: " + what,
                () -> {
                    try {
                        return journal.read().stream().filter(wanted).map(Entry::time).findFirst();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    /** For whoever reads the test's output. */
    private static void tell(String what, Instant from, Instant until) {
        System.out.printf("%s: %d ms%n", what, Duration.between(from, until).toMillis());
    }
}
