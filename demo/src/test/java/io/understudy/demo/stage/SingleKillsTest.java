package io.understudy.demo.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.demo.stage.Sight.End;
import io.understudy.node.api.NodeReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Kills one process after the other with SIGKILL while rows are written, and prints what came of
 * each: the cluster heals by itself, and no acknowledged row is lost.
 */
@Tag("long")
@Timeout(900)
class SingleKillsTest {

    private static final String LINE = "%-8s %-28s %-18s %-16s %7s %8s %7s%n";

    /** Whose process. */
    private enum Side {
        PRIMARY,
        STANDBY,
        WITNESS
    }

    /** What is done to a process, and to its daemon afterwards. */
    private enum Blow {
        KILL("kill -9"),
        KILL_AND_START("kill -9, started"),
        /** Not started before somebody else serves: within its lease it would go on. */
        KILL_AND_MISS("kill -9, missed"),
        END_AND_START("TERM, started");

        private final String words;

        Blow(String words) {
            this.words = words;
        }
    }

    private record Case(Side side, Victim victim, Blow blow, Set<End> expected) {

        /** What must be the same process afterwards, or else it was started again. */
        Set<Victim> watched() {
            Set<Victim> watched = EnumSet.of(Victim.POSTMASTER, Victim.SERVER, Victim.CHECKPOINTER);
            if (victim == Victim.DAEMON && side != Side.PRIMARY) {
                watched.add(Victim.WAL_SENDER);
            }
            return watched;
        }
    }

    private static final Set<End> GOES_ON = Set.of(End.GOES_ON);
    private static final Set<End> RESTARTED = Set.of(End.RESTARTED);

    private static final List<Case> CASES =
            List.of(
                    new Case(Side.PRIMARY, Victim.DAEMON, Blow.KILL_AND_START, GOES_ON),
                    new Case(Side.PRIMARY, Victim.DAEMON, Blow.END_AND_START, GOES_ON),
                    new Case(Side.STANDBY, Victim.DAEMON, Blow.KILL_AND_START, GOES_ON),
                    new Case(Side.STANDBY, Victim.DAEMON, Blow.END_AND_START, GOES_ON),
                    new Case(Side.WITNESS, Victim.DAEMON, Blow.KILL_AND_START, GOES_ON),
                    new Case(Side.PRIMARY, Victim.SERVERS_CHILD, Blow.KILL, GOES_ON),
                    new Case(Side.PRIMARY, Victim.GUARD, Blow.KILL, GOES_ON),
                    new Case(Side.STANDBY, Victim.GUARD, Blow.KILL, GOES_ON),
                    new Case(Side.STANDBY, Victim.WAL_RECEIVER, Blow.KILL, GOES_ON),
                    new Case(Side.STANDBY, Victim.CHECKPOINTER, Blow.KILL, GOES_ON),
                    new Case(Side.STANDBY, Victim.POSTMASTER, Blow.KILL, GOES_ON),
                    new Case(Side.PRIMARY, Victim.SERVER, Blow.KILL, RESTARTED),
                    new Case(Side.PRIMARY, Victim.BACKEND, Blow.KILL, RESTARTED),
                    new Case(Side.PRIMARY, Victim.WAL_SENDER, Blow.KILL, RESTARTED),
                    new Case(Side.PRIMARY, Victim.CHECKPOINTER, Blow.KILL, RESTARTED),
                    new Case(
                            Side.PRIMARY,
                            Victim.POSTMASTER,
                            Blow.KILL,
                            Set.of(End.RESTARTED, End.TAKEN_OVER)),
                    new Case(
                            Side.PRIMARY,
                            Victim.DAEMON,
                            Blow.KILL_AND_MISS,
                            Set.of(End.TAKEN_OVER)));

