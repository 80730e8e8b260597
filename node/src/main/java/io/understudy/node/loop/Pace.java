package io.understudy.node.loop;

import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How soon to look again. Looks that show the same again and again become rarer, so that an idle
 * node costs little; the first that shows something else makes them as frequent as before. For one
 * thread.
 *
 * @param <S> what a look shows
 */
final class Pace<S> {

    /** So often the same before looks become rarer, and by how much: nearly, or exactly so. */
    private static final int CALM_AFTER = 10;

    private static final int RARER = 3;
    private static final int RAREST = 5;

    private final Duration every;
    private final UnaryOperator<S> gist;
    private Optional<S> last = Optional.empty();
    private int same;

    /**
     * Begins with frequent looks.
     *
     * @param every the pause after a look that shows something else than the one before
     * @param gist what is left of a look without what moves all the time
     */
    Pace(Duration every, UnaryOperator<S> gist) {
        this.every = every;
        this.gist = gist;
    }

    /**
     * The pause after a look.
     *
     * @param seen empty where an action has overtaken it
     */
    Duration after(Optional<S> seen) {
        boolean alike = seen.isPresent() && seen.map(gist).equals(last.map(gist));
        boolean exactly = seen.equals(last);
        same = alike ? same + 1 : 0;
        last = seen;
        return same < CALM_AFTER ? every : every.multipliedBy(exactly ? RAREST : RARER);
    }

    /**
     * Whether a look shows what the last ones have shown for long, apart from what moves all the
     * time: it can wait to be told.
     */
    boolean isOld(S seen) {
        return same >= CALM_AFTER && last.map(gist).equals(Optional.of(gist.apply(seen)));
    }

    /** Something was done: what the next looks show may change soon. */
    void hurry() {
        same = 0;
    }
}
