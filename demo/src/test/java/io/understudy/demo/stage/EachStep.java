package io.understudy.demo.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.demo.stage.Cut.Move;
import io.understudy.demo.stage.Cut.Part;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Kills a daemon, and it alone, at each step of each kind of move; starts it again, and expects
 * that the move goes on or is undone, and that the cluster heals by itself with every acknowledged
 * row. The steps are those that the journals tell of a move without harm: each is on disk before it
 * shows, so nothing of the program needs to know that it is watched.
 */
final class EachStep {

    private EachStep() {}

    private static final Path PROGRAM =
            Path.of(System.getProperty("understudy.root"), "cli/target/understudy/bin/understudy");

    /** Long enough for the lease to run out, and so for the guard and for the other node. */
    private static final Duration BEYOND_THE_LEASE = Company.TIMINGS.ttl();

    /**
     * A step that does not come is tried again so often. Then it was none of the move: where other
     * programs want the processors, too, a lease may have been lost and won again while the steps
     * were taken down. Of each move at most a quarter may be like that.
     */
    private static final int TRIES = 3;

    /** What to cut of a move, when its steps are known. */
    interface Plan {
        List<Cut> cuts(Move move, Map<Part, Set<String>> steps);
    }

    /** Which cuts share a round, when all are known. */
    interface Grouping {
        List<List<Cut>> rounds(List<Cut> cuts);
    }

    /**
     * How a server is started, and how a standby follows and is called in sync, is the same after
     * each move.
     */
    private static final Pattern ALIKE =
            Pattern.compile(".*(StartServer|StartStandby|WaitFor|InSync|is ACTIVE|is STANDBY).*");

    /** The one whose step it is, and back at once. */
    static List<Cut> once(Move move, Map<Part, Set<String>> steps) {
        List<Cut> cuts = new ArrayList<>();
        for (Part part : Part.values()) {
            for (String step : steps.getOrDefault(part, Set.of())) {
                cuts.add(new Cut(move, part, step, part, Duration.ZERO));
            }
        }
        return cuts;
    }

    /** One cut a round. */
    static List<List<Cut>> alone(List<Cut> cuts) {
        return cuts.stream().map(List::of).toList();
    }

    /**
     * A return begins with whom the failover before it has killed, so that a cut of each makes one
     * round; so do the primary's and the standby's steps of a copy, of which the one loses its
     * partner before the other comes back.
     */
    static List<List<Cut>> paired(List<Cut> cuts) {
        List<List<Cut>> rounds = new ArrayList<>();
        rounds.addAll(pairs(of(cuts, Move.FAILOVER), of(cuts, Move.RETURN)));
        List<Cut> copies = of(cuts, Move.COPY);
        rounds.addAll(pairs(on(copies, Part.PRIMARY), on(copies, Part.STANDBY)));
        rounds.addAll(alone(of(cuts, Move.SWITCHOVER)));
        return rounds;
    }

    private static List<Cut> of(List<Cut> cuts, Move move) {
        return cuts.stream().filter(cut -> cut.move() == move).toList();
    }

    private static List<Cut> on(List<Cut> cuts, Part watched) {
        return cuts.stream().filter(cut -> cut.watched() == watched).toList();
    }

    /** The first with the first, and so on; what is left over is alone. */
    private static List<List<Cut>> pairs(List<Cut> some, List<Cut> others) {
        List<List<Cut>> pairs = new ArrayList<>();
        for (int i = 0; i < Math.max(some.size(), others.size()); i++) {
            pairs.add(
                    Stream.concat(some.stream().skip(i).limit(1), others.stream().skip(i).limit(1))
                            .toList());
        }
        return pairs;
    }

    /** The same, without what is the same after each move. */
    static List<Cut> onceWhereItDiffers(Move move, Map<Part, Set<String>> steps) {
        return once(move, steps).stream()
                .filter(cut -> !ALIKE.matcher(cut.step()).matches())
                .toList();
    }

