package io.understudy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.Moment;
import io.understudy.core.observation.GuardState;
import io.understudy.core.port.Guard;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What every {@link Guard} does. A test class gives the guard and what it watches over. */
public abstract class GuardContract {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration A_WHILE = Duration.ofMillis(300);
    private static final Duration FAR = Duration.ofMinutes(10);
    private static final Epoch SEVEN = new Epoch(7);

    /** The guard of a node, not running yet; the same one at each call. */
    protected abstract Guard guard();

    /** What a daemon that was started again uses for the same guard. */
    protected abstract Guard guardOfRestartedDaemon();

    /** The host's clock since boot. */
    protected abstract Moment now();

    /** Returns once that moment has come. */
    protected abstract void reach(Moment moment);

    /** From now on something serves here. */
    protected abstract void serve();

    /** Whether it still does. */
    protected abstract boolean serving();

    /** The guard's process is killed. */
    protected abstract void guardDies();

    /** The guard doesn't run, and can't be started any longer. */
    protected abstract void guardBecomesUnusable();

    @Test
    void isIdleUntilItIsArmed() {
        assertThat(guard().look(SOON)).isEqualTo(new GuardState.Idle());
    }

    @Test
    void saysWhatItIsArmedFor() {
        Moment until = now().plus(FAR);
        assertThat(guard().arm(SEVEN, until, SOON)).isEqualTo(new GuardState.Armed(SEVEN, until));
        assertThat(guard().look(SOON)).isEqualTo(new GuardState.Armed(SEVEN, until));
    }

    @Test
    void endsWhatServesWhenTheMomentHasCome() {
        serve();
        Moment until = now().plus(A_WHILE);
        guard().arm(SEVEN, until, SOON);
        reach(until);
        awaitEnd();
        awaitIdle();
    }

    @Test
    void leavesWhatServesWhileTheMomentMovesOn() {
        serve();
        Moment first = now().plus(A_WHILE);
        Moment later = now().plus(FAR);
        guard().arm(SEVEN, first, SOON);
        assertThat(guard().arm(SEVEN.next(), later, SOON))
                .isEqualTo(new GuardState.Armed(SEVEN.next(), later));
        reach(first.plus(A_WHILE));
        assertThat(serving()).isTrue();
        assertThat(guard().look(SOON)).isEqualTo(new GuardState.Armed(SEVEN.next(), later));
    }

    @Test
    void actsEarlierWhenTheMomentMovesBack() {
        serve();
        Moment until = now().plus(A_WHILE);
        guard().arm(SEVEN, now().plus(FAR), SOON);
        guard().arm(SEVEN, until, SOON);
        reach(until);
        awaitEnd();
    }

    @Test
    void actsAtOnceWhenTheMomentHasPassed() {
        serve();
        guard().arm(SEVEN, now(), SOON);
        awaitEnd();
        awaitIdle();
    }

    @Test
    void endsNothingOnceItIsDisarmed() {
        serve();
        Moment until = now().plus(A_WHILE);
        guard().arm(SEVEN, until, SOON);
        assertThat(guard().disarm(SOON)).isEqualTo(new GuardState.Idle());
        assertThat(guard().disarm(SOON)).isEqualTo(new GuardState.Idle());
        reach(until.plus(A_WHILE));
        assertThat(serving()).isTrue();
    }

    @Test
    void endsWhatServesInTheNextPrimacyToo() {
        serve();
        guard().arm(SEVEN, now(), SOON);
        awaitEnd();
        awaitIdle();
        serve();
        guard().arm(SEVEN.next(), now(), SOON);
        awaitEnd();
    }

    @Test
    void staysArmedForTheNextDaemon() {
        serve();
        Moment until = now().plus(FAR);
        guard().arm(SEVEN, until, SOON);
        Guard next = guardOfRestartedDaemon();
        assertThat(next.look(SOON)).isEqualTo(new GuardState.Armed(SEVEN, until));
        assertThat(serving()).isTrue();
        assertThat(next.arm(SEVEN, now(), SOON)).isNotInstanceOf(GuardState.Missing.class);
        awaitEnd();
    }

    @Test
    void isStartedAnewWhenItDied() {
        Moment until = now().plus(FAR);
        guard().arm(SEVEN, until, SOON);
        guardDies();
        assertThat(guard().look(SOON)).isEqualTo(new GuardState.Idle());
        guardDies();
        assertThat(guard().arm(SEVEN, until, SOON)).isEqualTo(new GuardState.Armed(SEVEN, until));
    }

    @Test
    void saysWhyItIsMissing() {
        guardBecomesUnusable();
        assertMissing(guard().look(SOON));
        assertMissing(guard().arm(SEVEN, now().plus(FAR), SOON));
        assertMissing(guard().disarm(SOON));
    }

    private static void assertMissing(GuardState state) {
        assertThat(state)
                .isInstanceOfSatisfying(
                        GuardState.Missing.class,
                        missing -> assertThat(missing.why()).isNotBlank());
    }

    private void awaitEnd() {
        await().atMost(SOON).until(() -> !serving());
    }

    private void awaitIdle() {
        await().atMost(SOON).until(() -> guard().look(SOON).equals(new GuardState.Idle()));
    }
}
