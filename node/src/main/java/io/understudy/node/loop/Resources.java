package io.understudy.node.loop;

import io.understudy.core.port.Address;
import io.understudy.core.port.CarriedFiles;
import io.understudy.core.port.Database;
import io.understudy.core.port.Fences;
import io.understudy.core.port.Guard;
import io.understudy.core.port.Peers;
import io.understudy.core.port.Register;
import io.understudy.core.port.Server;
import java.util.Optional;

/**
 * What the loop acts on.
 *
 * @param carried empty on a witness
 */
public record Resources(Register register, Peers peers, Fences fences, Optional<Carried> carried) {

    /**
     * What a carrier carries, and who watches over it.
     *
     * @param files empty where it carries none
     */
    public record Carried(
            Database database,
            Server server,
            Address address,
            Guard guard,
            Optional<CarriedFiles> files) {

        /** Without files. */
        public Carried(Database database, Server server, Address address, Guard guard) {
            this(database, server, address, guard, Optional.empty());
        }
    }
}
