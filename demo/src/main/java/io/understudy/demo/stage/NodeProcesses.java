package io.understudy.demo.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * All processes of one node, found by their working directory: its daemon, its server, its
 * PostgreSQL.
 */
final class NodeProcesses {

    private static final int MOST_ROUNDS = 50;

    private NodeProcesses() {}

    /**
     * Kills them all at once, as a power cut would, and again whatever one of them had just
     * started.
     */
    static void kill(Path folder) {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            List<ProcessHandle> found = in(folder);
            if (found.isEmpty()) {
                return;
            }
            found.forEach(ProcessHandle::destroyForcibly);
            found.forEach(NodeProcesses::awaitEnd);
        }
    }

    private static void awaitEnd(ProcessHandle process) {
        for (int i = 0; i < 200 && process.isAlive(); i++) {
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    static List<ProcessHandle> in(Path folder) {
        List<ProcessHandle> found = new ArrayList<>();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            processes
                    .filter(process ->
                            String.valueOf(process.getFileName())
                                    .chars()
                                    .allMatch(Character::isDigit))
                    .filter(process -> worksIn(process, folder))
                    .map(process -> Long.parseLong(String.valueOf(process.getFileName())))
                    .filter(pid -> pid != ProcessHandle.current().pid())
                    .forEach(pid -> ProcessHandle.of(pid).ifPresent(found::add));
        } catch (IOException e) {
            return List.of();
        }
        return found;
    }

    private static boolean worksIn(Path process, Path folder) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).startsWith(folder);
        } catch (IOException | SecurityException e) {
            return false;
        }
    }
}
