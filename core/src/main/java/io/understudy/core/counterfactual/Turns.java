package io.understudy.core.counterfactual;

import io.understudy.core.action.Action;
import io.understudy.core.decision.Decider;
import io.understudy.core.decision.Decision;
import io.understudy.core.decision.Role;
import io.understudy.core.explain.Reason;
import io.understudy.core.explain.Sentences;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Looks for the smallest changes that would have turned a decision: changes one thing, and decides
 * again. It costs about a hundred decisions.
 */
final class Turns {

    private static final int MOST = 3;
    private static final Duration FIRST_WAIT = Duration.ofMillis(10);
    private static final int DOUBLINGS = 23;

    private final Decider decider;

    Turns(Decider decider) {
        this.decider = decider;
    }

    /** At most three, the smallest first; none where no single change that is known turns it. */
    List<Turn> of(Situation situation) {
        Situation real = situation.unhurried();
        Decision decision = decide(real);
        Deed deed = Deed.of(decision);
        List<Supposition> all = Suppositions.of(real, decision.next());
        List<Turn> turning = turning(all, deed, Turns::isAnother);
        List<Turn> told = new ArrayList<>();
        later(real, deed).ifPresent(told::add);
        told.addAll(turning);
        if (told.isEmpty()) {
            told.addAll(turning(Suppositions.unseen(real), deed, Turns::isAnother));
        }
        if (told.isEmpty()) {
            told.addAll(turning(all, deed, (then, was) -> !then.equals(was)));
        }
        return told.stream().limit(MOST).toList();
    }

    private interface Difference {
        boolean between(Deed then, Deed was);
    }

    private static boolean isAnother(Deed then, Deed was) {
        return then.differsInRoleFrom(was);
    }

    private List<Turn> turning(List<Supposition> all, Deed deed, Difference difference) {
        List<Turn> turns = new ArrayList<>();
        all.stream()
                .sorted(Comparator.comparing(Supposition::size))
                .forEach(supposed -> {
                    Decision then = decide(supposed.then());
                    boolean told = turns.stream().anyMatch(turn -> sameTo(turn, supposed));
                    if (!told && isPossible(then) && difference.between(Deed.of(then), deed)) {
                        turns.add(turn(supposed.what(), then, deed));
                    }
                });
        return turns;
    }

    /**
     * A word with an addition is no smaller change than the same word without, and of one setting
     * the first value will do.
     */
    private static boolean sameTo(Turn turn, Supposition supposed) {
        String shorter = turn.condition();
        int colon = shorter.indexOf(": ");
        int key = colon > 0 ? colon : shorter.length() - 1;
        return shorter.endsWith("`") && supposed.what().startsWith(shorter.substring(0, key));
    }

    /** What breaks an invariant never was. */
    private static boolean isPossible(Decision then) {
        return then.next().role() != Role.HALTED;
    }

    /**
     * The shortest wait that turns it, to a hundredth of a second; none within a day. That each
     * lease ends where it is not renewed tells nothing.
     */
    private Optional<Turn> later(Situation real, Deed deed) {
        Duration same = Duration.ZERO;
        for (int i = 0; i <= DOUBLINGS; i++) {
            Duration wait = FIRST_WAIT.multipliedBy(1L << i);
            if (turnsAfter(real, wait, deed)) {
                Duration found = narrowed(real, deed, same, wait);
                return Optional.of(
                        turn(
                                "it had been " + Words.duration(found) + " later",
                                decide(real.later(found)),
                                deed));
            }
            same = wait;
        }
        return Optional.empty();
    }

    private Duration narrowed(Situation real, Deed deed, Duration same, Duration turned) {
        Duration from = same;
        Duration to = turned;
        while (to.minus(from).compareTo(FIRST_WAIT) > 0) {
            Duration middle = from.plus(to).dividedBy(2);
            if (turnsAfter(real, middle, deed)) {
                to = middle;
            } else {
                from = middle;
            }
        }
        return to;
    }

    private boolean turnsAfter(Situation real, Duration wait, Deed deed) {
        Decision then = decide(real.later(wait));
        return isPossible(then)
                && !(then.reason() instanceof Reason.LeaseRanOut)
                && !(then.reason() instanceof Reason.RenewingFirst)
                && Deed.of(then).differsInRoleFrom(deed);
    }

    private Decision decide(Situation situation) {
        return decider.decide(situation.before(), situation.seen());
    }

    private static Turn turn(String condition, Decision then, Deed was) {
        Deed deed = Deed.of(then);
        String sentence = Sentences.of(then.reason());
        boolean writes = !deed.writes().equals(was.writes()) && !deed.writes().isEmpty();
        boolean onlyActs = !deed.differsInRoleFrom(was);
        if (writes && deed.role() == was.role()) {
            sentence += " It would have written that " + deed.writes() + ".";
        } else if (onlyActs) {
            sentence += " It would have begun to " + acts(deed) + ".";
        }
        return new Turn(condition, then.next().role(), sentence);
    }

    private static String acts(Deed deed) {
        return deed.acts().isEmpty()
                ? "do nothing"
                : deed.acts().stream()
                        .map((Action action) -> Words.action(action))
                        .collect(Collectors.joining(", to "));
    }
}
