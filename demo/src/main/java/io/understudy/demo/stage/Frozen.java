package io.understudy.demo.stage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * All processes of one node, stopped by SIGSTOP: as the pause of a virtual machine looks to all
 * others.
 *
 * @param folder to run {@code kill} in
 * @param serving the server's and PostgreSQL's
 * @param others the daemon and its guard, the guard last
 */
public record Frozen(Path folder, List<ProcessHandle> serving, List<ProcessHandle> others) {

    private static final int MOST_ROUNDS = 10;

    public Frozen {
        serving = List.copyOf(serving);
        others = List.copyOf(others);
    }

    /** Stops them; and again, for one of them may have started another before it was stopped. */
    static Frozen stop(StageNode node, long daemon) throws StageException, InterruptedException {
        List<ProcessHandle> stopped = new ArrayList<>();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            List<ProcessHandle> fresh = new ArrayList<>(NodeProcesses.in(node.folder()));
            fresh.removeAll(stopped);
            if (fresh.isEmpty()) {
                break;
            }
            signal("-STOP", fresh, node.folder());
            stopped.addAll(fresh);
        }
        List<ProcessHandle> others = new ArrayList<>();
        stopped.stream().filter(one -> one.pid() == daemon).forEach(others::add);
        others.addAll(NodeProcesses.guards(node.folder()));
        stopped.removeAll(others);
        return new Frozen(node.folder(), stopped, others);
    }

    /**
     * Lets them go on. Those that could serve go first and the guard last: no other order is worse.
     */
    public void thaw() throws StageException, InterruptedException {
        List<ProcessHandle> all = new ArrayList<>(serving);
        all.addAll(others);
        signal("-CONT", all, folder);
    }

    private static void signal(String signal, List<ProcessHandle> processes, Path folder)
            throws StageException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        try {
            Programs.run(command, folder);
        } catch (StageException e) {
            // One of them may have ended in the meantime; the others have got the signal.
            if (processes.stream().noneMatch(ProcessHandle::isAlive)) {
                throw e;
            }
        }
    }
}
