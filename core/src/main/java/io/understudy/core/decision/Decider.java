package io.understudy.core.decision;

import io.understudy.core.action.Action;
import io.understudy.core.action.Action.OnAddress;
import io.understudy.core.action.Action.OnDatabase;
import io.understudy.core.action.Action.OnFiles;
import io.understudy.core.action.Action.OnGuard;
import io.understudy.core.action.Action.OnServer;
import io.understudy.core.action.Action.ReadRegister;
import io.understudy.core.action.Action.StartServer;
import io.understudy.core.action.Action.WithdrawFences;
import io.understudy.core.action.Action.WriteRegister;
import io.understudy.core.action.Durable;
import io.understudy.core.action.Ticket;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Moment;
import io.understudy.core.model.Timings;
import io.understudy.core.model.Version;
import io.understudy.core.observation.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a node does next. A pure function of what it knows and one more thing that it saw: no I/O,
 * no clock, no randomness, no thread. Whoever calls it writes {@link Decision#persist} to disk and
 * only then runs the actions.
 */
public final class Decider {

    /**
     * A witness keeps in mind what it sees, and shows it to people: nobody waits for it to see a
     * renewal.
     */
    private static final Duration WITNESS_LOOKS = Duration.ofSeconds(2);

    private final Knowledge knowledge;
    private final Steering steering;
    private final AddressOrders address;
    private final GuardOrders guard;
    private final FilesOrders files;

    public Decider(Policies policies) {
        this.knowledge = new Knowledge(policies);
        this.steering = new Steering(policies);
        this.address = policies.address();
        this.guard = policies.guard();
        this.files = policies.files();
    }

    /** By the rules of the design. */
    public static Decider standard() {
        return new Decider(Policies.standard());
    }

    public Decision decide(NodeState before, Observation seen) {
        if (before.role() == Role.HALTED) {
            return Halting.stay(before, seen);
        }
        Decision decision = decided(before, seen);
        return Invariants.broken(before, decision, seen.at())
                .map(what -> Halting.because(what, before, seen.at()))
                .orElse(decision);
    }

    private Decision decided(NodeState before, Observation seen) {
        Moment now = seen.at();
        NodeState heard = knowledge.absorb(before, seen);
        boolean withdraws = FenceRight.isLost(heard, now);
        NodeState known = withdraws ? heard.with(heard.fencing().withdrawn()) : heard;
        Step step = steering.next(known, now);
        NodeState state = step.memory().orElse(known).as(step.role(), step.reason());
        List<Action> actions = new ArrayList<>();
        if (withdraws) {
            actions.add(new WithdrawFences());
        }
        actions.addAll(step.actions());
        address.next(state, now).ifPresent(actions::add);
        state = begun(state, actions, now);

        Optional<OnGuard> watch = guard.next(state, now);
        if (watch.isPresent()) {
            actions.add(watch.get());
            state = state.with(state.guard().began(watch.get(), now));
        }

        Optional<OnFiles> carrying = files.next(state, now);
        if (carrying.isPresent()) {
            actions.add(carrying.get());
            state = begun(state, List.of(carrying.get()), now);
        }

        Desk.Turn turn = Desk.turn(before, state, seen);
        actions.addAll(turn.answers());
        state = turn.state();

        Optional<Writing> write = toWrite(state, step, turn, now);
        if (write.isPresent()) {
            actions.add(write.get().write());
            state =
                    state.with(
                            state.register()
                                    .writeAsked(now, write.get().write(), write.get().asker()));
        }
        if (wantsRead(state, now, seen instanceof Observation.RegisterHinted)) {
            actions.add(new ReadRegister());
            state = state.with(state.register().readAsked(now));
        }
        List<Durable> persist =
                state.seenEpoch().isAfter(before.seenEpoch())
                        ? List.of(new Durable.SeenEpoch(state.seenEpoch()))
                        : List.of();
        return new Decision(state, persist, actions, step.reason(), wakeAt(state, step, now));
    }

    private static NodeState begun(NodeState state, List<Action> actions, Moment now) {
        NodeState next = state;
        for (Action action : actions) {
            if (action instanceof OnDatabase onDatabase) {
                next = next.withDatabase(next.database().began(onDatabase));
            } else if (action instanceof OnFiles onFiles) {
                next =
                        next.files()
                                .map(view -> view.began(onFiles))
                                .map(next::withFiles)
                                .orElse(next);
            } else if (action instanceof OnServer onServer) {
                if (onServer instanceof StartServer) {
                    next =
                            next.files()
                                    .map(FilesView::serverStarts)
                                    .map(next::withFiles)
                                    .orElse(next);
                }
                next =
                        next.withServer(next.server().began(onServer))
                                .with(next.restarts().began(now, onServer));
            } else if (action instanceof OnAddress onAddress) {
                next = next.withAddress(next.address().began(onAddress));
            }
        }
        return next;
    }

    private record Writing(WriteRegister write, Optional<Ticket> asker) {}

    /**
     * One write at a time, the most important first; every write of the holder's renews its lease,
     * too.
     */
    private static Optional<Writing> toWrite(
            NodeState state, Step step, Desk.Turn turn, Moment now) {
        RegisterView register = state.register();
        if (register.writing().isPresent() || register.mustRead()) {
            return Optional.empty();
        }
        Version expected =
                register.seen().map(RegisterView.Sight.Seen::version).orElse(Version.ABSENT);
        if (step.write().isPresent() && spaced(state, now)) {
            return Optional.of(
                    new Writing(new WriteRegister(expected, step.write().get()), Optional.empty()));
        }
        if (turn.write().isPresent()) {
            ClusterState next = renewedIfHeld(state, turn.write().get(), now);
            return Optional.of(new Writing(new WriteRegister(expected, next), turn.asker()));
        }
        Optional<ClusterState> unpaused = Renewal.endOfPause(state, now);
        if (unpaused.isPresent() && spaced(state, now)) {
            ClusterState next = renewedIfHeld(state, unpaused.get(), now);
            return Optional.of(new Writing(new WriteRegister(expected, next), Optional.empty()));
        }
        return Renewal.due(state, now)
                .filter(now::reached)
                .map(_ -> Renewal.of(state, register.state().orElseThrow(), now))
                .map(next -> new Writing(new WriteRegister(expected, next), Optional.empty()));
    }

    private static ClusterState renewedIfHeld(NodeState state, ClusterState next, Moment now) {
        return state.mayServe(now) && next.isHeldBy(state.self())
                ? Renewal.of(state, next, now)
                : next;
    }

    /**
     * Not sooner than a moment after the last write: one that conflicts again and again must not
     * spin.
     */
    private static boolean spaced(NodeState state, Moment now) {
        Duration least = state.settings().timings().spacing();
        return state.register()
                .lastWrite()
                .filter(last -> now.isBefore(last.plus(least)))
                .isEmpty();
    }

    private static boolean wantsRead(NodeState state, Moment now, boolean hinted) {
        RegisterView register = state.register();
        if (register.reading()) {
            return false;
        }
        Timings timings = state.settings().timings();
        if (hinted && !state.awaitsOwnChange(now) && !state.settings().witness()) {
            return true;
        }
        boolean knows = state.mayServe(now) && !register.mustRead();
        Duration pause =
                register.mustRead()
                        ? timings.spacing()
                        : changedJustNow(state, now) ? calm(state) : timings.poll();
        return !knows
                && register.lastRead().filter(last -> now.isBefore(last.plus(pause))).isEmpty();
    }

    /**
     * Whether hints come: while the holder renews, they are enough, and reads in between tell
     * nothing new. Once it is quiet for longer than between two renewals, somebody looks.
     */
    private static boolean changedJustNow(NodeState state, Moment now) {
        return state.register()
                .seen()
                .filter(seen -> now.isBefore(seen.since().plus(calm(state))))
                .isPresent();
    }

    /** How long nothing need be looked at after a change. */
    private static Duration calm(NodeState state) {
        Duration calm = state.settings().timings().calm();
        return state.settings().witness() && calm.compareTo(WITNESS_LOOKS) < 0
                ? WITNESS_LOOKS
                : calm;
    }

    private static Moment wakeAt(NodeState state, Step step, Moment now) {
        Timings timings = state.settings().timings();
        Moment wake = now.plus(isCalm(state, step) ? calm(state) : timings.poll());
        wake = earlier(wake, step.due(), now);
        wake = earlier(wake, Renewal.due(state, now), now);
        wake = earlier(wake, state.lease().map(NodeState.Lease::stopFrom), now);
        boolean hurried = state.register().mustRead() || step.write().isPresent();
        return hurried ? earlier(wake, Optional.of(now.plus(timings.spacing())), now) : wake;
    }

    /**
     * Whether only what is seen, or a moment that is named, changes anything: nothing is under way,
     * and nothing was wanted just now.
     */
    private static boolean isCalm(NodeState state, Step step) {
        boolean settled =
                state.settings().witness()
                        || step.role() == Role.ACTIVE
                        || step.role() == Role.STANDBY;
        return settled
                && step.actions().isEmpty()
                && step.write().isEmpty()
                && !state.database().isBusy()
                && !state.server().isBusy()
                && !state.address().isBusy();
    }

    private static Moment earlier(Moment wake, Optional<Moment> due, Moment now) {
        return due.filter(moment -> now.isBefore(moment) && moment.isBefore(wake)).orElse(wake);
    }
}
