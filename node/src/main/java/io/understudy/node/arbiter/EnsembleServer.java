package io.understudy.node.arbiter;

import io.understudy.node.arbiter.QuorumSettings.Member;
import io.understudy.node.arbiter.QuorumSettings.Numbered;
import io.understudy.node.disk.Trouble;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.zookeeper.metrics.impl.NullMetricsProvider;
import org.apache.zookeeper.server.DatadirCleanupManager;
import org.apache.zookeeper.server.ServerMetrics;
import org.apache.zookeeper.server.ZKDatabase;
import org.apache.zookeeper.server.quorum.QuorumPeer;
import org.apache.zookeeper.server.quorum.flexible.QuorumMaj;
import org.apache.zookeeper.util.ServiceUtils;
import org.jspecify.annotations.Nullable;

/** This node's member of the ensemble: a ZooKeeper server in the daemon's own process. */
final class EnsembleServer implements AutoCloseable {

    /** The leader asks each follower twice in a tick: that is most of what an idle witness does. */
    static final int TICK_MILLIS = 600;

    /**
     * A silent leader or follower is given up after 600 ms: two questions, so that a network that
     * gets slower by 100 ms each way is none.
     */
    private static final int SYNC_TICKS = 1;

    private static final int INIT_TICKS = 4;

    /**
     * A leader that was elected and can't be reached is given up as soon as one that falls silent.
     */
    private static final int CONNECT_TICKS = 1;

    private static final int FAST_LEADER_ELECTION = 3;
    private static final int SNAPSHOTS_KEPT = 3;
    private static final int PURGE_HOURS = 1;

    private final QuorumPeer peer;
    private final MemberLog log;
    private final MemberSessions sessions;
    private final DatadirCleanupManager purge;
    private final AtomicReference<@Nullable String> failure;

    private EnsembleServer(
            QuorumPeer peer,
            MemberLog log,
            MemberSessions sessions,
            DatadirCleanupManager purge,
            AtomicReference<@Nullable String> failure) {
        this.peer = peer;
        this.log = log;
        this.sessions = sessions;
        this.purge = purge;
        this.failure = failure;
    }

    /**
     * Starts it, and returns before it has found the others.
     *
     * @param failed called once its disk takes no more; must not block
     */
    static EnsembleServer start(
            QuorumSettings settings, Path data, MemberSessions sessions, Runnable failed)
            throws ArbiterUnavailableException {
        Member own = settings.own();
        checkFree(own, settings);
        AtomicReference<@Nullable String> failure = new AtomicReference<>();
        // ZooKeeper's way to give up is to end the process; that is not its decision here.
        ServiceUtils.setSystemExitProcedure(code ->
                failure.compareAndSet(
                        null,
                        "the arbiter's server on this node gave up (ZooKeeper's exit code"
                                + " %d; the log says why); restart this node's daemon"
                                        .formatted(code)));
        try {
            ServerMetrics.metricsProviderInitialized(NullMetricsProvider.INSTANCE);
            MemberLog log = new MemberLog(data, failed);
            QuorumPeer peer = peer(settings, log, sessions);
            startOrExplain(peer, data);
            DatadirCleanupManager purge =
                    new DatadirCleanupManager(
                            data.toFile(), data.toFile(), SNAPSHOTS_KEPT, PURGE_HOURS);
            purge.start();
            return new EnsembleServer(peer, log, sessions, purge, failure);
        } catch (IOException e) {
            throw new ArbiterUnavailableException(
                    "the arbiter's server can't use its folder %s: %s".formatted(data, e), e);
        }
    }

    private static void startOrExplain(QuorumPeer peer, Path data)
            throws ArbiterUnavailableException {
        try {
            peer.start();
        } catch (RuntimeException e) {
            peer.shutdown();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ArbiterUnavailableException(
                    ("what the arbiter's server kept in %s can't be read (%s); move that folder"
                                    + " away and start again: the node then copies what the others"
                                    + " have")
                            .formatted(data, cause.getMessage()),
                    e);
        }
    }

