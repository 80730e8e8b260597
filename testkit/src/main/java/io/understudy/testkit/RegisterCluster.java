package io.understudy.testkit;

import io.understudy.core.port.Register;
import java.util.List;

/**
 * A register as seen from each of the nodes that share it, with what can happen to them. Nodes are
 * numbered from 0. After each call the cluster may need a while to settle.
 */
public interface RegisterCluster extends AutoCloseable {

    /** Each node's own way to the register; usable again after a node was revived. */
    List<Register> registers();

    /** Takes every other node's answers away from this one, which itself goes on. */
    void isolate(int node);

    /** Ends what {@link #isolate} began. */
    void rejoin(int node);

    /**
     * Kills the member that orders the writes, if there is one such.
     *
     * @return a node that is still there
     */
    int killLeader();

    /** Kills everything at once, and starts it again. */
    void restartAll();

    @Override
    void close();
}
