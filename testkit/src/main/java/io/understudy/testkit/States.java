package io.understudy.testkit;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.Incarnation;
import io.understudy.core.model.LogPoint;
import io.understudy.core.model.LogPosition;
import io.understudy.core.model.Mode;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Request;
import io.understudy.core.model.Synchrony;
import io.understudy.core.model.Unrest;
import java.util.Set;

/** Values for tests that need some cluster state and don't care which. */
public final class States {

    private States() {}

    /** An active holder with one standby in sync. */
    public static ClusterState active(String holder, long renewal) {
        return new ClusterState(
                new Epoch(7),
                new NodeId(holder),
                new Incarnation("run-1"),
                renewal,
                new Phase.Active(),
                new Synchrony.InSync(Set.of(new NodeId("standby"))),
                new LogPoint(1, new LogPosition(0x3000148)),
                new Mode.Automatic(),
                new Request.None(),
                Unrest.NONE);
    }
}
