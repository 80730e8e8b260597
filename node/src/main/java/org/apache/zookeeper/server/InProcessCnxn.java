package org.apache.zookeeper.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server that has no socket, because its client is in the same process.
 *
 * <p>This is the only class of ours in a package of ZooKeeper's: what a server wants of a
 * connection is partly visible there alone. So it opens that to a subclass elsewhere, answers what
 * is only of interest where there is a socket, and does nothing else. See decision 0220.
 */
public abstract class InProcessCnxn extends ServerCnxn {

    private static final InetSocketAddress HERE =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private volatile long session;
    private volatile int timeoutMillis;

    protected InProcessCnxn(ZooKeeperServer server) {
        super(server);
    }

    /** The server has made the session, and takes requests from now on. */
    protected abstract void opened();

    @Override
    void enableRecv() {
        opened();
    }

    /** A client that waits for its answers needs no other brake. */
    @Override
    void disableRecv(boolean waits) {}

    /** What a socket would carry beside answers: that a session is open, which is told anyway. */
    @Override
    void sendBuffer(ByteBuffer... buffers) {}

    @Override
    public long getSessionId() {
        return session;
    }

    @Override
    void setSessionId(long id) {
        session = id;
    }

    @Override
    int getSessionTimeout() {
        return timeoutMillis;
    }

    @Override
    void setSessionTimeout(int millis) {
        timeoutMillis = millis;
    }

    @Override
    protected ServerStats serverStats() {
        return zkServer.serverStats();
    }

    @Override
    public InetSocketAddress getRemoteSocketAddress() {
        return HERE;
    }

    @Override
    public int getInterestOps() {
        return 0;
    }

    /** Nobody is between the two. */
    @Override
    public boolean isSecure() {
        return true;
    }

    @Override
    public Certificate @Nullable [] getClientCertificateChain() {
        return null;
    }

    @Override
    public void setClientCertificateChain(Certificate @Nullable [] chain) {}
}
