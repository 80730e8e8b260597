package io.understudy.node;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Moment;
import io.understudy.core.model.Version;
import io.understudy.core.port.Register;
import io.understudy.node.api.Surroundings;
import io.understudy.node.arbiter.ArbiterStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A register that remembers when it last answered, for the status. */
final class ObservedRegister implements Register {

    private final Register register;
    private final AtomicReference<Optional<Moment>> lastAnswer =
            new AtomicReference<>(Optional.empty());

    ObservedRegister(Register register) {
        this.register = register;
    }

    @Override
    public ReadResult read(Duration deadline) {
        ReadResult result = register.read(deadline);
        if (!(result instanceof ReadResult.Unknown)) {
            answered();
        }
        return result;
    }

    @Override
    public CasResult compareAndSet(Version expected, ClusterState next, Duration deadline) {
        CasResult result = register.compareAndSet(expected, next, deadline);
        if (!(result instanceof CasResult.Unknown)) {
            answered();
        }
        return result;
    }

    private void answered() {
        lastAnswer.set(Optional.of(new Moment(System.nanoTime())));
    }

    Surroundings.Vote vote(ArbiterStatus status) {
        String member =
                switch (status) {
                    case ArbiterStatus.Leader() -> "leading";
                    case ArbiterStatus.Follower() -> "following";
                    case ArbiterStatus.Looking() -> "looking for a leader";
                    case ArbiterStatus.Failed(String why) -> why;
                    case ArbiterStatus.Connected(String at, Duration latency, var silent) ->
                            "connected to %s, which answers in %d ms%s"
                                    .formatted(
                                            at,
                                            latency.toMillis(),
                                            silent.isEmpty()
                                                    ? ""
                                                    : "; silent: " + String.join(", ", silent));
                    case ArbiterStatus.Apart(String why) -> why;
                    case ArbiterStatus.Paired(var with) -> "in agreement with " + with;
                    case ArbiterStatus.Alone(var without, String why) ->
                            "without " + without + ": " + why;
                };
        return new Surroundings.Vote(member, lastAnswer.get());
    }
}
