package io.understudy.node.config;

/** A node with the block that it was read from. */
record ReadNode(Block block, NodeConfig node) {

    boolean carries() {
        return node instanceof NodeConfig.Carrier;
    }
}
