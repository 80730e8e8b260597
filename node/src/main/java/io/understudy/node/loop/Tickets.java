package io.understudy.node.loop;

import io.understudy.core.action.Outcome;
import io.understudy.core.action.Ticket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Who waits for an answer of the loop's. Any thread may call. */
final class Tickets {

    private final AtomicLong numbers = new AtomicLong();
    private final Map<Ticket, CompletableFuture<Outcome>> waiting = new ConcurrentHashMap<>();

    /** Asks with a new ticket and waits for its answer; {@code Unknown} when none came in time. */
    Outcome ask(Consumer<Ticket> question, Duration deadline) {
        Ticket ticket = new Ticket(numbers.incrementAndGet());
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        waiting.put(ticket, answer);
        try {
            question.accept(ticket);
            return answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new Outcome.Unknown(
                    "the node did not answer within " + deadline.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Unknown("the node is stopping");
        } catch (ExecutionException e) {
            return new Outcome.Unknown("the node could not answer");
        } finally {
            waiting.remove(ticket);
        }
    }

    void answer(Ticket ticket, Outcome outcome) {
        CompletableFuture<Outcome> asker = waiting.get(ticket);
        if (asker != null) {
            asker.complete(outcome);
        }
    }
}
