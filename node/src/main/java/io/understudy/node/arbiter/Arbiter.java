package io.understudy.node.arbiter;

import io.understudy.core.port.Register;

/** Who keeps the register, as this node reaches it. */
public interface Arbiter extends AutoCloseable {

    Register register();

    /** Doesn't block. */
    ArbiterStatus status();

    /**
     * Has a listener told that the register may have changed: a hint to read it, which may come
     * late, twice or for nothing. It is called from the arbiter's own thread and must not block.
     */
    void onChange(Runnable listener);

    @Override
    void close();
}
