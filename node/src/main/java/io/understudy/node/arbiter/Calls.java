package io.understudy.node.arbiter;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends calls and waits for their answers, each for its time. Any thread may call. */
final class Calls {

    private final Connection connection;
    private final OptionalLong due;

    Calls(Connection connection) {
        this(connection, OptionalLong.empty());
    }

    private Calls(Connection connection, OptionalLong due) {
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
        try {
            Line line = connection.await(Duration.ofNanos(Math.max(0, left)));
            long rest = Math.max(0, now + left - System.nanoTime());
            return line.send(call).get(rest, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new Reply.Silence<>(connection.silence(deadline));
        } catch (ExecutionException e) {
            throw new IllegalStateException("a reply never fails", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply.Silence<>("the call was interrupted");
        }
    }
}
