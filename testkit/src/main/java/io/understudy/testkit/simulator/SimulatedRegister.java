package io.understudy.testkit.simulator;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Version;
import io.understudy.core.model.Versioned;
import io.understudy.core.port.Register.CasResult;
import io.understudy.core.port.Register.ReadResult;
import java.util.Optional;
import java.util.function.Consumer;

/** The register of a simulated cluster, and what can happen to it. */
interface SimulatedRegister {

    /** What is written, as nobody in the cluster can see it: the newest value of all. */
    Optional<Versioned> value();

    /** It answers nobody for a while, if it is of the kind that can do so. */
    void elects(long nanos);

    /** That node's own member answers nobody any more: its disk is full. A file has no member. */
    default void stops(NodeId node) {}

    /** It answers again, and has what the others have. */
    default void goesOn(NodeId node) {}

    /** An operator puts an old copy back. */
    void restoreOld();

    /** Calls back once, at the deadline at the latest. */
    void read(NodeId reader, Consumer<ReadResult> answer);

    /** Calls back once, at the deadline at the latest. */
    void compareAndSet(
            NodeId writer, Version expected, ClusterState next, Consumer<CasResult> answer);

    /** A node's daemon has started. */
    default void started(NodeId node) {}
}
