package io.understudy.node.notify;

import io.understudy.core.action.Outcome;
import io.understudy.node.api.NotifyTrial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sends a letter to several receivers at once, each tried once, and says what came of it. */
record Rehearsal(Attempts attempts) {

    /** Blocks until all have answered, or have taken too long. */
    List<NotifyTrial> send(Letter letter, List<Channel> channels) {
        List<NotifyTrial> trials = new ArrayList<>();
        List<Future<NotifyTrial>> begun = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Channel channel : channels) {
                Callable<NotifyTrial> trial = () -> trial(channel, letter);
                begun.add(threads.submit(trial));
            }
            for (Future<NotifyTrial> trial : begun) {
                trials.add(trial.get());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a trial throws nothing", e.getCause());
        }
        return trials;
    }

    private NotifyTrial trial(Channel channel, Letter letter) throws InterruptedException {
        long began = System.nanoTime();
        Outcome outcome =
                switch (attempts.of(channel, letter)) {
                    case Delivery.Done() -> new Outcome.Done();
                    case Delivery.Refused(String why) -> new Outcome.Refused(why);
                    case Delivery.Later(String why, var _) -> new Outcome.Failed(why);
                };
        return new NotifyTrial(
                channel.name(), outcome, Duration.ofNanos(System.nanoTime() - began));
    }
}
