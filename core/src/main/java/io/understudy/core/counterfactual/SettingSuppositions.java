package io.understudy.core.counterfactual;

import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.NodeState.Lease;
import io.understudy.core.model.FencePlan;
import io.understudy.core.model.Limits;
import io.understudy.core.model.Moment;
import io.understudy.core.model.Pair;
import io.understudy.core.model.PeerLoss;
import io.understudy.core.model.Settings;
import io.understudy.core.model.SynchronousMode;
import io.understudy.core.model.Synchrony;
import io.understudy.core.model.TakeoverMode;
import io.understudy.core.model.Timings;
import io.understudy.core.model.Voting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What might have stood otherwise in understudy.yaml. */
final class SettingSuppositions {

    private static final String SAID = "understudy.yaml had said `";

    private SettingSuppositions() {}

    static List<Supposition> of(Situation real, NodeState known) {
        Settings settings = known.settings();
        if (settings.witness()) {
            return List.of();
        }
        List<Supposition> all = new ArrayList<>();
        for (TakeoverMode mode : TakeoverMode.values()) {
            if (mode != settings.takeover()) {
                String word = mode.name().toLowerCase(Locale.ROOT);
                all.add(setting("takeover: " + word, real, settings.with(mode)));
            }
        }
        ofFence(all, real, settings);
        ofVoting(all, real, settings);
        if (!(settings.synchronous() instanceof SynchronousMode.Strict)) {
            all.add(
                    setting(
                            "synchronous: strict",
                            real,
                            settings.with(new SynchronousMode.Strict())));
        }
        ofLag(all, real, known);
        ofLimits(all, real, settings);
        ofTimings(all, real, known);
        return all;
    }

    private static void ofFence(List<Supposition> all, Situation real, Settings settings) {
        boolean required = settings.fence().required();
        all.add(
                setting(
                        "fence: mode: " + (required ? "preferred" : "required"),
                        real,
                        settings.with(new FencePlan(!required, settings.fence().methods()))));
    }

    private static void ofVoting(List<Supposition> all, Situation real, Settings settings) {
        if (settings.voting() instanceof Voting.Person(Pair(var first, var second, var right))) {
            PeerLoss other =
                    switch (right) {
                        case PRIMARY_CONTINUES -> PeerLoss.STANDBY_TAKES_OVER;
                        case STANDBY_TAKES_OVER -> PeerLoss.PRIMARY_CONTINUES;
                    };
            String word = other.name().toLowerCase(Locale.ROOT).replace('_', '-');
            Voting swapped = new Voting.Person(new Pair(first, second, other));
            all.add(setting("peer-loss: " + word, real, settings.with(swapped)));
            all.add(
                    Supposition.setting(
                            "a third node voted (`arbiter: quorum`)",
                            with(real, settings.with(new Voting.Majority()))));
        }
    }

    private static void ofLag(List<Supposition> all, Situation real, NodeState known) {
        boolean lags =
                known.settings().synchronous() instanceof SynchronousMode.Off
                        && known.register()
                                .state()
                                .filter(cluster ->
                                        cluster.synchrony() instanceof Synchrony.Asynchronous)
                                .isPresent();
        if (lags) {
            known.database()
                    .state()
                    .safeEnd()
                    .ifPresent(own ->
                            own.behind(known.register().state().orElseThrow().position())
                                    .ifPresent(bytes ->
                                            all.add(
                                                    setting(
                                                            "lag-limit: %d B".formatted(bytes),
                                                            real,
                                                            known.settings()
                                                                    .with(
                                                                            new SynchronousMode.Off(
                                                                                    bytes))))));
        }
    }

    private static void ofLimits(List<Supposition> all, Situation real, Settings settings) {
        Limits limits = settings.limits();
        Limits.Flapping patient =
                new Limits.Flapping(2 * limits.flapping().moves(), limits.flapping().within());
        all.add(
                setting(
                        "flapping: moves: " + patient.moves(),
                        real,
                        settings.with(limits.with(patient))));
        Limits.Server server = limits.server();
        int more = 2 * server.restarts() + 1;
        Limits.Server patientServer =
                new Limits.Server(
                        more,
                        server.settledAfter(),
                        server.startTimeout(),
                        server.unhealthyAfter());
        all.add(
                setting(
                        "server: restarts: " + more,
                        real,
                        settings.with(limits.with(patientServer))));
    }

    /** What stands in a lease that was given is as long as the timing says, too. */
    private static void ofTimings(List<Supposition> all, Situation real, NodeState known) {
        Map<String, Timings> choices = new LinkedHashMap<>();
        choices.put("fast", Timings.fast());
        choices.put("normal", Timings.normal());
        choices.put("wide", Timings.wide());
        choices.forEach((word, timings) -> {
            if (!timings.ttl().equals(known.settings().timings().ttl())) {
                Situation then = with(real, known.settings().with(timings));
                all.add(
                        Supposition.setting(
                                SAID + "timing: " + word + "`",
                                then.knowing(state ->
                                        state.withLease(
                                                state.lease()
                                                        .map(lease ->
                                                                lasting(lease, known, timings))))));
            }
        });
    }

    private static Lease lasting(Lease lease, NodeState known, Timings timings) {
        Moment sent = lease.until().plus(known.settings().timings().lease().negated());
        return new Lease(lease.epoch(), sent.plus(timings.lease()), sent.plus(timings.untilStop()));
    }

    private static Supposition setting(String line, Situation real, Settings settings) {
        return Supposition.setting(SAID + line + "`", with(real, settings));
    }

    private static Situation with(Situation real, Settings settings) {
        return real.knowing(state -> state.with(settings));
    }
}
