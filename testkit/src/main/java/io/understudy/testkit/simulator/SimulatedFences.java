package io.understudy.testkit.simulator;

import io.understudy.core.action.Outcome;
import io.understudy.core.decision.NodeState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.FencePlan.Method;
import io.understudy.core.model.Incarnation;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The ways to stop a node that do without its daemon: a program on its host, which needs the
 * network and a host that works; and somebody who takes its power, whom everybody reaches.
 */
final class SimulatedFences {
    private static final long MS = 1_000_000;

    private final World world;
    private final Map<String, Manner> manners = new HashMap<>();
    private final List<Run> running = new ArrayList<>();

    SimulatedFences(World world) {
        this.world = world;
    }

    /** How a method behaves. */
    enum Manner {
        WORKS,
        FAILS,
        REFUSES,
        /** Nothing comes of it, and no answer. */
        HANGS,
        /** It happens, but only when nobody waits for the answer any more. */
        ACTS_LATE
    }

    /** What is to be done. */
    record Order(String method, NodeId node, Epoch epoch) {}

    /** One that goes on for a node until it has ended or is withdrawn; no two are the same. */
    private static final class Run {
        private final SimulatedNode by;
        private final Optional<Incarnation> daemon;
        private final Order order;

        Run(SimulatedNode by, Order order) {
            this.by = by;
            this.daemon = by.state().map(NodeState::incarnation);
            this.order = order;
        }

        /** The daemon that began it; one that hangs, or has ended, can withdraw nothing. */
        Optional<NodeState> asker() {
            return by.running()
                    ? by.state()
                            .filter(state -> daemon.filter(state.incarnation()::equals).isPresent())
                    : Optional.empty();
        }
    }

    /** Ends what goes on for that node, and answers to none of it. */
    void withdraw(SimulatedNode by) {
        running.removeIf(run -> run.by == by);
    }

    boolean areUnderWay() {
        return !running.isEmpty();
    }

    /** From now on, whatever the weather. */
    void behave(String method, Manner manner) {
        manners.put(method, manner);
    }

    void run(SimulatedNode by, Order order, Consumer<Outcome> answer) {
        Method method =
                world.setup().fence().methods().stream()
                        .filter(one -> one.name().equals(order.method()))
                        .findFirst()
                        .orElseThrow(() -> new Violation("there is no method " + order.method()));
        Run run = new Run(by, order);
        running.add(run);
        Once<Outcome> once =
                new Once<>(outcome -> {
                    if (running.remove(run)) {
                        answer.accept(outcome);
                    }
                });
        long deadline = method.deadline().toNanos();
        world.events().in(deadline, () -> once.accept(new Outcome.Unknown("no answer in time")));
        long soon = world.weather().between(5 * MS, deadline / 2);
        switch (manner(order)) {
            case WORKS -> world.events().in(soon, () -> inTime(run, method, once));
            case FAILS ->
                    world.events().in(soon, () -> once.accept(new Outcome.Failed("it is broken")));
            case REFUSES ->
                    world.events().in(soon, () -> once.accept(new Outcome.Refused("it may not")));
            case HANGS -> {}
            case ACTS_LATE -> {
                long late = deadline + world.weather().between(0, Duration.ofSeconds(3).toNanos());
                world.events()
                        .in(
                                late,
                                () -> {
                                    if (world.weather().stormy()) {
                                        act(by, method, order, once);
                                    }
                                });
            }
        }
    }

    private void inTime(Run run, Method method, Once<Outcome> once) {
        if (!running.contains(run)) {
            return;
        }
        if (!hasItsSay(run)) {
            throw new Violation(
                    "%s stops %s, but knows that it has no say in epoch %s any more"
                            .formatted(run.by.id(), run.order.node(), run.order.epoch()));
        }
        act(run.by, method, run.order, once);
    }

    private static boolean hasItsSay(Run run) {
        return run.asker()
                .flatMap(state -> state.register().state())
                .filter(known ->
                        !known.isHeldBy(run.by.id())
                                || !known.epoch().equals(run.order.epoch())
                                || !(known.phase() instanceof Phase.Fencing))
                .isEmpty();
    }

    private Manner manner(Order order) {
        Optional<Manner> told = Optional.ofNullable(manners.get(order.method()));
        return told.orElseGet(() -> {
            Weather weather = world.weather();
            return weather.happens(0.3)
                    ? Manner.values()[1 + weather.pick(Manner.values().length - 1)]
                    : Manner.WORKS;
        });
    }

    private void act(SimulatedNode by, Method method, Order order, Once<Outcome> answer) {
        SimulatedNode node = world.node(order.node());
        switch (method.kind()) {
            case PEER -> throw new Violation("the daemon is asked by a message of its own");
            case SSH -> onItsHost(by, node, order, answer);
            case COMMAND -> {
                world.transcript().note(node.id(), "its power is taken");
                node.crash();
                if (world.weather().stormy()) {
                    world.events().in(world.weather().between(0, 6000 * MS), node::start);
                }
                receipt(order, new Outcome.Done(), answer);
            }
        }
    }

    private void onItsHost(
            SimulatedNode by, SimulatedNode node, Order order, Once<Outcome> answer) {
        world.carry(
                by.id(),
                node.id(),
                () -> {
                    if (!node.awake()) {
                        return;
                    }
                    Consumer<Outcome> back =
                            outcome ->
                                    world.carry(
                                            node.id(),
                                            by.id(),
                                            () -> receipt(order, outcome, answer));
                    if (node.running()) {
                        node.daemon()
                                .ifPresent(
                                        daemon -> daemon.fenceAsked(by.id(), order.epoch(), back));
                    } else {
                        node.killWhatServes();
                        back.accept(new Outcome.Done());
                    }
                });
    }

    private void receipt(Order order, Outcome outcome, Once<Outcome> answer) {
        if (outcome instanceof Outcome.Done) {
            world.invariants().stopped(order.node(), order.epoch());
        }
        answer.accept(outcome);
    }
}
