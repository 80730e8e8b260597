package io.understudy.core.decision;

import io.understudy.core.model.Epoch;

/** The rules that a decider goes by: one for each question whose wrong answer loses data. */
public record Policies(
        LeasePolicy lease,
        EpochPolicy epoch,
        TakeoverPolicy takeover,
        FencePolicy fence,
        SynchronyPolicy synchrony) {

    /**
     * The rules of the design. Others are for the simulator, which must find what is wrong with
     * them.
     */
    public static Policies standard() {
        return new Policies(
                new AcknowledgedLease(),
                (kept, found) -> found.isAfter(kept) ? found : kept,
                new ExpiryTakeover(),
                new ReceiptFence(),
                new DeclaredSynchrony());
    }

    /** The highest of both, by the rule. */
    Epoch highest(Epoch kept, Epoch found) {
        return epoch.toKeep(kept, found);
    }

    public Policies withLease(LeasePolicy changed) {
        return new Policies(changed, epoch, takeover, fence, synchrony);
    }

    public Policies withEpoch(EpochPolicy changed) {
        return new Policies(lease, changed, takeover, fence, synchrony);
    }

    public Policies withTakeover(TakeoverPolicy changed) {
        return new Policies(lease, epoch, changed, fence, synchrony);
    }

    public Policies withFence(FencePolicy changed) {
        return new Policies(lease, epoch, takeover, changed, synchrony);
    }

    public Policies withSynchrony(SynchronyPolicy changed) {
        return new Policies(lease, epoch, takeover, fence, changed);
    }
}
