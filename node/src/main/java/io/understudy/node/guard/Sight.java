package io.understudy.node.guard;

import java.util.List;

/** What the guard is, and what it would end right now. */
public sealed interface Sight {

    /**
     * It answered.
     *
     * @param locked its memory stays where it is when the host swaps
     * @param realtime it runs before all ordinary processes
     * @param spared the kernel does not choose it when memory runs out
     * @param watchdog what the host's watchdog is to do or does, for people
     * @param targets what it would end; at most a hundred of them
     * @param count how many there are
     */
    record Seen(
            boolean locked,
            boolean realtime,
            boolean spared,
            String watchdog,
            List<Target> targets,
            int count)
            implements Sight {
        public Seen {
            targets = List.copyOf(targets);
        }

        /**
         * How many of them run. A virtual address is always among the targets, whether it is here
         * or not: an idle guard has taken it off.
         */
        public int processes() {
            long addresses =
                    targets.stream().filter(target -> target.kind().equals("address")).count();
            return count - (int) addresses;
        }
    }

    /**
     * It did not answer.
     *
     * @param why one sentence
     */
    record Unseen(String why) implements Sight {}

    /**
     * A process, or a virtual address.
     *
     * @param kind {@code server}, {@code database}; of an address, {@code address}
     * @param name the program's, as the kernel has it
     */
    record Target(String kind, long pid, String name) {}
}
