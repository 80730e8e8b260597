package io.understudy.node.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds what two nodes of one host would both take. */
final class Clashes {

    private final List<ConfigMistake> mistakes;
    private final List<String> ports;
    private final Map<String, String> owners = new HashMap<>();

    Clashes(List<ConfigMistake> mistakes, ArbiterConfig arbiter, boolean dashboard) {
        this.mistakes = mistakes;
        this.ports = new ArrayList<>(Electorate.ports(arbiter));
        if (dashboard) {
            ports.add("dashboard");
        }
    }

    void check(List<ReadNode> nodes) {
        nodes.forEach(read -> check(read.block(), read.node()));
    }

    private void check(Block block, NodeConfig node) {
        for (String name : ports) {
            int port = node.ports().byName().getOrDefault(name, 0);
            claimPort(node, port, name + " port", placeOf(block, "ports", name));
        }
        if (node instanceof NodeConfig.Carrier carrier) {
            int port = carrier.postgresql().port();
            claimPort(node, port, "postgresql port", placeOf(block, "postgresql", "port"));
            claim(
                    node,
                    carrier.postgresql().data().toString(),
                    "data directory",
                    placeOf(block, "postgresql", "data"));
        }
    }

    private Place placeOf(Block node, String block, String key) {
        return node.entry(block)
                .map(entry -> Block.ofAnyKeys(entry, mistakes).placeOf(key))
                .orElse(node.placeOf(block));
    }

    private void claimPort(NodeConfig node, int port, String what, Place place) {
        if (port != Scalar.PORT.standIn()) {
            claim(node, Integer.toString(port), what, place);
        }
    }

    private void claim(NodeConfig node, String value, String what, Place place) {
        if (node.address().equals(Scalar.ADDRESS.standIn())) {
            return;
        }
        String owner = owners.putIfAbsent(node.address() + " " + value, node.id() + "'s " + what);
        if (owner != null) {
            mistakes.add(
                    place.mistake(
                            "its own %s at %s".formatted(what, node.address()),
                            "%s, which is %s".formatted(value, owner)));
        }
    }
}
