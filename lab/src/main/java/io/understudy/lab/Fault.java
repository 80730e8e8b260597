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
     * A byte is flipped in some of the big packets between the host's daemon and the others', such
     * that no checksum of the network's tells.
     *
     * @param oneIn of so many one
     */
    record Damage(String host, int oneIn) implements Fault {
        public Damage {
            if (oneIn < 1) {
                throw new IllegalArgumentException(
                        "one packet of at least one is damaged, but was " + oneIn);
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
