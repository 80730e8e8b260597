package io.understudy.node.arbiter;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A way to a ZooKeeper server that is made anew whenever it is lost. Any thread may call.
 *
 * @param <L> what is connected for a while, and lost at some time
 */
interface Connection<L> {

    /**
     * The line that is connected, as soon as there is one.
     *
     * @throws TimeoutException when there is none within the time given
     */
    L await(Duration time) throws TimeoutException, InterruptedException;

    /** Why there is no line, or no answer, in one sentence. */
    String silence(Duration waited);

    /**
     * Sends a call and waits for its answer: for {@code left} at most. It never throws for what a
     * network can do.
     *
     * @param deadline the caller's own, for the sentence
     * @param send its future never fails
     */
    default <T> Reply<T> call(
            Duration deadline, Duration left, Function<L, CompletableFuture<Reply<T>>> send) {
        long due = System.nanoTime() + left.toNanos();
        try {
            L line = await(left);
            long rest = Math.max(0, due - System.nanoTime());
            return send.apply(line).get(rest, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new Reply.Silence<>(silence(deadline));
        } catch (ExecutionException e) {
            throw new IllegalStateException("a reply never fails", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply.Silence<>("the call was interrupted");
        }
    }
}
