package io.understudy.lab.matrix;

import io.understudy.lab.Host;
import io.understudy.lab.cluster.LabCluster;

/** Who is what when a case begins. */
record Cast(Host primary, Host standby, Host witness) {

    static Cast of(LabCluster cluster, Host primary) {
        return new Cast(primary, cluster.other(primary), cluster.witness());
    }

    Host host(Part part) {
        return switch (part) {
            case PRIMARY -> primary;
            case STANDBY -> standby;
            case WITNESS -> witness;
        };
    }
}
