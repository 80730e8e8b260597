package io.understudy.node;

import io.understudy.node.identity.NodeHome;
import io.understudy.node.process.Precedence;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code understudy node}: one node of the cluster, until it is told to end. */
public final class Daemon {

    private static final Logger LOG = LoggerFactory.getLogger("understudy");
    private static final long LONGEST_END_SECONDS = 60;

    private Daemon() {}

    /**
     * Runs in the calling thread until it is told to leave, and then what it runs is stopped in
     * order; or until a signal ends the process, and then what it runs goes on under its guard, so
     * that a daemon which is started again finds it.
     *
     * @return why the node must not go on, in one sentence; empty where it was told to end
     * @throws Unstartable when it could not begin
     */
    public static Optional<String> run(NodeHome home) throws Unstartable {
        CountDownLatch ended = new CountDownLatch(1);
        try (Wiring wiring = Wiring.of(home, Version.CURRENT)) {
            Thread hook = new Thread(() -> detach(wiring, ended), "ending");
            Runtime.getRuntime().addShutdownHook(hook);
            LOG.info(
                    "understudy {} began as {}",
                    Version.CURRENT.text(),
                    wiring.node().state().self());
            Precedence.ofThisProcess().lack().ifPresent(LOG::warn);
            ServiceManager.tellReady();
            Optional<String> trouble = wiring.node().run();
            trouble.ifPresentOrElse(wiring::stopped, () -> end(wiring));
            wiring.ended(trouble.orElse("It was told to end."));
            return trouble;
        } finally {
            ended.countDown();
        }
    }

    private static void end(Wiring wiring) {
        if (wiring.node().state().detachingSince().isPresent()) {
            LOG.info("ended; what it runs goes on");
        } else {
            wiring.node().stopWhatItRuns();
            wiring.dismissGuard();
        }
    }

    private static void detach(Wiring wiring, CountDownLatch ended) {
        wiring.node().detach();
        try {
            if (!ended.await(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the node did not end within {} s", LONGEST_END_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
