package io.understudy.node.api;

import io.understudy.core.model.NodeId;

/** What another node asks about the register that the two share. Any thread may call. */
@FunctionalInterface
public interface SharedRegister {

    /** The answer where this node shares none. */
    SharedRegister NONE =
            (from, body) -> new Reply.Refusal("this node shares no register with another");

    Reply answer(NodeId from, String body);

    /** The answer. */
    sealed interface Reply {
        record Heard(String json) implements Reply {}

        /** Nothing has changed here; one sentence. */
        record Refusal(String why) implements Reply {}
    }
}
