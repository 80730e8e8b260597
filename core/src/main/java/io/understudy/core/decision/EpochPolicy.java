package io.understudy.core.decision;

import io.understudy.core.model.Epoch;

/** Which epoch a node must never forget. */
@FunctionalInterface
public interface EpochPolicy {

    /** The highest epoch to keep on disk, now that this one was found. */
    Epoch toKeep(Epoch kept, Epoch found);
}
