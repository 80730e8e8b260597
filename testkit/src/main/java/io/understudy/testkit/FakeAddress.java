package io.understudy.testkit;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.observation.AddressState;
import io.understudy.core.port.Address;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A virtual address without a network: it does at once what it is told. Tests have another host
 * hold it. Safe for any thread.
 */
public final class FakeAddress implements Address {

    private boolean held;
    private Optional<String> other = Optional.empty();
    private boolean refused;
    private OptionalLong freeSince = OptionalLong.empty();

    @Override
    public synchronized AddressState look(Duration deadline) {
        if (held) {
            return new AddressState.Held();
        }
        return refused
                ? other.<AddressState>map(AddressState.HeldElsewhere::new)
                        .orElseGet(AddressState.NotHeld::new)
                : new AddressState.NotHeld();
    }

    @Override
    public synchronized Outcome ask(Duration deadline) {
        boolean free = held || other.isEmpty();
        refused = !free;
        freeSince = free ? OptionalLong.of(System.nanoTime()) : OptionalLong.empty();
        return free ? new Outcome.Done() : new Outcome.Refused(other.get() + " answers at it");
    }

    private boolean knowsItFree() {
        return freeSince.isPresent()
                && System.nanoTime() - freeSince.getAsLong() < ANSWER_LASTS.toNanos();
    }

    @Override
    public synchronized Outcome take(Epoch epoch, Duration deadline) {
        if (!held && !knowsItFree() && other.isPresent()) {
            refused = true;
            return new Outcome.Refused(other.get() + " answers at it");
        }
        refused = false;
        held = true;
        return new Outcome.Done();
    }

    @Override
    public synchronized Outcome release(Duration deadline) {
        held = false;
        refused = false;
        return new Outcome.Done();
    }

    /** Another host has it from now on. */
    public synchronized void otherTakes(String who) {
        other = Optional.of(who);
    }

    /** The other host has let go. */
    public synchronized void otherLetsGo() {
        other = Optional.empty();
    }

    /** Somebody takes it off this host. */
    public synchronized void vanish() {
        held = false;
    }

    public synchronized boolean held() {
        return held;
    }
}
