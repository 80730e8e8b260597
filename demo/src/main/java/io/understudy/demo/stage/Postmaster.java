package io.understudy.demo.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** PostgreSQL's first process on a node, by the file that it keeps while it runs. */
final class Postmaster {

    private static final int LOOKS = 300;
    private static final int LOOK_EVERY_MILLIS = 10;

    private Postmaster() {}

    /** Asks for the quickest end that leaves nothing behind, and waits for it for 3 s. */
    static void quit(StageNode node) {
        Path file = node.data().resolve("postmaster.pid");
        try {
            long pid = Files.exists(file) ? Long.parseLong(Files.readAllLines(file).getFirst()) : 0;
            List<ProcessHandle> found =
                    NodeProcesses.in(node.databaseFolder()).stream()
                            .filter(one -> one.pid() == pid)
                            .toList();
            for (ProcessHandle postmaster : found) {
                Programs.run(List.of("kill", "-QUIT", Long.toString(pid)), node.folder());
                awaitEnd(postmaster);
            }
        } catch (IOException | StageException | NumberFormatException _) {
            // Whatever still runs is killed next.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitEnd(ProcessHandle postmaster) throws InterruptedException {
        for (int i = 0; i < LOOKS && postmaster.isAlive(); i++) {
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
    }
}
