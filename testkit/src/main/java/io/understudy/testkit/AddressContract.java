package io.understudy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.observation.AddressState;
import io.understudy.core.port.Address;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What every {@link Address} does. A test class gives the address, and another host. */
public abstract class AddressContract {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Epoch SEVEN = new Epoch(7);

    /** The address of a node, which nobody has; the same one at each call. */
    protected abstract Address address();

    /** What a daemon that was started again uses for the same address. */
    protected abstract Address addressOfRestartedDaemon();

    /** Another host has it from now on. */
    protected abstract void otherHostTakesIt();

    protected abstract void otherHostLetsItGo();

    @Test
    void isNotHeldBeforeItWasTaken() {
        assertThat(look()).isEqualTo(new AddressState.NotHeld());
    }

    @Test
    void isHeldOnceTaken() {
        assertThat(take()).isEqualTo(new Outcome.Done());
        assertThat(look()).isEqualTo(new AddressState.Held());
    }

    @Test
    void isDoneWhenWhatIsHereIsTakenAgain() {
        take();
        assertThat(take()).isEqualTo(new Outcome.Done());
        assertThat(look()).isEqualTo(new AddressState.Held());
    }

    @Test
    void isNeverTakenWhileAnotherHostAnswersAtIt() {
        otherHostTakesIt();
        assertThat(take())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class, no -> assertThat(no.why()).isNotBlank());
        assertThat(look())
                .isInstanceOfSatisfying(
                        AddressState.HeldElsewhere.class,
                        state -> assertThat(state.who()).isNotBlank());
    }

    @Test
    void isTakenOnceTheOtherHostHasLetItGo() {
        otherHostTakesIt();
        take();
        otherHostLetsItGo();
        assertThat(take()).isEqualTo(new Outcome.Done());
        assertThat(look()).isEqualTo(new AddressState.Held());
    }

    @Test
    void isNotHeldForHavingBeenAskedFor() {
        assertThat(ask()).isEqualTo(new Outcome.Done());
        assertThat(look()).isEqualTo(new AddressState.NotHeld());
        assertThat(take()).isEqualTo(new Outcome.Done());
        assertThat(look()).isEqualTo(new AddressState.Held());
        assertThat(ask()).as("asked where it is here").isEqualTo(new Outcome.Done());
        assertThat(look()).isEqualTo(new AddressState.Held());
    }

    @Test
    void isGoneOnceReleased() {
        take();
        assertThat(release()).isEqualTo(new Outcome.Done());
        assertThat(look()).isEqualTo(new AddressState.NotHeld());
        assertThat(release()).as("released again").isEqualTo(new Outcome.Done());
    }

    @Test
    void isFoundByARestartedDaemonThatCanReleaseIt() {
        take();
        Address later = addressOfRestartedDaemon();
        assertThat(later.look(SOON)).isEqualTo(new AddressState.Held());
        assertThat(later.release(SOON)).isEqualTo(new Outcome.Done());
        assertThat(look()).isEqualTo(new AddressState.NotHeld());
    }

    private AddressState look() {
        return address().look(SOON);
    }

    private Outcome ask() {
        return address().ask(SOON);
    }

    private Outcome take() {
        return address().take(SEVEN, SOON);
    }

    private Outcome release() {
        return address().release(SOON);
    }
}
