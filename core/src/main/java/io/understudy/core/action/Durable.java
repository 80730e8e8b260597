package io.understudy.core.action;

import io.understudy.core.model.Epoch;

/** What must be on this node's disk before any action of the same decision is run. */
public sealed interface Durable {

    /** The highest epoch seen. */
    record SeenEpoch(Epoch epoch) implements Durable {}
}
