package io.understudy.node.postgres;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The programs that an action has under way, so that a stop from another thread ends them, and none
 * begins after it until the next action. Safe for any thread.
 */
final class UnderWay {

    private final Set<Process> running = new HashSet<>();
    private boolean halted;

    synchronized void begin() {
        halted = false;
    }

    synchronized void halt() {
        halted = true;
        running.forEach(UnderWay::kill);
    }

    /** Starts it, if the action may still start any. */
    synchronized Process start(ProcessBuilder builder) throws IOException {
        if (halted) {
            throw new IOException("told to stop meanwhile");
        }
        Process process = builder.start();
        running.add(process);
        return process;
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
}
