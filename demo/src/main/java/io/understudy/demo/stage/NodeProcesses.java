package io.understudy.demo.stage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All processes of one node: its daemon, its server and its PostgreSQL, found by their working
 * directory, and its guard, which works nowhere and is found by the home that it was given.
 */
final class NodeProcesses {

    private static final int MOST_ROUNDS = 50;
    private static final String GUARD = "understudy-guard";

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

    /** All of them, the guard last. */
    static List<ProcessHandle> in(Path folder) {
        List<ProcessHandle> found = new ArrayList<>(matching(process -> worksIn(process, folder)));
        found.addAll(guards(folder));
        return found;
    }

    static List<ProcessHandle> guards(Path folder) {
        return matching(process -> guards(process, folder));
    }

    private static List<ProcessHandle> matching(Predicate<Path> wanted) {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process -> name(process).chars().allMatch(Character::isDigit))
                    .filter(wanted)
                    .map(process -> Long.parseLong(name(process)))
                    .filter(pid -> pid != ProcessHandle.current().pid())
                    .map(ProcessHandle::of)
                    .flatMap(Optional::stream)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String name(Path process) {
        return String.valueOf(process.getFileName());
    }

    private static boolean worksIn(Path process, Path folder) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).startsWith(folder);
        } catch (IOException | SecurityException e) {
            return false;
        }
    }

    private static boolean guards(Path process, Path folder) {
        try {
            String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
            List<String> words = List.of(line.split("\0"));
            return words.getFirst().endsWith(GUARD)
                    && words.stream().anyMatch(word -> Path.of(word).startsWith(folder));
        } catch (IOException | SecurityException e) {
            return false;
        }
    }
}
