package io.understudy.testkit.simulator;

/**
 * A connection from a primary to a standby. Where a process ends, its host tells the other end so,
 * as long as it is there and reached; else that end stays open until it has been silent for long.
 */
final class Stream {

    final SimulatedDatabase from;
    final SimulatedDatabase to;

    /** The end of what the primary knows to be safe on the standby. */
    Entry confirmed;

    boolean caughtUp;
    private boolean sends = true;
    private boolean receives = true;
    private long heard;

    Stream(SimulatedDatabase from, SimulatedDatabase to, Entry confirmed, long now) {
        this.from = from;
        this.to = to;
        this.confirmed = confirmed;
        this.heard = now;
    }

    /** Whether there is somebody on either end. */
    boolean open() {
        return sends && receives;
    }

    void senderIsGone() {
        sends = false;
    }

    void receiverIsGone() {
        receives = false;
    }

    /** Both ends hear each other at that moment, in nanoseconds since the world began. */
    void hears(long now) {
        heard = now;
    }

    boolean silentFor(long nanos, long now) {
        return now - heard >= nanos;
    }
}
