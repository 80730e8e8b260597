package io.understudy.node.config;

import java.util.List;

/** Checks that the nodes are as many, and of the kind, that their arbiter needs. */
final class Electorate {

    private static final int FEWEST_VOTERS = 3;
    private static final int MOST_NODES = 5;

    private final List<ConfigMistake> mistakes;
    private final ArbiterConfig arbiter;

    Electorate(List<ConfigMistake> mistakes, ArbiterConfig arbiter) {
        this.mistakes = mistakes;
        this.arbiter = arbiter;
    }

    /** The ports on which a node listens. */
    static List<String> ports(ArbiterConfig arbiter) {
        return switch (arbiter) {
            case ArbiterConfig.Quorum() -> List.of("api", "quorum", "election");
            case ArbiterConfig.ZooKeeper _, ArbiterConfig.Operator _ -> List.of("api");
        };
    }

    void check(Block file, List<ReadNode> nodes) {
        if (!file.has("nodes")) {
            return;
        }
        Place place = Place.of(file.entry("nodes").orElseThrow().key(), "nodes");
        switch (arbiter) {
            case ArbiterConfig.Quorum() -> checkVoters(place, nodes.size());
            case ArbiterConfig.ZooKeeper _ -> {
                checkNumber(place, nodes.size());
                nodes.forEach(this::checkNoVoter);
            }
            case ArbiterConfig.Operator _ -> {
                checkPair(place, nodes);
                nodes.forEach(this::checkPorts);
                return;
            }
        }
        long carriers = nodes.stream().filter(ReadNode::carries).count();
        if (carriers < 2) {
            mistakes.add(
                    place.mistake(
                            "at least 2 nodes that are no witness, so that one can take over from"
                                    + " the other",
                            Long.toString(carriers)));
        }
    }

    private void checkVoters(Place place, int all) {
        if (all < FEWEST_VOTERS || all > MOST_NODES || all % 2 == 0) {
            mistakes.add(
                    place.mistake(
                            "3 or 5 nodes, so that a majority is left when one is lost",
                            Integer.toString(all)));
        }
    }

    private void checkPair(Place place, List<ReadNode> nodes) {
        long carriers = nodes.stream().filter(ReadNode::carries).count();
        if (nodes.size() != 2 || carriers != 2) {
            mistakes.add(
                    place.mistake(
                            "2 nodes and no witness beside arbiter: operator; with a third vote,"
                                    + " quorum needs no person",
                            "%d, of them %d no witness".formatted(nodes.size(), carriers)));
        }
    }

    private void checkNumber(Place place, int all) {
        if (all > MOST_NODES) {
            mistakes.add(place.mistake("at most 5 nodes", Integer.toString(all)));
        }
    }

    /** What is written for an ensemble inside the nodes would mislead whoever reads it. */
    private void checkNoVoter(ReadNode read) {
        if (!read.carries()) {
            mistakes.add(
                    read.block()
                            .placeOf("witness")
                            .mistake(
                                    "no witness, since the ensemble of arbiter.zookeeper votes",
                                    "true"));
        }
        checkPorts(read);
    }

    private void checkPorts(ReadNode read) {
        read.block()
                .entry("ports")
                .map(entry -> Block.ofAnyKeys(entry, mistakes))
                .ifPresent(this::checkPorts);
    }

    private void checkPorts(Block ports) {
        List<String> used = ports(arbiter);
        for (String name : Section.PORTS.keys()) {
            if (ports.has(name) && !used.contains(name) && !name.equals(DashboardReader.PORT)) {
                mistakes.add(
                        ports.placeOf(name)
                                .mistake(
                                        "no " + name + " port, since " + whyUnused(),
                                        ports.entry(name)
                                                .map(entry -> Block.describe(entry.value()))
                                                .orElse("one")));
            }
        }
    }

    private String whyUnused() {
        return switch (arbiter) {
            case ArbiterConfig.Quorum() -> "nothing listens there";
            case ArbiterConfig.ZooKeeper _ ->
                    "no member of the ensemble of arbiter.zookeeper runs in a node";
            case ArbiterConfig.Operator _ -> "the two nodes share their register over the api port";
        };
    }
}
