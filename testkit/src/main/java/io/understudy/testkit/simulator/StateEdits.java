package io.understudy.testkit.simulator;

import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.NodeState.Lease;
import io.understudy.core.decision.RegisterView;
import io.understudy.core.decision.RegisterView.Sight;
import io.understudy.core.model.FencePlan;
import io.understudy.core.model.Version;
import java.util.Optional;

/** What a mutant makes a rule believe. */
final class StateEdits {
    private StateEdits() {}

    static NodeState withRegister(NodeState state, RegisterView changed) {
        return state.with(changed);
    }

    static NodeState withLease(NodeState state, Lease changed) {
        return state.withLease(Optional.of(changed));
    }

    static NodeState withFence(NodeState state, FencePlan changed) {
        return state.with(state.settings().with(changed));
    }

    /** As if this run of the daemon had never tried to write it. */
    static RegisterView unwritten(RegisterView view) {
        return new RegisterView(
                view.sight(),
                view.writing(),
                view.asker(),
                view.unsettled(),
                view.reading(),
                view.mustRead(),
                view.lastRead(),
                Optional.empty(),
                view.silence());
    }

    static RegisterView with(RegisterView view, Sight sight, Optional<Version> unsettled) {
        return new RegisterView(
                sight,
                view.writing(),
                view.asker(),
                unsettled,
                view.reading(),
                view.mustRead(),
                view.lastRead(),
                view.lastWrite(),
                view.silence());
    }
}
