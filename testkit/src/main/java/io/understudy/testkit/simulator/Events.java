package io.understudy.testkit.simulator;

import java.util.PriorityQueue;

/**
 * What is to happen, in the order of virtual time; what is due together, in the order of asking.
 */
final class Events {
    private final PriorityQueue<Event> queue = new PriorityQueue<>(256);
    private long now;
    private long count;

    /** Compared some hundred million times in a run of tests, so without a comparator's calls. */
    private record Event(long at, long number, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
        }
    }

    /** Nanoseconds of true time since the start. */
    long now() {
        return now;
    }

    long handled() {
        return count;
    }

    void at(long time, Runnable what) {
        queue.add(new Event(Math.max(time, now), ++count, what));
    }

    void in(long nanos, Runnable what) {
        at(now + nanos, what);
    }

    /** Runs the next event if it is due before that time; else time goes on to it. */
    boolean runNextBefore(long end) {
        Event next = queue.peek();
        if (next == null || next.at() > end) {
            now = Math.max(now, end);
            return false;
        }
        queue.poll();
        now = next.at();
        next.what().run();
        return true;
    }
}
