package io.understudy.node.process;

import java.util.Optional;

/**
 * One process, as {@code /proc/PID/stat} tells.
 *
 * @param state the kernel's letter for it, such as R, S, Z
 * @param startTicks when it started, in clock ticks since the boot: with the pid, its identity
 */
record ProcessEntry(long pid, char state, long group, long session, long threads, long startTicks) {

    private static final int STATE = 0;
    private static final int GROUP = 2;
    private static final int SESSION = 3;
    private static final int THREADS = 17;
    private static final int START = 19;

    /** Reads the line; empty where it is not one, as when the process went away meanwhile. */
    static Optional<ProcessEntry> parse(String line) {
        // The name in parentheses may itself hold spaces and parentheses: only the last one counts.
        int open = line.indexOf('(');
        int close = line.lastIndexOf(')');
        if (open < 1 || close < open) {
            return Optional.empty();
        }
        String[] fields = line.substring(close + 1).strip().split(" ", -1);
        if (fields.length <= START || fields[STATE].length() != 1) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new ProcessEntry(
                            Long.parseLong(line.substring(0, open).strip()),
                            fields[STATE].charAt(0),
                            Long.parseLong(fields[GROUP]),
                            Long.parseLong(fields[SESSION]),
                            Long.parseLong(fields[THREADS]),
                            Long.parseLong(fields[START])));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /**
     * Whether it can still do anything. A zombie can't; but one that shows more than one thread is
     * a process whose first thread has ended before the others.
     */
    boolean alive() {
        return (state != 'Z' && state != 'X') || threads > 1;
    }
}
