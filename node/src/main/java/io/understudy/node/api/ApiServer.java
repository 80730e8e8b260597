package io.understudy.node.api;

import io.understudy.node.identity.ClusterTls;
import io.understudy.node.identity.Purpose;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.EnumSet;

/**
 * What a node answers to other nodes and to people's commands: TLS 1.3, and a client's certificate
 * at the handshake, before a byte of HTTP is read.
 */
public final class ApiServer implements AutoCloseable {

    private final HttpsDoor door;

    private ApiServer(HttpsDoor door) {
        this.door = door;
    }

    /**
     * Listens from now on.
     *
     * @param tls verifies clients against the cluster's authority
     * @throws IOException when it can't listen there; the message is one sentence
     */
    public static ApiServer listen(InetSocketAddress at, ClusterTls tls, Rooms rooms)
            throws IOException {
        HttpsDoor door =
                HttpsDoor.at(
                        at,
                        "the other nodes and the command line",
                        new HttpsDoor.Lock(
                                tls.server(EnumSet.allOf(Purpose.class)),
                                ClusterTls.serverParameters(),
                                _ -> true));
        Wire wire = new Wire();
        door.open(new Reception(new Routes(rooms, wire), wire)::receive);
        return new ApiServer(door);
    }

    /** Where it listens; tells the port where it was to be any. */
    public InetSocketAddress address() {
        return door.address();
    }

    /** Stops at once: calls under way get no answer. */
    @Override
    public void close() {
        door.close();
    }
}
