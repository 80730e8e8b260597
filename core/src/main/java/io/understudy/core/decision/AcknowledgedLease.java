package io.understudy.core.decision;

import io.understudy.core.action.Action.WriteRegister;
import io.understudy.core.decision.NodeState.Lease;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Moment;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Timings;
import io.understudy.core.observation.Observation;
import java.time.Duration;
import java.util.Optional;

/**
 * Only a write that the arbiter acknowledged gives a lease, counted from when it was sent. A read
 * proves nothing: a follower that is cut off answers reads.
 */
final class AcknowledgedLease implements LeasePolicy {

    @Override
    public Optional<Lease> after(NodeState before, Observation seen) {
        if (!(seen instanceof Observation.WriteAcknowledged acknowledged)) {
            return before.lease();
        }
        return before.register()
                .writing()
                .map(WriteRegister::next)
                .filter(written -> isOwn(before, written))
                .map(written ->
                        leaseOf(written, acknowledged.sentAt(), before.settings().timings()))
                .orElse(before.lease());
    }

    private static boolean isOwn(NodeState node, ClusterState written) {
        return written.isHeldBy(node.settings().self())
                && written.incarnation().equals(node.incarnation());
    }

    private static Optional<Lease> leaseOf(ClusterState written, Moment sentAt, Timings timings) {
        return switch (written.phase()) {
            case Phase.Ceded _ -> Optional.empty();
            case Phase.Away(Duration length) ->
                    Optional.of(lease(written, sentAt.plus(Timings.lessMargin(length)), timings));
            case Phase.Fencing _, Phase.Active _ ->
                    Optional.of(lease(written, sentAt.plus(timings.lease()), timings));
        };
    }

    private static Lease lease(ClusterState written, Moment until, Timings timings) {
        return new Lease(written.epoch(), until, until.plus(timings.stop().negated()));
    }
}
