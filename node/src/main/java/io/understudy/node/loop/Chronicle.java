package io.understudy.node.loop;

import io.understudy.core.decision.Decision;
import io.understudy.core.decision.NodeState;
import io.understudy.core.explain.Reason;
import io.understudy.core.explain.Sentences;
import io.understudy.core.model.Moment;
import io.understudy.node.api.HistoryEntry;
import io.understudy.node.journal.HistoryFile;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people of each change, once: a line in the log and one in the history. Never holds up the
 * loop.
 */
final class Chronicle implements Onlooker, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("understudy");

    private final HistoryFile history;
    private final InstantSource wallClock;
    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("history").factory());

    Chronicle(HistoryFile history, InstantSource wallClock) {
        this.history = history;
        this.wallClock = wallClock;
    }

    @Override
    public void decided(NodeState before, Decision decision, Moment at) {
        NodeState after = decision.next();
        if (before.role() == after.role() && sameToPeople(before.reason(), after.reason())) {
            return;
        }
        HistoryEntry entry =
                new HistoryEntry(
                        wallClock.instant(),
                        after.self(),
                        after.seenEpoch(),
                        after.role(),
                        Sentences.of(after.reason()));
        writer.execute(() -> {
            LOG.info("{}: {}", entry.role(), entry.sentence());
            history.append(entry);
        });
    }

    /**
     * Whether the second says nothing new: the same kind of trouble in other words is told once.
     */
    private static boolean sameToPeople(Reason before, Reason after) {
        return before.equals(after) || (before.getClass() == after.getClass() && isTrouble(after));
    }

    private static boolean isTrouble(Reason reason) {
        return reason instanceof Reason.RegisterUnseen
                || reason instanceof Reason.RepairFailed
                || reason instanceof Reason.DatabaseWillNotRun
                || reason instanceof Reason.ServerWillNotRun
                || reason instanceof Reason.AwaitingFence
                || reason instanceof Reason.AwaitingReceipt;
    }

    @Override
    public void close() {
        writer.close();
    }
}
