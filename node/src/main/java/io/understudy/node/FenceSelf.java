package io.understudy.node;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.GuardState;
import io.understudy.node.config.NodeConfig;
import io.understudy.node.fence.Receipt;
import io.understudy.node.guard.GuardProgram;
import io.understudy.node.guard.GuardSettings;
import io.understudy.node.guard.Sight;
import io.understudy.node.identity.ClusterTls;
import io.understudy.node.identity.NodeHome;
import io.understudy.node.loop.Monotonic;
import io.understudy.node.peer.PeerAnswer;
import io.understudy.node.peer.PeerClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/**
 * Stops what serves on this host, for a node that has won a later epoch: by its own daemon or,
 * where that does not answer, by its guard. Gives a receipt only once nothing serves.
 */
public final class FenceSelf implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration OF_THE_GUARD = Duration.ofSeconds(1);
    private static final long BETWEEN_LOOKS_MILLIS = 50;

    private final Premises premises;
    private final PeerClient daemon;
    private final GuardProgram guard;
    private final Monotonic clock = Monotonic.system();

    private FenceSelf(Premises premises, PeerClient daemon, GuardProgram guard) {
        this.premises = premises;
        this.daemon = daemon;
        this.guard = guard;
    }

    /**
     * Reads the home.
     *
     * @throws Unstartable with one sentence
     */
    public static FenceSelf of(NodeHome home) throws Unstartable {
        Premises premises = Premises.read(home);
        NodeConfig self = premises.self();
        Translation translation = premises.translation();
        return new FenceSelf(
                premises,
                new PeerClient(
                        new ClusterTls(premises.identity(), InstantSource.system()),
                        Map.of(self.id(), self.endpoint(self.ports().api()))),
                new GuardProgram(
                        new GuardSettings(
                                Launcher.ofThisProcess().guard(),
                                home.root(),
                                translation.watched(),
                                translation.watchdog())));
    }

    /** The line that says so, where it has stopped. */
    public String receipt(Epoch epoch) {
        return Receipt.of(self(), epoch);
    }

    /** The line that says that a test went well. */
    public String testLine() {
        return Receipt.ofTest(self());
    }

    /** {@code Done} once nothing serves here in any epoch before that one. Blocks for seconds. */
    public Outcome stop(Epoch epoch) throws InterruptedException {
        if (premises.seen().isAfter(epoch)) {
            return new Outcome.Refused(
                    "%s has seen epoch %s, so a winner of epoch %s is too late"
                            .formatted(self(), premises.seen(), epoch));
        }
        if (premises.self() instanceof NodeConfig.Witness) {
            return new Outcome.Done();
        }
        long end = System.nanoTime() + LONGEST.toNanos();
        Outcome said;
        do {
            said = daemon.fence(self(), epoch, ANSWER);
            if (said instanceof Outcome.Done) {
                return said;
            }
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
        } while (said instanceof Outcome.Refused && System.nanoTime() < end);
        return said instanceof Outcome.Refused ? said : byGuard(epoch);
    }

    /** A daemon that does not answer has no say in it any more. */
    private Outcome byGuard(Epoch epoch) throws InterruptedException {
        if (guard.look(OF_THE_GUARD) instanceof GuardState.Armed(Epoch armed, var _)
                && armed.compareTo(epoch) >= 0) {
            return new Outcome.Refused(
                    "the guard of %s watches over epoch %s, so a winner of epoch %s is too late"
                            .formatted(self(), armed, epoch));
        }
        if (guard.arm(epoch, clock.now(), OF_THE_GUARD) instanceof GuardState.Missing(String why)) {
            return new Outcome.Failed(
                    "its daemon does not answer, and neither does its guard: " + why);
        }
        long end = System.nanoTime() + LONGEST.toNanos();
        String left = "it was not asked";
        while (System.nanoTime() < end) {
            if (guard.look(OF_THE_GUARD) instanceof GuardState.Idle
                    && guard.sight(OF_THE_GUARD) instanceof Sight.Seen seen) {
                if (seen.processes() == 0) {
                    return new Outcome.Done();
                }
                left = seen.processes() + " processes still run, such as " + seen.targets();
            }
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
        }
        return new Outcome.Failed("the guard of " + self() + " did not end all: " + left);
    }

    /** {@code Done} where either of both would stop it; nothing is stopped. */
    public Outcome test() {
        if (daemon.status(self(), ANSWER) instanceof PeerAnswer.Answered<?>
                || premises.self() instanceof NodeConfig.Witness) {
            return new Outcome.Done();
        }
        return switch (guard.sight(OF_THE_GUARD)) {
            case Sight.Seen _ -> new Outcome.Done();
            case Sight.Unseen(String why) ->
                    new Outcome.Failed(
                            "neither the daemon of " + self() + " nor its guard answers: " + why);
        };
    }

    private NodeId self() {
        return premises.self().id();
    }

    @Override
    public void close() {
        daemon.close();
        guard.close();
    }
}
