package io.understudy.demo.stage;

import io.understudy.core.model.NodeId;
import io.understudy.demo.stage.StageNode.Ports;
import io.understudy.testkit.ClaimedPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the demonstration takes place.
 *
 * @param folder everything is in here, and goes with it
 * @param nodes two carriers, and a witness where the nodes themselves vote, in this order
 */
public record Stage(Path folder, List<StageNode> nodes) {

    private static final String WITNESS = "vote";
    private static final String LOOPBACK = "127.0.0.1";
    private static final int PORTS_OF_A_NODE = 6;

    public Stage {
        nodes = List.copyOf(nodes);
    }

    /** A new one in the folder for temporary files, with ports that nobody else takes. */
    public static Stage open() throws IOException {
        return in(Files.createTempDirectory("understudy-demo-"), List.of("ci-a", "ci-b", WITNESS));
    }

    /** A new one on hosts' own networks, each node at one of these addresses, the witness last. */
    public static Stage on(List<String> addresses) throws IOException {
        return in(
                Files.createTempDirectory("understudy-demo-"),
                List.of("ci-a", "ci-b", WITNESS),
                addresses);
    }

    /** In that folder, with nodes of these names, all on loopback. */
    static Stage in(Path folder, List<String> names) throws IOException {
        return in(folder, names, names.stream().map(_ -> LOOPBACK).toList());
    }

    private static Stage in(Path folder, List<String> names, List<String> addresses)
            throws IOException {
        List<Integer> ports = ClaimedPorts.some(names.size() * PORTS_OF_A_NODE);
        List<StageNode> nodes = new ArrayList<>();
        for (String name : names) {
            int first = nodes.size() * PORTS_OF_A_NODE;
            List<Integer> own = ports.subList(first, first + PORTS_OF_A_NODE);
            nodes.add(
                    new StageNode(
                            new NodeId(name),
                            folder.resolve(name),
                            name.equals(WITNESS),
                            new Ports(
                                    addresses.get(nodes.size()),
                                    own.get(0),
                                    own.get(1),
                                    own.get(2),
                                    own.get(3),
                                    own.get(4),
                                    own.get(5))));
        }
        return new Stage(folder, nodes);
    }

    public StageNode first() {
        return nodes.get(0);
    }

    public StageNode second() {
        return nodes.get(1);
    }

    public StageNode witness() {
        return nodes.get(2);
    }

    public List<StageNode> carriers() {
        return nodes.stream().filter(node -> !node.witness()).toList();
    }

    /** Whether all nodes share this machine's loopback. */
    boolean onLoopback() {
        return nodes.stream().allMatch(node -> node.ports().address().equals(LOOPBACK));
    }

    /** The other one with a database and a server. */
    public StageNode other(StageNode carrier) {
        return carrier.equals(first()) ? second() : first();
    }

    Path configuration() {
        return folder.resolve("understudy.yaml");
    }

    /** The password of the pipeline server's own database role. */
    public Path password() {
        return folder.resolve("pipelines.password");
    }
}
