package io.understudy.node.postgres;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What an action has under way, so that a stop from another thread ends it: from the stop's begin
 * on, the action starts no program and changes no data, and an action that begins while a stop is
 * under way does nothing at all. Safe for any thread.
 */
final class UnderWay {

    private final Set<Process> running = new HashSet<>();
    private int stops;
    private boolean halted;

    synchronized void begin() {
        halted = stops > 0;
    }

    /** A stop begins; each has its own {@link #stopped}. */
    synchronized void halt() {
        stops++;
        halted = true;
        running.forEach(UnderWay::kill);
    }

    synchronized void stopped() {
        stops--;
    }

    /** Whether a stop came after the action's begin. */
    synchronized boolean halted() {
        return halted;
    }

    /** Starts it, if the action may still start any. */
    synchronized Process start(ProcessBuilder builder) throws IOException {
        refuseIfHalted();
        Process process = builder.start();
        running.add(process);
        return process;
    }

    /** A short step that a stop either comes before, so that it is not taken, or waits for. */
    synchronized void step(Step step) throws IOException {
        refuseIfHalted();
        step.take();
    }

    /** What can't be undone and is done at once. */
    @FunctionalInterface
    interface Step {
        void take() throws IOException;
    }

    /** It is no program of the action any more: it has ended, or is to outlive the action. */
    synchronized void ended(Process process) {
        running.remove(process);
    }

    static void kill(Process process) {
        List<ProcessHandle> family = process.descendants().toList();
        process.destroyForcibly();
        family.forEach(ProcessHandle::destroyForcibly);
    }

    private void refuseIfHalted() throws IOException {
        if (halted) {
            throw new IOException("told to stop meanwhile");
        }
    }
}
