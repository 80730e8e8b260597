package io.understudy.node.arbiter;

import io.understudy.node.arbiter.ZooKeeperSettings.Member;
import io.understudy.node.arbiter.ZooKeeperSettings.Patience;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a connection to one member of an ensemble outside of the nodes, and goes to the next one as
 * soon as that one is lost or silent.
 *
 * <p>ZooKeeper's client does so, too, but only after two thirds of a session's time, which the
 * ensemble sets by its ticks and which is longer than a lease; and it sleeps up to a second between
 * two members. So each handle here has one member only, and lives as long as that one answers.
 */
final class EnsembleClient implements Connection, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EnsembleClient.class);

    /** Between two rounds through all members. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** While the ensemble refuses this cluster. */
    private static final Duration REFUSED = Duration.ofSeconds(1);

    /** A slow ensemble is waited for eight times as long as a quick one at most. */
    private static final int MOST_PATIENCE = 3;

    private static final String NO_SERVICE =
            "it does not serve (it has no majority, or is too busy)";

    /** How often the members that are not in use are looked at. */
    private static final Duration ROUND = Duration.ofSeconds(10);

    private static final Duration ROUND_WHILE_APART = Duration.ofSeconds(1);

    private final Dialling dialling;
    private final List<Member> members;
    private final Patience patience;
    private final Namespace namespace;
    private final Runnable changed;
    private final Map<Member, String> silent = new ConcurrentHashMap<>();
    private final Thread keeper;
    private final Thread prober;

    private volatile CompletableFuture<Line> current = new CompletableFuture<>();
    private volatile ArbiterStatus.Apart apart;
    private volatile Optional<Joined> joined = Optional.empty();
    private volatile boolean closed;

    // The keeper's own.
    private String said = "";
    private long saidAt;

    private record Joined(Member member, Line line) {}

    /**
     * Starts to connect.
     *
     * @param changed called from the client's own thread, and after each new connection
     */
    EnsembleClient(
            ZooKeeperSettings settings, Dialling dialling, Namespace namespace, Runnable changed) {
        this.dialling = dialling;
        this.members = settings.members();
        this.patience = settings.patience();
        this.namespace = namespace;
        this.changed = changed;
        this.apart = new ArbiterStatus.Apart("it has not reached the ensemble yet");
        int first = Math.floorMod(settings.owner().self().hashCode(), members.size());
        this.keeper = Thread.ofPlatform().daemon().name("arbiter-client").start(() -> keep(first));
        this.prober = Thread.ofVirtual().name("arbiter-probe").start(this::probe);
    }

    @Override
    public Line await(Duration time) throws TimeoutException, InterruptedException {
        try {
            return current.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the future of a line never fails", e);
        }
    }

    @Override
    public String silence(Duration waited) {
        return joined.map(there ->
                        "the ensemble's member %s didn't answer within %d ms"
                                .formatted(there.member(), waited.toMillis()))
                .orElseGet(() -> apart.why());
    }

    ArbiterStatus status() {
        return joined.<ArbiterStatus>map(there ->
                        new ArbiterStatus.Connected(
                                there.member().toString(), there.line().latency(), silentMembers()))
                .orElse(apart);
    }

    private List<String> silentMembers() {
        return members.stream().filter(silent::containsKey).map(Member::toString).toList();
    }

    private void keep(int first) {
        int turn = first;
        int inVain = 0;
        try {
            while (!closed) {
                boolean served = serve(members.get(turn % members.size()), wait(inVain));
                turn = (turn + 1) % members.size();
                inVain = served ? 0 : inVain + 1;
                if (inVain > 0 && inVain % members.size() == 0) {
                    Thread.sleep(PAUSE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            current = new CompletableFuture<>();
        }
    }

    private Duration wait(int inVain) {
        int rounds = Math.min(inVain / members.size(), MOST_PATIENCE);
        return patience.connect().multipliedBy(1L << rounds);
    }

    /** Whether that member was of use; returns once it is no longer. */
    private boolean serve(Member member, Duration wait) throws InterruptedException {
        Handle handle;
        try {
            handle = new Handle(member);
        } catch (IOException e) {
            stayApart("the ensemble's client can't be made: " + e);
            Thread.sleep(REFUSED);
            return false;
        }
        try {
            if (!handle.connects(wait)) {
                silent.putIfAbsent(member, NO_SERVICE);
                stayApart(nobody());
                return false;
            }
            silent.remove(member);
            Optional<String> trouble = namespace.trouble(new Calls(handle.asConnection()), wait);
            if (trouble.isPresent()) {
                stayApart(trouble.get());
                Thread.sleep(REFUSED);
                return false;
            }
            use(handle);
            return true;
        } finally {
            joined = Optional.empty();
            current = new CompletableFuture<>();
            handle.line.cut();
            // Saying goodbye takes as long as the server takes to answer.
            Thread.ofVirtual().start(handle::close);
        }
    }

    private void use(Handle handle) throws InterruptedException {
        said = "";
        handle.watch();
        log.info("The register's ensemble answers at {}", handle.member);
        joined = Optional.of(new Joined(handle.member, handle.line));
        current.complete(handle.line);
        changed.run();
        if (handle.lasts()) {
            log.warn("The ensemble's member {} has ended the connection", handle.member);
        } else {
            silent.put(handle.member, "no answer");
            log.warn(
                    "The ensemble's member {} didn't answer within {} ms; trying the next",
                    handle.member,
                    patience.answer().toMillis());
        }
        apart = new ArbiterStatus.Apart("it has just lost the ensemble's member " + handle.member);
    }

    private String nobody() {
        return "needed a member of the ensemble that takes this node, found none: "
                + members.stream()
                        .map(member -> member + ": " + silent.getOrDefault(member, NO_SERVICE))
                        .collect(Collectors.joining("; "));
    }

    /** Members fall silent and come back without being asked anything. */
    private void probe() {
        try {
            while (!closed) {
                for (Member member : members) {
                    if (joined.filter(there -> there.member().equals(member)).isEmpty()) {
                        probe(member);
                    }
                }
                Thread.sleep(joined.isPresent() ? ROUND : ROUND_WHILE_APART);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void probe(Member member) {
        Optional<String> trouble = dialling.probe().trouble(member);
        if (trouble.isPresent()) {
            silent.put(member, trouble.get());
        } else if (joined.isPresent()) {
            silent.remove(member);
        } else {
            silent.replace(member, NO_SERVICE);
        }
    }

    /** Says each trouble when it begins, and then how it changes, but not at every knock. */
    private void stayApart(String why) {
        long now = System.nanoTime();
        if (!why.equals(said) && (said.isEmpty() || now - saidAt > ROUND.toNanos())) {
            log.warn("No register: {}", why);
            said = why;
            saidAt = now;
        }
        apart = new ArbiterStatus.Apart(why);
    }

    @Override
    public void close() {
        closed = true;
        keeper.interrupt();
        prober.interrupt();
        try {
            keeper.join(patience.connect());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One connection to one member, used until it is first lost. */
    private final class Handle {
        final Member member;
        final CountDownLatch connected = new CountDownLatch(1);
        final CountDownLatch lost = new CountDownLatch(1);
        final ZooKeeper zooKeeper;
        final Line line;

        Handle(Member member) throws IOException {
            this.member = member;
            this.zooKeeper = dialling.dial(member, this::seen);
            this.line = new Line(zooKeeper);
        }

        private void seen(WatchedEvent event) {
            if (event.getType() != Watcher.Event.EventType.None) {
                changed.run();
                return;
            }
            switch (event.getState()) {
                case SyncConnected -> connected.countDown();
                case Disconnected, Expired, Closed, AuthFailed -> {
                    lost.countDown();
                    connected.countDown();
                }
                default -> {
                    // A read-only or SASL state, neither of which is in use here.
                }
            }
        }

        boolean connects(Duration wait) throws InterruptedException {
            return connected.await(wait.toMillis(), TimeUnit.MILLISECONDS) && lost.getCount() > 0;
        }

        /** Waits until the member ended the connection, true, or fell silent, false. */
        boolean lasts() throws InterruptedException {
            long look = Math.max(1, patience.answer().toMillis() / 8);
            while (!lost.await(look, TimeUnit.MILLISECONDS)) {
                if (line.silentFor().compareTo(patience.answer()) > 0) {
                    return false;
                }
            }
            return true;
        }

        void watch() {
            zooKeeper.addWatch(
                    namespace.register(),
                    AddWatchMode.PERSISTENT,
                    (_, _, _) -> {
                        // A lost watch comes with a lost connection, and then there is a new one.
                    },
                    null);
        }

        /** For the calls before everybody may use it. */
        Connection asConnection() {
            return new Connection() {
                @Override
                public Line await(Duration time) {
                    return line;
                }

                @Override
                public String silence(Duration waited) {
                    return "the ensemble's member %s didn't answer within %d ms"
                            .formatted(member, waited.toMillis());
                }
            };
        }

        void close() {
            try {
                zooKeeper.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
