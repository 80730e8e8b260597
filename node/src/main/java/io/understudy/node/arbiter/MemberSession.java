package io.understudy.node.arbiter;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.jute.Record;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;
import org.apache.zookeeper.proto.AddWatchRequest;
import org.apache.zookeeper.proto.ConnectRequest;
import org.apache.zookeeper.proto.GetDataResponse;
import org.apache.zookeeper.proto.ReplyHeader;
import org.apache.zookeeper.proto.RequestHeader;
import org.apache.zookeeper.server.ClientCnxnLimitException;
import org.apache.zookeeper.server.InProcessCnxn;
import org.apache.zookeeper.server.RequestRecord;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.jspecify.annotations.Nullable;

/**
 * One session with the ensemble's server in this process, used until it is first lost. What it is
 * told goes the way that a client's requests go, with all that the server guarantees for the order
 * within a session; only the socket is left out. Thread-safe.
 */
final class MemberSession extends InProcessCnxn {

    /** It holds nothing but a watch, so nobody waits for its end. */
    private static final Duration TIMEOUT = Duration.ofHours(1);

    private static final int PASSWORD_BYTES = 16;

    private final ZooKeeperServer server;
    private final MemberSessions sessions;
    private final Runnable changed;
    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch lost = new CountDownLatch(1);
    private final AtomicInteger last = new AtomicInteger();
    private final AtomicInteger writing = new AtomicInteger();
    private final ConcurrentHashMap<Integer, CompletableFuture<Reply<Record>>> asked =
            new ConcurrentHashMap<>();

    /**
     * Prepares one.
     *
     * @param changed called from the server's own thread when something watched has changed; must
     *     not block
     */
    MemberSession(ZooKeeperServer server, MemberSessions sessions, Runnable changed) {
        super(server);
        this.server = server;
        this.sessions = sessions;
        this.changed = changed;
    }

    /**
     * Asks the server for a session.
     *
     * @throws IOException when it doesn't want one now
     */
    void open() throws IOException {
        sessions.add(this);
        try {
            server.processConnectRequest(
                    this,
                    new ConnectRequest(
                            0, 0, (int) TIMEOUT.toMillis(), 0, new byte[PASSWORD_BYTES], false));
        } catch (ClientCnxnLimitException e) {
            throw new IOException("the server takes no more sessions", e);
        }
    }

    /** Whether the server has opened it within that time, and not ended it since. */
    boolean opens(Duration within) throws InterruptedException {
        return opened.await(within.toNanos(), TimeUnit.NANOSECONDS) && lost.getCount() > 0;
    }

    void awaitLoss() throws InterruptedException {
        lost.await();
    }

    /** Has changes of that znode told, also after the first. */
    void watch(String path) {
        // A watch that is not set comes with a lost session, and then there is a new one.
        var _ = send(OpCode.addWatch, new AddWatchRequest(path, AddWatchMode.PERSISTENT.getMode()));
    }

    /**
     * What that znode holds in this server's copy. A read goes no further by ZooKeeper's own rules,
     * either: it only waits there, on three threads, for writes of its session that came before, of
     * which nobody here makes anything (see {@code Register}: after a write without an answer a
     * read does not say that it will not happen).
     */
    Reply<GetDataResponse> read(String path) {
        if (lost.getCount() == 0) {
            return new Reply.Refusal<>(Code.CONNECTIONLOSS);
        }
        try {
            Stat stat = new Stat();
            byte[] data = server.getZKDatabase().getData(path, stat, null);
            return new Reply.Answer<>(new GetDataResponse(data, stat));
        } catch (KeeperException e) {
            return new Reply.Refusal<>(e.code());
        }
    }

    /**
     * Sends a request. The reply never fails, and is a lost connection once this session is lost:
     * what was sent may still happen.
     *
     * @param type the request's number in ZooKeeper's protocol
     */
    CompletableFuture<Reply<Record>> send(int type, Record request) {
        CompletableFuture<Reply<Record>> reply = new CompletableFuture<>();
        int id = last.incrementAndGet();
        asked.put(id, reply);
        if (type == OpCode.setData) {
            writing.incrementAndGet();
            var _ = reply.thenRun(writing::decrementAndGet);
        }
        try {
            server.processPacket(
                    this, new RequestHeader(id, type), RequestRecord.fromRecord(request));
        } catch (IOException e) {
            close(DisconnectReason.IO_EXCEPTION);
        }
        if (lost.getCount() == 0) {
            giveUpAnswers();
        }
        return reply;
    }

    @Override
    public int sendResponse(
            ReplyHeader header,
            @Nullable Record answer,
            @Nullable String tag,
            @Nullable String cacheKey,
            @Nullable Stat stat,
            int type) {
        decrOutstandingAndCheckThrottle(header);
        CompletableFuture<Reply<Record>> reply = asked.remove(header.getXid());
        if (reply != null) {
            Code code = Code.get(header.getErr());
            reply.complete(
                    code == Code.OK && answer != null
                            ? new Reply.Answer<>(answer)
                            : new Reply.Refusal<>(code));
        }
        return 0;
    }

    /**
     * While a write has no answer yet, that answer tells more than this does: it was this very
     * change, or it conflicts with it.
     */
    @Override
    public void process(WatchedEvent event, @Nullable List<ACL> rights) {
        if (writing.get() == 0) {
            changed.run();
        }
    }

    @Override
    protected void opened() {
        sessions.addSession(getSessionId(), this);
        opened.countDown();
    }

    @Override
    public void sendCloseSession() {
        close(DisconnectReason.CLIENT_CLOSED_SESSION);
    }

    @Override
    public void close(DisconnectReason reason) {
        if (lost.getCount() == 0) {
            return;
        }
        setStale();
        sessions.remove(this);
        server.getZKDatabase().removeCnxn(this);
        lost.countDown();
        giveUpAnswers();
    }

    private void giveUpAnswers() {
        for (Integer id : asked.keySet()) {
            CompletableFuture<Reply<Record>> reply = asked.remove(id);
            if (reply != null) {
                reply.complete(new Reply.Refusal<>(Code.CONNECTIONLOSS));
            }
        }
    }
}
