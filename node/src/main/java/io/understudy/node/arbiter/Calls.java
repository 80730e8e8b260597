package io.understudy.node.arbiter;

import java.time.Duration;
import java.util.OptionalLong;

/** Sends calls and waits for their answers, each for its time. Any thread may call. */
final class Calls {

    private final Connection<Line> connection;
    private final OptionalLong due;

    Calls(Connection<Line> connection) {
        this(connection, OptionalLong.empty());
    }

    private Calls(Connection<Line> connection, OptionalLong due) {
        this.connection = connection;
        this.due = due;
    }

    /** Calls that all together take no longer than that, counted from now. */
    Calls within(Duration all) {
        return new Calls(connection, OptionalLong.of(System.nanoTime() + all.toNanos()));
    }

    /** Blocks for the deadline at most, and never throws for what a network can do. */
    <T> Reply<T> call(Duration deadline, Line.Call<T> call) {
        long now = System.nanoTime();
        long left = Math.min(deadline.toNanos(), due.orElse(now + deadline.toNanos()) - now);
        return connection.call(
                deadline, Duration.ofNanos(Math.max(0, left)), line -> line.send(call));
    }
}