    @Test
    void everyProcessKilledAloneLosesNothing() throws Exception {
        List<String> faults = new ArrayList<>();
        try (Playing playing = Playing.begin("wide")) {
            System.out.printf(
                    LINE, "of the", "process", "blow", "end", "gap s", "whole s", "serves");
            for (Case luck : CASES) {
                try {
                    faults.addAll(play(playing, luck));
                } catch (StageException e) {
                    faults.add(luck + ": " + e.getMessage() + "\n" + playing.logs());
                    break;
                }
            }
            faults.addAll(playing.faults());
        }
        assertThat(faults).isEmpty();
    }

    private static List<String> play(Playing playing, Case luck)
            throws StageException, InterruptedException {
        StageNode primary = playing.awaitWhole();
        StageNode node =
                switch (luck.side()) {
                    case PRIMARY -> primary;
                    case STANDBY -> playing.other(primary);
                    case WITNESS -> playing.stage().witness();
                };
        Sight before = look(playing, luck, primary);
        Optional<ProcessHandle> found = luck.victim().on(node);
        if (found.isEmpty()) {
            return List.of(luck + ": there was no such process");
        }
        List<String> faults = new ArrayList<>();
        long begin = System.nanoTime();
        faults.addAll(strike(playing, luck, node, found.get()));
        if (luck.victim() != Victim.SERVERS_CHILD) {
            Playing.await(
                    luck.victim().words() + " is there again",
                    () -> luck.victim().on(node).filter(again -> !again.equals(found.get())));
        }
        playing.awaitRowAfter(System.nanoTime());
        StageNode serves = playing.awaitWhole();
        End end = before.endedIn(look(playing, luck, serves));
        System.out.printf(
                LINE,
                luck.side().name().toLowerCase(Locale.ROOT),
                luck.victim().words(),
                luck.blow().words,
                end.words(),
                seconds(playing.gapSince(begin)),
                seconds(Duration.ofNanos(System.nanoTime() - begin)),
                serves.id());
        if (!luck.expected().contains(end)) {
            faults.add(
                    "%s ended in %s: of %s, found %s%n%s"
                            .formatted(
                                    luck,
                                    end,
                                    before,
                                    look(playing, luck, serves),
                                    playing.logs()));
        }
        return faults;
    }

    private static String seconds(Duration duration) {
        return "%.2f".formatted(duration.toMillis() / 1000.0);
    }

    /** Returns once the process is gone, and where it was a daemon, another was started. */
    private static List<String> strike(
            Playing playing, Case luck, StageNode node, ProcessHandle process)
            throws StageException, InterruptedException {
        switch (luck.blow()) {
            case KILL, KILL_AND_START, KILL_AND_MISS -> process.destroyForcibly();
            case END_AND_START -> process.destroy();
        }
        Playing.await("the process is gone", () -> goneOf(process));
        return switch (luck.blow()) {
            case KILL -> List.of();
            case KILL_AND_START, END_AND_START -> {
                playing.troupe().startDaemon(node);
                yield List.of();
            }
            case KILL_AND_MISS -> {
                List<String> faults = awaitTakeoverFrom(playing, node);
                playing.troupe().startDaemon(node);
                yield faults;
            }
        };
    }

    /** Also of one that nobody has asked for its exit status yet. */
    private static Optional<Boolean> goneOf(ProcessHandle process) {
        Path folder = Path.of("/proc", Long.toString(process.pid()), "cwd");
        return Files.exists(folder) ? Optional.empty() : Optional.of(true);
    }

    /** By then the guard has ended what the daemon left. */
    private static List<String> awaitTakeoverFrom(Playing playing, StageNode node)
            throws StageException, InterruptedException {
        StageNode next = playing.other(node);
        Playing.await(
                next.id() + " takes over",
                () ->
                        playing.audience()
                                .report(next.id())
                                .flatMap(NodeReport::primacy)
                                .filter(seen -> seen.holder().equals(next.id())));
        return Stream.of(Victim.POSTMASTER, Victim.SERVER)
                .filter(left -> left.on(node).isPresent())
                .map(left -> left.words() + " was left when " + next.id() + " took over")
                .toList();
    }

    private static Sight look(Playing playing, Case luck, StageNode primary) throws StageException {
        return Sight.of(playing.audience(), primary, luck.watched());
    }
}