    /** The one whose step it is; back at once and after its lease, in turn. */
    static List<Cut> alternating(Move move, Map<Part, Set<String>> steps) {
        List<Cut> cuts = new ArrayList<>();
        for (Part part : Part.values()) {
            for (String step : steps.getOrDefault(part, Set.of())) {
                Duration pause = cuts.size() % 2 == 0 ? Duration.ZERO : BEYOND_THE_LEASE;
                cuts.add(new Cut(move, part, step, part, pause));
            }
        }
        return cuts;
    }

    /** Whichever daemon it is, back at once and after its lease. */
    static List<Cut> all(Move move, Map<Part, Set<String>> steps) {
        List<Cut> cuts = new ArrayList<>();
        for (Part part : Part.values()) {
            for (String step : steps.getOrDefault(part, Set.of())) {
                for (Part victim : move == Move.FAILOVER ? List.of(part) : List.of(Part.values())) {
                    cuts.add(new Cut(move, part, step, victim, Duration.ZERO));
                    cuts.add(new Cut(move, part, step, victim, BEYOND_THE_LEASE));
                }
            }
        }
        return cuts;
    }

    /** Plays the moves on a cluster of its own, one after the other, with all their cuts. */
    static void perform(List<Move> moves, Plan plan, Grouping grouping) throws Exception {
        Stage stage = Stage.in(Folders.inMemory(), List.of("ci-a", "ci-b", "vote"));
        Programs programs = new Programs(PROGRAM);
        Troupe troupe = new Troupe(stage, programs);
        long began = System.nanoTime();
        new Scenery(stage, programs, Programs.postgresql().orElseThrow()).set();
        // Each round is a move that nobody asked for: what holds a flapping cluster is not on
        // trial.
        Files.writeString(
                stage.configuration(),
                "flapping: { moves: 100, within: 1s }\n",
                StandardOpenOption.APPEND);
        List<Round> rounds = new ArrayList<>();
        try (Company company = Company.gather(stage, troupe);
                Observer one = new Observer(stage.first(), stage.password());
                Observer other = new Observer(stage.second(), stage.password())) {
            Rounds play = new Rounds(company);
            System.out.println(Round.heads());
            List<Cut> cuts = new ArrayList<>();
            play.learn(moves).forEach((move, steps) -> cuts.addAll(plan.cuts(move, steps)));
            for (List<Cut> together : grouping.rounds(cuts)) {
                for (Round round : tried(play, together)) {
                    System.out.println(round.line());
                    rounds.add(round);
                }
            }
            int primary = company.awaitWhole().ports().database();
            assertThat(Observer.contradictions(one, other)).isEmpty();
            assertThat(Observer.contradictions(other, one)).isEmpty();
            assertThat(one.missing(primary)).isEmpty();
            assertThat(other.missing(primary)).isEmpty();
            assertThat(one.commits()).isNotEmpty();
            assertThat(other.commits()).isNotEmpty();
        }
        System.out.printf(
                "%d rounds in %d s%n",
                rounds.size(), Duration.ofNanos(System.nanoTime() - began).toSeconds());
        assertThat(rounds.stream().flatMap(round -> round.faults().stream())).isEmpty();
        for (Move move : moves) {
            List<Round> all = rounds.stream().filter(round -> round.cut().move() == move).toList();
            long reached = all.stream().filter(Round::reached).count();
            assertThat(reached).as(move + " of " + all.size()).isPositive();
            assertThat(4 * reached).as(move + " by 4").isGreaterThanOrEqualTo(3L * all.size());
        }
        // Only what went well: what did not is to be looked at.
        Folders.remove(stage.folder());
    }

    /** What was not reached is tried again by itself. */
    private static List<Round> tried(Rounds play, List<Cut> cuts) throws Exception {
        List<Round> rounds = new ArrayList<>(play.play(cuts));
        for (int cut = 0; cut < cuts.size(); cut++) {
            for (int i = 1; i < TRIES && toTryAgain(rounds.get(cut)); i++) {
                rounds.set(cut, play.play(List.of(cuts.get(cut))).getFirst());
            }
        }
        return rounds;
    }

    private static boolean toTryAgain(Round round) {
        return !round.reached() && round.faults().isEmpty();
    }
}
