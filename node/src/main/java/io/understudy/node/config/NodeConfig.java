package io.understudy.node.config;

import io.understudy.core.model.NodeId;
import java.util.List;
import java.util.Optional;

/** One node as it is to be, with what it shares with the others filled in. */
public sealed interface NodeConfig {

    NodeId id();

    /** A host name or an IP address, without brackets. */
    String address();

    Ports ports();

    /**
     * A node that carries the database, and the server where there is one.
     *
     * @param virtual by what address clients find it while it is primary
     */
    record Carrier(
            NodeId id,
            String address,
            Ports ports,
            PostgresqlConfig postgresql,
            Optional<ServerConfig> server,
            AddressConfig virtual,
            List<FileSetConfig> files)
            implements NodeConfig {
        public Carrier {
            files = List.copyOf(files);
        }
    }

    /** A node that votes and carries nothing. */
    record Witness(NodeId id, String address, Ports ports) implements NodeConfig {}

    /** {@code address:port} as it stands in a URL. */
    default String endpoint(int port) {
        return (address().contains(":") ? "[" + address() + "]" : address()) + ":" + port;
    }
}
