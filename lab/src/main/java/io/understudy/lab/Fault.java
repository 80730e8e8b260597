package io.understudy.lab;

/** What is wrong with the network. */
public sealed interface Fault {

    /** Nothing reaches the host, and nothing leaves it. */
    record Cut(String host) implements Fault {}

    /** Nothing gets from the one host to the other; the way back is open. */
    record OneWay(String from, String to) implements Fault {}

    /**
     * Packets to and from the host are lost by chance.
     *
     * @param percent from 1 to 99
     */
    record Loss(String host, int percent) implements Fault {
        public Loss {
            if (percent < 1 || percent > 99) {
                throw new IllegalArgumentException("a loss is 1 to 99 percent, but was " + percent);
            }
        }
    }

    /**
     * Each packet to and from the host takes longer.
     *
     * @param millis longer each way
     */
    record Slow(String host, int millis) implements Fault {
        public Slow {
            if (millis < 1 || millis > 10_000) {
                throw new IllegalArgumentException(
                        "a delay is 1 to 10000 milliseconds, but was " + millis);
            }
        }
    }
}
