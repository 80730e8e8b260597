package io.understudy.node.arbiter;

import io.understudy.core.model.Versioned;
import io.understudy.core.port.Register;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Makes another node's calls of the register by this node's own member, and by no other: what is
 * forwarded is not forwarded again. Any thread may call.
 */
final class ForwardedCalls {

    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final Register own;
    private final BooleanSupplier majority;
    private final ForwardWire wire = new ForwardWire();

    /**
     * Answers nothing by itself.
     *
     * @param own what this node's member answers
     * @param majority whether that member has a majority with it; may be old by a silence
     */
    ForwardedCalls(Register own, BooleanSupplier majority) {
        this.own = own;
        this.majority = majority;
    }

    /**
     * Blocks for a second at most.
     *
     * @throws VersionedJson.MalformedException when it is no call of the register; nothing was done
     */
    String answer(String asked) throws VersionedJson.MalformedException {
        return wire.encode(made(wire.asked(asked).write()));
    }

    private ForwardWire.Answer made(Optional<Versioned> write) {
        if (!majority.getAsBoolean()) {
            return new ForwardWire.Answer.NoMajority();
        }
        return write.<ForwardWire.Answer>map(next ->
                        new ForwardWire.Answer.Write(
                                own.compareAndSet(next.version(), next.state(), LONGEST)))
                .orElseGet(() -> new ForwardWire.Answer.Read(own.read(LONGEST)));
    }
}
