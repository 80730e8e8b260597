package io.understudy.node.arbiter;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.zookeeper.server.ServerCnxn;
import org.apache.zookeeper.server.ServerCnxn.DisconnectReason;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

/**
 * How clients reach the ensemble's server in this process: by a call. There is no port for them, so
 * there is nobody to keep out. Thread-safe.
 */
final class MemberSessions extends ServerCnxnFactory {

    private static final InetSocketAddress NOWHERE =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final Set<ServerCnxn> open = ConcurrentHashMap.newKeySet();

    /**
     * The server that takes requests now, if one does. A server that is ending says for a moment
     * that it runs still, so one asks for the server that clients are led to.
     */
    Optional<ZooKeeperServer> serving() {
        return Optional.ofNullable(getZooKeeperServer()).filter(ZooKeeperServer::isRunning);
    }

    void add(ServerCnxn session) {
        open.add(session);
    }

    void remove(ServerCnxn session) {
        open.remove(session);
        removeCnxnFromSessionMap(session);
    }

    /** The server takes leave of its clients: it ends, or has lost the majority. */
    @Override
    public void closeAll(DisconnectReason reason) {
        List.copyOf(open).forEach(session -> session.close(reason));
    }

    @Override
    public void shutdown() {
        closeAll(DisconnectReason.SERVER_SHUTDOWN);
        ZooKeeperServer server = getZooKeeperServer();
        if (server != null) {
            server.shutdown();
        }
    }

    @Override
    public void startup(ZooKeeperServer server, boolean start) {
        throw new UnsupportedOperationException("a member starts its server by itself");
    }

    @Override
    public Iterable<ServerCnxn> getConnections() {
        return open;
    }

    // What follows is of interest where there are sockets, or somebody who looks at them by JMX.

    @Override
    public void registerConnection(ServerCnxn session) {}

    @Override
    public void unregisterConnection(ServerCnxn session) {}

    @Override
    public void start() {}

    @Override
    public void join() {}

    @Override
    public void configure(
            InetSocketAddress address, int connections, int backlog, boolean secure) {}

    @Override
    public void reconfigure(InetSocketAddress address) {}

    @Override
    public InetSocketAddress getLocalAddress() {
        return NOWHERE;
    }

    @Override
    public int getLocalPort() {
        return NOWHERE.getPort();
    }

    @Override
    public int getSocketListenBacklog() {
        return -1;
    }

    @Override
    public int getMaxClientCnxnsPerHost() {
        return 0;
    }

    @Override
    public void setMaxClientCnxnsPerHost(int most) {}

    @Override
    public void resetAllConnectionStats() {}

    @Override
    public Iterable<Map<String, Object>> getAllConnectionInfo(boolean brief) {
        return List.of();
    }
}
