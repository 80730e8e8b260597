package io.understudy.lab.matrix;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Versioned;
import io.understudy.core.observation.Observation;
import io.understudy.demo.stage.Steps;
import io.understudy.lab.Host;
import io.understudy.lab.LabException;
import io.understudy.node.identity.NodeHome;
import io.understudy.node.journal.Entry;
import io.understudy.node.journal.JournalTail;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads along with a host's journal for as long as it is open: one that began with the step that is
 * waited for would still load its classes while that step passes.
 */
final class Reader implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(40);
    private static final Duration LOOK_EVERY = Duration.ofMillis(1);

    private final Host host;
    private final List<String> steps = new ArrayList<>();
    private final Map<NodeId, ClusterState> lastOf = new HashMap<>();
    private boolean lost;
    private volatile boolean closed;

    Reader(Host host) throws LabException {
        this.host = host;
        JournalTail first = tail();
        Thread.ofPlatform().name("reader").daemon().start(() -> read(first));
    }

    private JournalTail tail() throws LabException {
        try {
            return JournalTail.fromEnd(host.file(NodeHome.USUAL + "/journal"));
        } catch (IOException e) {
            throw new LabException("needed the journal of " + host.name() + ", found: " + e, e);
        }
    }

    private void read(JournalTail first) {
        JournalTail tail = first;
        while (!closed) {
            try {
                if (lost()) {
                    tail = tail();
                    found();
                }
                for (Entry entry : tail.read()) {
                    note(Steps.of(entry));
                    know(entry);
                }
            } catch (IOException | LabException | RuntimeException _) {
                // A disk that is broken, or just being mended: who waits for a step will not get
                // it.
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    private synchronized boolean lost() {
        return lost;
    }

    private synchronized void found() {
        lost = false;
        notifyAll();
    }

    private synchronized void note(List<String> seen) {
        if (!seen.isEmpty()) {
            steps.addAll(seen);
            notifyAll();
        }
    }

    private synchronized void know(Entry entry) {
        if (entry instanceof Entry.Decided decided) {
            decided.before().register().state().ifPresent(it -> lastOf.put(it.holder(), it));
            if (decided.seen() instanceof Observation.RegisterFound(var _, Versioned value)) {
                lastOf.put(value.state().holder(), value.state());
            }
        }
    }

    /**
     * What the register said last while that node had the place, as this host saw it since the
     * mark. Who took the place after it wrote on top of that very value.
     */
    synchronized Optional<ClusterState> lastHeldBy(Host holder) {
        return Optional.ofNullable(lastOf.get(new NodeId(holder.name())));
    }

    /**
     * How many steps there were so far. Begins anew at the journal's end: a loss of power may have
     * torn the record that the reader stood at.
     */
    synchronized int mark() throws InterruptedException {
        lost = true;
        while (lost) {
            wait();
        }
        lastOf.clear();
        return steps.size();
    }

    /** Returns as soon as that step is on disk, among those after the mark. */
    synchronized void await(String step, int mark) throws LabException, InterruptedException {
        long due = System.nanoTime() + LONGEST.toNanos();
        while (!steps.subList(mark, steps.size()).contains(step)) {
            long left = Duration.ofNanos(due - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new LabException(
                        "needed the step '%s' of %s, found %s"
                                .formatted(step, host.name(), steps.subList(mark, steps.size())));
            }
            wait(left);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
