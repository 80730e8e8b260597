package io.understudy.node.fence;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.core.port.Fences;
import io.understudy.node.process.ProgramRunner;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All of a node's methods, by their names. */
public final class FenceMethods implements Fences {

    private final FenceSettings settings;
    private final Map<String, FenceMethod> methods;

    /**
     * By these settings.
     *
     * @param runner under which each ends with this daemon
     */
    public FenceMethods(FenceSettings settings, ProgramRunner runner) {
        this.settings = settings;
        Function<Map.Entry<String, FenceSettings.Way>, FenceMethod> method =
                way ->
                        switch (way.getValue()) {
                            case FenceSettings.Ssh ssh -> new SshFence(ssh, runner);
                            case FenceSettings.Command command -> new CommandFence(command, runner);
                        };
        this.methods =
                settings.ways().entrySet().stream()
                        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, method));
    }

    @Override
    public Outcome fence(String method, NodeId node, Epoch epoch) {
        return with(method, node, epoch, FenceMethod::fence);
    }

    /**
     * Proves without harm that a method would stop a node. {@code Done}: proved; {@code NotYet}: it
     * has nothing to be proved by.
     */
    public Outcome prove(String method, NodeId node, Epoch epoch) {
        return with(method, node, epoch, FenceMethod::prove);
    }

    @FunctionalInterface
    private interface Deed {
        Outcome on(FenceMethod method, Target target) throws InterruptedException;
    }

    private Outcome with(String name, NodeId node, Epoch epoch, Deed deed) {
        FenceMethod method = methods.get(name);
        String address = settings.addresses().get(node);
        if (method == null || address == null) {
            return new Outcome.Failed(
                    "needed the method %s for %s, found none in understudy.yaml"
                            .formatted(name, node));
        }
        try {
            return deed.on(method, new Target(node, address, epoch));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Outcome.Unknown("it was interrupted");
        }
    }
}
