package io.understudy.node.fence;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;

/** The line by which a host says that its node has stopped: it names whom and for which epoch. */
public final class Receipt {

    private Receipt() {}

    public static String of(NodeId node, Epoch epoch) {
        return "understudy receipt: %s serves in no epoch before %s".formatted(node, epoch);
    }

    /** The line of a test, which stops nothing. */
    public static String ofTest(NodeId node) {
        return "understudy test: %s could be stopped here".formatted(node);
    }
}
