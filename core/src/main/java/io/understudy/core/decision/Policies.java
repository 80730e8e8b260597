package io.understudy.core.decision;

import io.understudy.core.model.Epoch;

/** The rules that a decider goes by: one for each question whose wrong answer loses data. */
public record Policies(
        LeasePolicy lease,
        EpochPolicy epoch,
        TakeoverPolicy takeover,
        FencePolicy fence,
        SynchronyPolicy synchrony,
        RestartPolicy restart,
        FlappingPolicy flapping,
        GuardOrders guard,
        AddressOrders address,
        SilencePolicy silence,
        FilesOrders files) {

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
                new DeclaredSynchrony(),
                new BudgetedRestarts(),
                FlappingPolicy::holding,
                GuardPolicy::next,
                AddressPolicy::next,
                SilencePolicy::standing,
                FilesPolicy::next);
    }

    /** The highest of both, by the rule. */
    Epoch highest(Epoch kept, Epoch found) {
        return epoch.toKeep(kept, found);
    }

    public Policies withLease(LeasePolicy changed) {
        return new Policies(
                changed, epoch, takeover, fence, synchrony, restart, flapping, guard, address,
                silence, files);
    }

    public Policies withEpoch(EpochPolicy changed) {
        return new Policies(
                lease, changed, takeover, fence, synchrony, restart, flapping, guard, address,
                silence, files);
    }

    public Policies withTakeover(TakeoverPolicy changed) {
        return new Policies(
                lease, epoch, changed, fence, synchrony, restart, flapping, guard, address, silence,
                files);
    }

    public Policies withFence(FencePolicy changed) {
        return new Policies(
                lease, epoch, takeover, changed, synchrony, restart, flapping, guard, address,
                silence, files);
    }

    public Policies withSynchrony(SynchronyPolicy changed) {
        return new Policies(
                lease, epoch, takeover, fence, changed, restart, flapping, guard, address, silence,
                files);
    }

    public Policies withRestart(RestartPolicy changed) {
        return new Policies(
                lease, epoch, takeover, fence, synchrony, changed, flapping, guard, address,
                silence, files);
    }

    public Policies withFlapping(FlappingPolicy changed) {
        return new Policies(
                lease, epoch, takeover, fence, synchrony, restart, changed, guard, address, silence,
                files);
    }

    public Policies withGuard(GuardOrders changed) {
        return new Policies(
                lease, epoch, takeover, fence, synchrony, restart, flapping, changed, address,
                silence, files);
    }

    public Policies withAddress(AddressOrders changed) {
        return new Policies(
                lease, epoch, takeover, fence, synchrony, restart, flapping, guard, changed,
                silence, files);
    }

    public Policies withSilence(SilencePolicy changed) {
        return new Policies(
                lease, epoch, takeover, fence, synchrony, restart, flapping, guard, address,
                changed, files);
    }

    public Policies withFiles(FilesOrders changed) {
        return new Policies(
                lease, epoch, takeover, fence, synchrony, restart, flapping, guard, address,
                silence, changed);
    }
}
