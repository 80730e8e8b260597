package io.understudy.node.arbiter;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's member of the ensemble. One whose disk took no more is ended at once, and begun anew
 * from its disk as soon as that can be written again: to the others this is a member that crashed
 * and came back. Any thread may call.
 */
final class Voter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Voter.class);
    private static final long LOOK_EVERY_MILLIS = 500;

    private final QuorumSettings settings;
    private final Path data;
    private final VoterDisk disk;
    private final ScheduledExecutorService keeper =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("voter").factory());
    private final MemberSessions sessions;
    private volatile EnsembleServer server;

    /** Whether {@link #server} is there to be looked after. */
    private volatile boolean started;

    /** Why the member was ended, while it is. */
    private volatile Optional<String> ended = Optional.empty();

    private Voter(QuorumSettings settings, Path data, MemberSessions sessions)
            throws ArbiterUnavailableException {
        this.settings = settings;
        this.data = data;
        this.disk = new VoterDisk(data);
        this.sessions = sessions;
        this.server = EnsembleServer.start(settings, data, sessions, this::failed);
    }

    /**
     * Starts the member, and returns before it has found the others.
     *
     * @throws ArbiterUnavailableException when a person has to look, with one sentence for that
     *     person
     */
    static Voter start(QuorumSettings settings, Path data) throws ArbiterUnavailableException {
        Voter voter = new Voter(settings, data, new MemberSessions());
        voter.started = true;
        voter.keeper.execute(voter::look);
        return voter;
    }

    /** Tells the keeper, who else only looks while the member is ended. Any thread may call. */
    private void failed() {
        if (started) {
            try {
                keeper.execute(this::look);
            } catch (RejectedExecutionException _) {
                // The voter is being closed, and its member with it.
            }
        }
    }

    /** How to reach the member, also the one that is begun anew. */
    MemberSessions sessions() {
        return sessions;
    }

    /** Why it may take a call and answer nothing, in one sentence; empty where it should answer. */
    Optional<String> trouble() {
        return disk.trouble().or(() -> ended);
    }

    ArbiterStatus status() {
        return trouble().<ArbiterStatus>map(ArbiterStatus.Failed::new).orElseGet(server::status);
    }

    private void look() {
        try {
            server.failedWrite().filter(_ -> ended.isEmpty()).ifPresent(this::end);
            if (ended.isPresent() && disk.refusal().isEmpty()) {
                begin();
            }
        } catch (RuntimeException e) {
            LOG.error("the arbiter's server on this node could not be looked after", e);
        }
        if (ended.isPresent()) {
            var _ = keeper.schedule(this::look, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void end(String found) {
        String why = disk.unwritable(found);
        LOG.warn("{}", why);
        ended = Optional.of(why);
        server.close();
    }

    /** Tried again at the next look where it can't be yet: the old one holds its ports a while. */
    private void begin() {
        if (!server.hasEnded()) {
            return;
        }
        try {
            server = EnsembleServer.start(settings, data, sessions, this::failed);
            ended = Optional.empty();
            LOG.info("the arbiter's folder {} can be written again, and this node votes", data);
        } catch (ArbiterUnavailableException e) {
            ended = Optional.of(String.valueOf(e.getMessage()));
            LOG.warn("{}", e.getMessage());
        }
    }

    @Override
    public void close() {
        keeper.shutdownNow();
        try {
            if (!keeper.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("the arbiter's server on this node takes long to end");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        server.close();
    }
}
