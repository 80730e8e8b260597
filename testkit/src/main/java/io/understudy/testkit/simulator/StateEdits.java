package io.understudy.testkit.simulator;

import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.NodeState.Lease;
import io.understudy.core.decision.RegisterView;
import io.understudy.core.decision.RegisterView.Sight;
import io.understudy.core.model.FencePlan;
import io.understudy.core.model.Settings;
import io.understudy.core.model.Version;
import java.util.Optional;

/** What a mutant makes a rule believe. */
final class StateEdits {
    private StateEdits() {}

    static NodeState withRegister(NodeState state, RegisterView changed) {
        return with(state.settings(), state, changed, state.lease());
    }

    static NodeState withLease(NodeState state, Lease changed) {
        return with(state.settings(), state, state.register(), Optional.of(changed));
    }

    static NodeState withFence(NodeState state, FencePlan changed) {
        Settings settings = state.settings();
        return with(
                new Settings(
                        settings.self(),
                        settings.carriers(),
                        settings.founder(),
                        settings.takeover(),
                        settings.synchronous(),
                        settings.timings(),
                        settings.voting(),
                        settings.limits(),
                        changed),
                state,
                state.register(),
                state.lease());
    }

    private static NodeState with(
            Settings settings, NodeState state, RegisterView register, Optional<Lease> lease) {
        return new NodeState(
                settings,
                state.incarnation(),
                state.seenEpoch(),
                register,
                lease,
                state.database(),
                state.server(),
                state.address(),
                state.files(),
                state.fencing(),
                state.followers(),
                state.repair(),
                state.restarts(),
                state.startup(),
                state.asked(),
                state.guard(),
                state.leavingSince(),
                state.detachingSince(),
                state.role(),
                state.reason());
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
