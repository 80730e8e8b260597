package io.understudy.node.arbiter;

import io.understudy.node.arbiter.ZooKeeperSettings.Member;
import io.understudy.node.arbiter.ZooKeeperSettings.Patience;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a connection to one member of an ensemble outside of the nodes, and goes to the next one as
 * soon as that one is lost or silent.
 *
 * <p>ZooKeeper's client does so, too, but only after two thirds of a session's time, which the
 * ensemble sets by its ticks and which is longer than a lease; and it sleeps up to a second between
 * two members. So each {@link MemberHandle} has one member only, and lives as long as that one
 * answers.
 */
final class EnsembleClient implements Connection<Line>, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EnsembleClient.class);

    /** Between two rounds through all members. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** While the ensemble refuses this cluster. */
    private static final Duration REFUSED = Duration.ofSeconds(1);

    /** A slow ensemble is waited for eight times as long as a quick one at most. */
    private static final int MOST_PATIENCE = 3;

    /** No trouble that comes and goes is said more often. */
    private static final Duration SAID_ENOUGH = Duration.ofSeconds(10);

    private final Dialling dialling;
    private final List<Member> members;
    private final Patience patience;
    private final Namespace namespace;
    private final Runnable changed;
    private final Roster roster;
    private final Thread keeper;

    private volatile CompletableFuture<Line> current = new CompletableFuture<>();
    private volatile ArbiterStatus.Apart apart;
    private volatile Optional<MemberHandle> joined = Optional.empty();
    private volatile boolean closed;

    // The keeper's own.
    private String said = "";
    private long saidAt;

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
        this.roster = new Roster(members, dialling.probe(), () -> joined.map(MemberHandle::member));
        this.keeper = Thread.ofPlatform().daemon().name("arbiter-client").start(() -> keep(first));
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
        return joined.map(there -> there.silence(waited)).orElseGet(() -> apart.why());
    }

    ArbiterStatus status() {
        return joined.<ArbiterStatus>map(there ->
                        new ArbiterStatus.Connected(
                                there.member().toString(), there.line().latency(), roster.silent()))
                .orElse(apart);
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
        if (!MemberProbe.listens(member, wait)) {
            roster.doesNotServe(member);
            stayApart(roster.whyNobody());
            return false;
        }
        MemberHandle handle;
        try {
            handle = new MemberHandle(member, dialling, changed);
        } catch (IOException e) {
            stayApart("the ensemble's client can't be made: " + e);
            Thread.sleep(REFUSED);
            return false;
        }
        try {
            if (!handle.connects(wait)) {
                roster.doesNotServe(member);
                stayApart(roster.whyNobody());
                return false;
            }
            roster.answers(member);
            Optional<String> trouble = namespace.trouble(new Calls(handle), wait);
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
            handle.leave();
        }
    }

    private void use(MemberHandle handle) throws InterruptedException {
        said = "";
        handle.watch(namespace.register());
        log.info("The register's ensemble answers at {}", handle.member());
        joined = Optional.of(handle);
        current.complete(handle.line());
        changed.run();
        if (handle.lasts(patience.answer())) {
            log.warn("The ensemble's member {} has ended the connection", handle.member());
        } else {
            roster.doesNotAnswer(handle.member());
            log.warn(
                    "The ensemble's member {} didn't answer within {} ms; trying the next",
                    handle.member(),
                    patience.answer().toMillis());
        }
        apart =
                new ArbiterStatus.Apart(
                        "it has just lost the ensemble's member " + handle.member());
    }

    /** Says each trouble when it begins, and then how it changes, but not at every knock. */
    private void stayApart(String why) {
        long now = System.nanoTime();
        if (!why.equals(said) && (said.isEmpty() || now - saidAt > SAID_ENOUGH.toNanos())) {
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
        roster.close();
        try {
            keeper.join(patience.connect());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
