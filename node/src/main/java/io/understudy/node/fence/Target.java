package io.understudy.node.fence;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;

/**
 * Who is to stop.
 *
 * @param epoch in each epoch before this one
 */
record Target(NodeId node, String address, Epoch epoch) {

    /** A word of a command with what it stands for. */
    String in(String word) {
        return word.replace("{node}", node.name())
                .replace("{address}", address)
                .replace("{epoch}", epoch.toString());
    }
}
