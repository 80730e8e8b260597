package io.understudy.core.model;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * By what a winner makes sure that the nodes before it no longer serve.
 *
 * @param required whether nobody becomes active without a receipt; else silence does, once the
 *     lease is over and all methods have been tried
 * @param methods in the order in which they are tried; the daemon of the node that is to be fenced
 *     is one of them
 */
public record FencePlan(boolean required, List<Method> methods) {

    /** What the method of that kind is called. */
    public static final String PEER = "peer";

    public FencePlan {
        methods = List.copyOf(methods);
        Set<String> names = new HashSet<>();
        for (Method method : methods) {
            if (!names.add(method.name())) {
                throw new IllegalArgumentException(
                        "two methods of fencing have the name " + method.name());
            }
            if (method.name().equals(PEER) != (method.kind() == Kind.PEER)) {
                throw new IllegalArgumentException(
                        "the daemon that is to stop is the method of the name " + PEER);
            }
        }
        if (!names.contains(PEER)) {
            throw new IllegalArgumentException(
                    "the daemon that is to stop is asked, whatever else is tried");
        }
    }

    /** The daemon alone is asked, and its silence after the lease is enough. */
    public static FencePlan usual(Timings timings) {
        return new FencePlan(false, List.of(peer(timings)));
    }

    /** The method that asks the daemon of the node that is to be fenced. */
    public static Method peer(Timings timings) {
        return new Method(PEER, Kind.PEER, timings.fence());
    }

    /** Whether nothing but the daemon's answer or silence counts. */
    public boolean isUsual() {
        return !required && methods.size() == 1;
    }

    /** Who answers. */
    public enum Kind {
        /** The daemon that is to stop. */
        PEER,
        /** A program that is run on its host. */
        SSH,
        /** Somebody else, such as the host's power supply: what it says no to is not serving. */
        COMMAND;

        /** Whether a no of it says that the node still serves. */
        public boolean speaksForTheNode() {
            return this != COMMAND;
        }
    }

    /**
     * One way.
     *
     * @param name as the configuration has it
     * @param deadline after which it counts as silent
     */
    public record Method(String name, Kind kind, Duration deadline) {
        public Method {
            if (!deadline.isPositive()) {
                throw new IllegalArgumentException(
                        "the deadline of " + name + " is longer than zero, but was " + deadline);
            }
        }
    }
}
