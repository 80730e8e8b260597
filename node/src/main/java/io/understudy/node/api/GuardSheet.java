package io.understudy.node.api;

import java.util.List;
import java.util.Optional;

/**
 * All that a guard says of itself.
 *
 * @param powers empty where it does not answer
 * @param targets what it would end right now; at most a hundred of them
 * @param targetCount how many there are
 * @param silence why it does not answer, one sentence
 */
public record GuardSheet(
        GuardReport guard,
        Optional<Powers> powers,
        List<Target> targets,
        int targetCount,
        Optional<String> silence) {

    public GuardSheet {
        targets = List.copyOf(targets);
    }

    /**
     * What the host lets it have.
     *
     * @param locked its memory is never swapped out
     * @param realtime it runs before all ordinary processes
     * @param spared the kernel does not choose it when memory runs out
     * @param watchdog what the host's watchdog is to do or does
     */
    public record Powers(boolean locked, boolean realtime, boolean spared, String watchdog) {}

    /**
     * A process, or a virtual address, which is among them wherever it is.
     *
     * @param kind {@code server}, {@code database} or {@code address}
     * @param pid 0 of an address
     * @param name the program's, as the kernel has it; an address with its interface
     */
    public record Target(String kind, long pid, String name) {}
}
