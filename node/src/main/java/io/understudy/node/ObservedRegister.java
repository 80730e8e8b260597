package io.understudy.node;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Moment;
import io.understudy.core.model.Version;
import io.understudy.core.port.Register;
import io.understudy.node.api.ArbiterReport.Place;
import io.understudy.node.api.CallsReport;
import io.understudy.node.api.EnsembleReport;
import io.understudy.node.api.Surroundings;
import io.understudy.node.arbiter.ArbiterStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** A register that remembers when it last answered and how long that took, for people. */
final class ObservedRegister implements Register {

    private static final long NONE = -1;

    private final Register register;
    private final CallCounts writes = new CallCounts();
    private final CallCounts reads = new CallCounts();
    private final AtomicLong unanswered = new AtomicLong();
    private final AtomicLong slowest = new AtomicLong(NONE);
    private final AtomicReference<Optional<Moment>> lastAnswer =
            new AtomicReference<>(Optional.empty());

    ObservedRegister(Register register) {
        this.register = register;
    }

    @Override
    public ReadResult read(Duration deadline) {
        long began = System.nanoTime();
        ReadResult result = register.read(deadline);
        noted(reads, began, !(result instanceof ReadResult.Unknown));
        return result;
    }

    @Override
    public CasResult compareAndSet(Version expected, ClusterState next, Duration deadline) {
        long began = System.nanoTime();
        CasResult result = register.compareAndSet(expected, next, deadline);
        noted(writes, began, !(result instanceof CasResult.Unknown));
        return result;
    }

    private void noted(CallCounts counts, long began, boolean answered) {
        long now = System.nanoTime();
        Duration took = Duration.ofNanos(now - began);
        slowest.accumulateAndGet(took.toNanos(), Math::max);
        if (answered) {
            counts.took(took);
            lastAnswer.set(Optional.of(new Moment(now)));
        } else {
            unanswered.incrementAndGet();
        }
    }

    /** How long the slowest call took since this was last asked; empty where there was none. */
    Optional<Duration> slowest() {
        long nanos = slowest.getAndSet(NONE);
        return nanos == NONE ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
    }

    private Optional<CallsReport> calls() {
        return Optional.of(new CallsReport(writes.report(), reads.report(), unanswered.get()));
    }

    Surroundings.Vote vote(ArbiterStatus status) {
        return switch (status) {
            case ArbiterStatus.Leader() -> vote(Place.LEADING, "leading");
            case ArbiterStatus.Follower() -> vote(Place.FOLLOWING, "following");
            case ArbiterStatus.Looking() -> vote(Place.LOOKING, "looking for a leader");
            case ArbiterStatus.Forwarding(var by) ->
                    vote(
                            Place.LOOKING,
                            "looking for a leader; the register is asked by way of " + by);
            case ArbiterStatus.Failed(String why) -> vote(Place.FAILED, why);
            case ArbiterStatus.Connected(String member, Duration latency, var silent) ->
                    connected(new EnsembleReport(member, latency, silent));
            case ArbiterStatus.Apart(String why) -> vote(Place.APART, why);
            case ArbiterStatus.Paired(var with) -> vote(Place.PAIRED, "in agreement with " + with);
            case ArbiterStatus.Alone(var without, String why) ->
                    vote(Place.ALONE, "without " + without + ": " + why);
        };
    }

    private Surroundings.Vote vote(Place place, String member) {
        return new Surroundings.Vote(place, member, Optional.empty(), lastAnswer.get(), calls());
    }

    private Surroundings.Vote connected(EnsembleReport ensemble) {
        String sentence =
                "connected to %s, which answers in %d ms%s"
                        .formatted(
                                ensemble.member(),
                                ensemble.latency().toMillis(),
                                ensemble.silent().isEmpty()
                                        ? ""
                                        : "; silent: " + String.join(", ", ensemble.silent()));
        return new Surroundings.Vote(
                Place.CONNECTED, sentence, Optional.of(ensemble), lastAnswer.get(), calls());
    }
}
