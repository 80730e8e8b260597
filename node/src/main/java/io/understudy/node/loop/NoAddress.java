package io.understudy.node.loop;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.observation.AddressState;
import io.understudy.core.port.Address;
import java.time.Duration;

/** Stands where the configuration names no virtual address: clients know the hosts. */
public final class NoAddress implements Address {

    @Override
    public AddressState look(Duration deadline) {
        return new AddressState.None();
    }

    @Override
    public Outcome ask(Duration deadline) {
        return new Outcome.Done();
    }

    @Override
    public Outcome take(Epoch epoch, Duration deadline) {
        return new Outcome.Done();
    }

    @Override
    public Outcome release(Duration deadline) {
        return new Outcome.Done();
    }
}
