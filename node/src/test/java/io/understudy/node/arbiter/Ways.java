package io.understudy.node.arbiter;

import io.understudy.core.model.NodeId;
import java.util.function.BooleanSupplier;

/** Ways to other nodes, in one process. */
final class Ways {

    private Ways() {}

    static ForwardingRegister.Way to(String node, OtherNode line) {
        return new ForwardingRegister.Way(new NodeId(node), line);
    }

    /** What is asked is answered by those calls, unless the network is cut. */
    static OtherNode to(ForwardedCalls calls, BooleanSupplier cut) {
        return (json, deadline) -> {
            if (cut.getAsBoolean()) {
                return new OtherNode.Said.Silent("the network is cut");
            }
            try {
                return new OtherNode.Said.Answered(calls.answer(json));
            } catch (VersionedJson.MalformedException e) {
                return new OtherNode.Said.Declined(String.valueOf(e.getMessage()));
            }
        };
    }
}
