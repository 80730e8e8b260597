package io.understudy.core.decision;

/** The rules that a decider goes by: one for each question whose wrong answer loses data. */
public record Policies(
        LeasePolicy lease,
        EpochPolicy epoch,
        TakeoverPolicy takeover,
        FencePolicy fence,
        SynchronyPolicy synchrony) {

    public Policies with(LeasePolicy changed) {
        return new Policies(changed, epoch, takeover, fence, synchrony);
    }

    public Policies with(EpochPolicy changed) {
        return new Policies(lease, changed, takeover, fence, synchrony);
    }

    public Policies with(TakeoverPolicy changed) {
        return new Policies(lease, epoch, changed, fence, synchrony);
    }

    public Policies with(FencePolicy changed) {
        return new Policies(lease, epoch, takeover, changed, synchrony);
    }

    public Policies with(SynchronyPolicy changed) {
        return new Policies(lease, epoch, takeover, fence, changed);
    }
}
