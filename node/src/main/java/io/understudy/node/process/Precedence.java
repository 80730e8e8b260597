package io.understudy.node.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far this process goes before others on its host. The daemon renews its lease some times a
 * second, however many builds want the processor, and is the last to be ended where memory runs
 * out: its launcher sees to both. What it starts inherits that, and gives it back before it begins.
 *
 * @param niceness as Linux has it, -20 to 19; below zero it goes before others
 * @param oomScore what the kernel adds to its own choice of whom to end; below zero it is spared
 */
public record Precedence(int niceness, int oomScore) {

    /** In {@code /proc/PID/stat}, counted from the state, which follows the name in brackets. */
    private static final int NICENESS = 16;

    private static final String OOM_SCORE = "/proc/self/oom_score_adj";

    /** As of now. What can't be read counts as nothing special. */
    public static Precedence ofThisProcess() {
        try {
            return read(
                    Files.readString(Path.of("/proc/self/stat")),
                    Files.readString(Path.of(OOM_SCORE)));
        } catch (IOException _) {
            return new Precedence(0, 0);
        }
    }

    static Precedence read(String stat, String oomScore) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        return new Precedence(
                Integer.parseInt(fields[NICENESS]), Integer.parseInt(oomScore.strip()));
    }

    /** Why a busy host may hold this process up, in one sentence; empty where it goes first. */
    public Optional<String> lack() {
        return niceness < 0
                ? Optional.empty()
                : Optional.of(
                        ("needed to go before other programs on this host, found its niceness %d:"
                                        + " many busy ones may hold it up until it loses its lease;"
                                        + " run it as root, or give its unit Nice=-10")
                                .formatted(niceness));
    }

    /**
     * What stands before a program so that it has neither; it keeps its process id. By a shell,
     * since {@code choom} is not on each Linux that setpriv is on.
     */
    public List<String> givenBack() {
        List<String> prefix = new ArrayList<>();
        if (oomScore < 0) {
            prefix.addAll(List.of("sh", "-c", "echo 0 >" + OOM_SCORE + "; exec \"$@\"", "sh"));
        }
        prefix.addAll(nicenessGivenBack());
        return prefix;
    }

    /** The same for a program that stays spared where memory runs out. */
    public List<String> nicenessGivenBack() {
        return niceness < 0 ? List.of("nice", "-n", Integer.toString(-niceness)) : List.of();
    }

    /**
     * By these variables a postmaster has its children end before itself, as Debian's own has it:
     * PostgreSQL's manual, "Linux Memory Overcommit".
     */
    public Map<String, String> ofPostmaster() {
        return oomScore < 0
                ? Map.of("PG_OOM_ADJUST_FILE", OOM_SCORE, "PG_OOM_ADJUST_VALUE", "0")
                : Map.of();
    }
}
