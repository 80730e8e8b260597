package io.understudy.testkit.simulator;

import io.understudy.core.action.Action;
import io.understudy.core.action.Action.OnAddress;
import io.understudy.core.action.Outcome;
import io.understudy.core.observation.AddressState;
import io.understudy.core.port.Address;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/** The virtual address on one node, and what a daemon wants of it. */
final class SimulatedAddress {
    private static final long MS = 1_000_000;
    private static final Outcome DONE = new Outcome.Done();

    private final World world;
    private final SimulatedNode node;
    private final Deadlines deadlines;
    private final Underway<OnAddress> underway;
    private boolean held;
    private Optional<String> elsewhere = Optional.empty();
    private OptionalLong freeSince = OptionalLong.empty();

    SimulatedAddress(World world, SimulatedNode node, Deadlines deadlines) {
        this.world = world;
        this.node = node;
        this.deadlines = deadlines;
        this.underway = new Underway<>(world, node, Action.ReleaseAddress.class::isInstance);
    }

    AddressState look() {
        if (!world.hasAddress()) {
            return new AddressState.None();
        }
        if (held) {
            return new AddressState.Held();
        }
        return elsewhere
                .<AddressState>map(AddressState.HeldElsewhere::new)
                .orElseGet(AddressState.NotHeld::new);
    }

    boolean held() {
        return held;
    }

    boolean busy() {
        return underway.busy();
    }

    /** It is here, by whoever's hand. */
    void put() {
        held = true;
    }

    /** The host is off, or its guard or somebody's hand has taken it from the interface. */
    void gone() {
        held = false;
        elsewhere = Optional.empty();
    }

    void abandon() {
        freeSince = OptionalLong.empty();
        underway.abandon();
    }

    /** Nobody waits for what is under way; an address that was to be taken may still be. */
    void orphan(boolean goesOn) {
        if (goesOn && underway.isDoing(Action.TakeAddress.class::isInstance)) {
            world.events().in(MS, () -> node.whenAwake(this::take));
        }
        abandon();
    }

    void run(OnAddress action, BiConsumer<OnAddress, Outcome> answer) {
        Weather weather = world.weather();
        boolean gives = action instanceof Action.ReleaseAddress;
        // Two things must not fail at once: while the guard is dead, only the daemon can end it.
        Fate fate = gives && node.guard().dead() ? Fate.WORKS : Fate.drawn(weather);
        long deadline = deadlines.of(action).toNanos();
        long works =
                gives
                        ? weather.delay(MS, 10 * MS, 100 * MS)
                        : adds(action)
                                ? weather.delay(MS, 10 * MS, deadline)
                                : weather.delay(100 * MS, 300 * MS, deadline);
        switch (fate) {
            case WORKS -> underway.run(action, answer, works, () -> done(action));
            case FAILS ->
                    underway.run(
                            action, answer, works, () -> new Outcome.Failed("ip ended with 2"));
            case SILENT -> underway.run(action, answer, deadline, SimulatedAddress::silent);
            case LATE ->
                    underway.run(
                            action,
                            answer,
                            deadline,
                            () -> {
                                done(action);
                                return silent();
                            });
        }
    }

    private static Outcome silent() {
        return new Outcome.Unknown("no answer in time");
    }

    private Outcome done(OnAddress action) {
        return switch (action) {
            case Action.TakeAddress _ -> take();
            case Action.AskAddress() -> ask();
            case Action.ReleaseAddress() -> {
                gone();
                forgetsTheAnswer();
                yield DONE;
            }
        };
    }

    private Outcome ask() {
        if (held) {
            return DONE;
        }
        elsewhere = world.answersAtTheAddress(node);
        freeSince =
                elsewhere.isEmpty() ? OptionalLong.of(world.events().now()) : OptionalLong.empty();
        return elsewhere
                .<Outcome>map(who -> new Outcome.Refused(who + " answers at the address"))
                .orElse(DONE);
    }

    /** Whether nobody answered when it was asked just before. */
    private boolean knowsItFree() {
        boolean lately =
                freeSince.isPresent()
                        && world.events().now() - freeSince.getAsLong()
                                < Address.ANSWER_LASTS.toNanos();
        return lately || (freeSince.isPresent() && world.slip() == Slip.TRUSTS_AN_OLD_ANSWER);
    }

    /** It counts for one take, and for none after a release. */
    private void forgetsTheAnswer() {
        if (world.slip() != Slip.TRUSTS_AN_OLD_ANSWER) {
            freeSince = OptionalLong.empty();
        }
    }

    private boolean adds(OnAddress action) {
        return action instanceof Action.TakeAddress && knowsItFree();
    }

    private Outcome take() {
        if (held) {
            return DONE;
        }
        if (node.daemonFrozen()) {
            // The threads that take it are the daemon's own, and too late once they go on.
            return silent();
        }
        world.invariants().takesAddress(node);
        elsewhere = knowsItFree() ? Optional.empty() : world.answersAtTheAddress(node);
        forgetsTheAnswer();
        world.invariants()
                .asksWhoHasTheAddress(node, elsewhere.isEmpty() && world.strangerHadItForLong());
        held = elsewhere.isEmpty();
        return elsewhere
                .<Outcome>map(who -> new Outcome.Refused(who + " answers at the address"))
                .orElse(DONE);
    }
}
