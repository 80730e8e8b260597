package io.understudy.node.loop;

import io.understudy.core.action.Action;
import io.understudy.core.action.Outcome;
import io.understudy.core.observation.Observation;
import io.understudy.core.port.Fences;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stops other nodes by methods that do without their daemons, each on a thread of its own, and ends
 * all of that when its node has no more say in it.
 */
final class Bailiff implements AutoCloseable {

    /** What was begun is killed within moments; a daemon that ends waits for that. */
    private static final Duration LONGEST_END = Duration.ofSeconds(2);

    private final Fences fences;
    private final Inbox inbox;
    private final Defects defects;
    private final Set<Thread> running = ConcurrentHashMap.newKeySet();

    Bailiff(Fences fences, Inbox inbox, Defects defects) {
        this.fences = fences;
        this.inbox = inbox;
        this.defects = defects;
    }

    void run(Action.FenceBy order) {
        Thread thread =
                Thread.ofVirtual().name("fence-" + order.method()).unstarted(() -> carryOut(order));
        running.add(thread);
        thread.start();
    }

    private void carryOut(Action.FenceBy order) {
        Outcome outcome =
                defects.survive(
                        () -> fences.fence(order.method(), order.node(), order.epoch()),
                        Outcome.Unknown::new);
        if (running.remove(Thread.currentThread())) {
            inbox.post(now ->
                    new Observation.FenceMethodEnded(
                            now, order.method(), order.node(), order.epoch(), outcome));
        }
    }

    /** Ends all that goes on; none of it is answered. */
    void withdraw() {
        running.forEach(this::end);
    }

    private void end(Thread thread) {
        if (running.remove(thread)) {
            thread.interrupt();
        }
    }

    @Override
    public void close() {
        for (Thread thread : Set.copyOf(running)) {
            end(thread);
            try {
                thread.join(LONGEST_END);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