    private static QuorumPeer peer(QuorumSettings settings, MemberLog log, MemberSessions sessions)
            throws IOException {
        Map<Long, QuorumPeer.QuorumServer> servers = new LinkedHashMap<>();
        long self = 0;
        for (Numbered numbered : settings.numbered()) {
            Member member = numbered.member();
            servers.put(
                    numbered.number(),
                    new QuorumPeer.QuorumServer(
                            numbered.number(),
                            new InetSocketAddress(member.host(), member.ports().quorum()),
                            new InetSocketAddress(member.host(), member.ports().election())));
            if (member.id().equals(settings.self())) {
                self = numbered.number();
            }
        }
        QuorumPeer peer = new QuorumPeer();
        peer.setTxnFactory(log);
        peer.setElectionType(FAST_LEADER_ELECTION);
        peer.setMyid(self);
        peer.setTickTime(TICK_MILLIS);
        peer.setMinSessionTimeout(-1);
        peer.setMaxSessionTimeout(Integer.MAX_VALUE);
        // A session holds nothing but a watch: its beginning and end need no majority.
        peer.enableLocalSessions(true);
        peer.setInitLimit(INIT_TICKS);
        peer.setSyncLimit(SYNC_TICKS);
        peer.setConnectToLearnerMasterLimit(CONNECT_TICKS);
        peer.setZKDatabase(new ZKDatabase(peer.getTxnFactory()));
        peer.setQuorumVerifier(new QuorumMaj(servers), false);
        peer.initConfigInZKDatabase();
        peer.setCnxnFactory(sessions);
        peer.setSslQuorum(true);
        peer.setUsePortUnification(false);
        peer.setLearnerType(QuorumPeer.LearnerType.PARTICIPANT);
        peer.setSyncEnabled(true);
        peer.setQuorumListenOnAllIPs(false);
        peer.initialize();
        return peer;
    }

    /** ZooKeeper notices a taken port only later, on threads of its own. */
    private static void checkFree(Member own, QuorumSettings settings)
            throws ArbiterUnavailableException {
        checkFree("quorum", new InetSocketAddress(own.host(), own.ports().quorum()), settings);
        checkFree("election", new InetSocketAddress(own.host(), own.ports().election()), settings);
    }

    private static void checkFree(String what, InetSocketAddress address, QuorumSettings settings)
            throws ArbiterUnavailableException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address);
        } catch (IOException e) {
            throw new ArbiterUnavailableException(
                    "needed the arbiter's %s port %s:%d for node %s, %s"
                            .formatted(
                                    what,
                                    address.getHostString(),
                                    address.getPort(),
                                    settings.self(),
                                    found(e)),
                    e);
        }
    }

    private static String found(IOException e) {
        String why = String.valueOf(e.getMessage());
        if (why.startsWith("Address already in use")) {
            return "found it taken; see what has it with `ss -ltnp` and stop that, or give this"
                    + " node another port in understudy.yaml on every node";
        }
        if (why.startsWith("Cannot assign requested address")) {
            return "found that this is no address of this host; start the node on its own host, or"
                    + " give its address in understudy.yaml on every node";
        }
        return "found: " + why;
    }

    /** Why its disk takes nothing more of this member; empty while it does. */
    Optional<String> failedWrite() {
        return log.failure();
    }

    /** Whether nothing of a closed one goes on. */
    boolean hasEnded() {
        return !peer.isAlive();
    }

    ArbiterStatus status() {
        String why = failure.get();
        if (why != null) {
            return new ArbiterStatus.Failed(why);
        }
        if (!peer.isAlive()) {
            return new ArbiterStatus.Failed(
                    "the arbiter's server on this node has ended; restart this node's daemon");
        }
        if (sessions.serving().isEmpty()) {
            return new ArbiterStatus.Looking();
        }
        return switch (peer.getPeerState()) {
            case LEADING -> new ArbiterStatus.Leader();
            case FOLLOWING -> new ArbiterStatus.Follower();
            case LOOKING, OBSERVING -> new ArbiterStatus.Looking();
        };
    }

    @Override
    public void close() {
        purge.shutdown();
        peer.shutdown();
    }

    /** Makes the folder; an empty one may vote only where one expects it to be empty. */
    static Path prepare(QuorumSettings.Storage storage) throws ArbiterUnavailableException {
        Path data = storage.folder().resolve("ensemble");
        try {
            Files.createDirectories(data);
            Path probe = Files.createTempFile(data, "probe", ".tmp");
            Files.delete(probe);
            if (storage.founding() && !Files.exists(data.resolve("version-2"))) {
                Files.writeString(data.resolve("initialize"), "");
            }
            return data;
        } catch (IOException e) {
            throw new ArbiterUnavailableException(
                    ("needed to write into the arbiter's folder %s, found: %s; give the folder to"
                                    + " the user that runs the daemon, make room or mend the disk,"
                                    + " then start the node again")
                            .formatted(data, Trouble.of(e)),
                    e);
        }
    }
}
