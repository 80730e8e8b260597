package io.understudy.node;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Settings;
import io.understudy.core.port.DurableEpoch;
import io.understudy.node.config.ClusterConfig;
import io.understudy.node.config.ConfigFile;
import io.understudy.node.config.ConfigResult;
import io.understudy.node.config.NodeConfig;
import io.understudy.node.identity.Identity;
import io.understudy.node.identity.IdentityFiles;
import io.understudy.node.identity.IdentityResult;
import io.understudy.node.identity.NodeHome;
import io.understudy.node.journal.EpochFile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the home says before anything is opened: who this node is, in which cluster, and the highest
 * epoch that it has seen.
 */
record Premises(
        NodeHome home,
        Identity identity,
        ClusterConfig config,
        NodeConfig self,
        DurableEpoch epochs,
        Epoch seen) {

    /**
     * Reads the home.
     *
     * @throws Unstartable with one sentence, or one for each mistake in the configuration
     */
    static Premises read(NodeHome home) throws Unstartable {
        Identity identity = identity(home);
        ClusterConfig config = config(home);
        NodeConfig self =
                config.forNode(identity.name())
                        .orElseThrow(() ->
                                new Unstartable(
                                        "needed this node, "
                                                + identity.name()
                                                + ", in "
                                                + home.config()
                                                + ", found only "
                                                + names(config)
                                                + "; give it its entry, or use the home of another"
                                                + " node"));
        DurableEpoch epochs = new EpochFile(home.root().resolve("epoch"));
        return new Premises(home, identity, config, self, epochs, seen(epochs));
    }

    private static Identity identity(NodeHome home) throws Unstartable {
        return switch (IdentityFiles.read(home, Instant.now())) {
            case IdentityResult.Usable(Identity identity) -> identity;
            case IdentityResult.Unusable(String why) -> throw new Unstartable(why);
        };
    }

    private static ClusterConfig config(NodeHome home) throws Unstartable {
        return switch (ConfigFile.read(home.config())) {
            case ConfigResult.Valid(ClusterConfig config) -> config;
            case ConfigResult.Mistakes mistakes ->
                    throw new Unstartable(mistakes.text(home.config().toString()));
        };
    }

    private static Epoch seen(DurableEpoch epochs) throws Unstartable {
        try {
            return epochs.read();
        } catch (DurableEpoch.UnreadableException e) {
            throw new Unstartable(String.valueOf(e.getMessage()), e);
        }
    }

    /** In the words of each adapter. */
    Translation translation() {
        return new Translation(home, config, self);
    }

    Settings settings() {
        return config.settings(self.id(), home.isFounder());
    }

    List<NodeId> nodes() {
        return nodes(config);
    }

    /** Where the other nodes' APIs are. */
    Map<NodeId, String> others() {
        Function<NodeConfig, String> api = node -> node.endpoint(node.ports().api());
        return config.nodes().stream()
                .filter(node -> !node.id().equals(self.id()))
                .collect(Collectors.toUnmodifiableMap(NodeConfig::id, api));
    }

    private static List<NodeId> nodes(ClusterConfig config) {
        return config.nodes().stream().map(NodeConfig::id).toList();
    }

    private static String names(ClusterConfig config) {
        return String.join(", ", nodes(config).stream().map(NodeId::name).toList());
    }
}
