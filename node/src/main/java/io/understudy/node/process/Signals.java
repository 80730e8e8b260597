package io.understudy.node.process;

import java.util.Collection;

/** Sends signals to processes by their number, and never to another that has got it since. */
final class Signals {

    private final ProcessTable table;

    Signals(ProcessTable table) {
        this.table = table;
    }

    void terminate(Collection<ProcessEntry> processes) {
        processes.forEach(one -> send(one, false));
    }

    void kill(Collection<ProcessEntry> processes) {
        processes.forEach(one -> send(one, true));
    }

    private void send(ProcessEntry process, boolean forcibly) {
        ProcessHandle.of(process.pid())
                // The handle remembers the start time and checks it before it signals: so this
                // check, made after the handle was, holds until the signal.
                .filter(_ -> isStillThere(process))
                .ifPresent(handle -> {
                    boolean _ = forcibly ? handle.destroyForcibly() : handle.destroy();
                });
    }

    private boolean isStillThere(ProcessEntry process) {
        return table.alive(process.pid())
                .filter(now -> now.startTicks() == process.startTicks())
                .isPresent();
    }
}
