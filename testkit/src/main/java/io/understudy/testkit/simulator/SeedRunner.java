package io.understudy.testkit.simulator;

import io.understudy.core.decision.Role;
import io.understudy.testkit.simulator.Simulation.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Runs many seeds, on as many threads as there are processors. */
public final class SeedRunner {
    private final Rules rules;
    private final int threads = Runtime.getRuntime().availableProcessors();

    public SeedRunner(Rules rules) {
        this.rules = rules;
    }

    /**
     * What came out.
     *
     * @param seeds how many were run
     * @param failures the runs that broke something, by seed
     * @param transitions which role followed which in any of them
     */
    public record Summary(
            long seeds,
            long events,
            double virtualSeconds,
            long acknowledged,
            Duration took,
            List<Result> failures,
            Map<Role, Set<Role>> transitions) {

        public Summary {
            failures = List.copyOf(failures);
        }

        public double seedsPerSecond() {
            return seeds / Math.max(1e-9, took.toNanos() / 1e9);
        }
    }

    /**
     * Runs the seeds from {@code first} on, until so many are done, so many have failed or the time
     * is over.
     *
     * @throws IllegalStateException when the simulator itself fails, with the seed
     */
    public Summary run(long first, long count, int mostFailures, Duration longest) {
        AtomicLong next = new AtomicLong(first);
        long end = System.nanoTime() + longest.toNanos();
        long begun = System.nanoTime();
        Tally tally = new Tally();
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(
                    Thread.ofPlatform()
                            .name("seeds-" + i)
                            .start(() -> {
                                Simulation simulation = new Simulation(rules);
                                long seed = next.getAndIncrement();
                                while (seed < first + count
                                        && tally.failed() < mostFailures
                                        && tally.defect().isEmpty()
                                        && System.nanoTime() < end) {
                                    tally.tell(simulation, seed);
                                    seed = next.getAndIncrement();
                                }
                            }));
        }
        for (Thread thread : running) {
            await(thread);
        }
        tally.defect()
                .ifPresent(defect -> {
                    throw defect;
                });
        return tally.summary(Duration.ofNanos(System.nanoTime() - begun));
    }

    private static void await(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while seeds were running", stopped);
        }
    }

    private static final class Tally {
        private final List<Result> failures = new ArrayList<>();
        private final Map<Role, Set<Role>> transitions = new EnumMap<>(Role.class);
        private long seeds;
        private long events;
        private double virtualSeconds;
        private long acknowledged;
        private Optional<IllegalStateException> defect = Optional.empty();

        /** Runs one seed. What is no broken rule is a defect of the simulator, and ends the run. */
        void tell(Simulation simulation, long seed) {
            try {
                add(simulation.run(seed));
            } catch (RuntimeException e) {
                synchronized (this) {
                    defect = Optional.of(new IllegalStateException("seed " + seed + " failed", e));
                }
            }
        }

        synchronized Optional<IllegalStateException> defect() {
            return defect;
        }

        private synchronized void add(Result result) {
            seeds++;
            events += result.events();
            virtualSeconds += result.virtualNanos() / 1e9;
            acknowledged += result.acknowledged();
            if (result.violation().isPresent()) {
                failures.add(result);
            }
            result.transitions()
                    .forEach((from, to) ->
                            transitions
                                    .computeIfAbsent(from, _ -> EnumSet.noneOf(Role.class))
                                    .addAll(to));
        }

        synchronized int failed() {
            return failures.size();
        }

        synchronized Summary summary(Duration took) {
            failures.sort(Comparator.comparingLong(Result::seed));
            return new Summary(
                    seeds, events, virtualSeconds, acknowledged, took, failures, transitions);
        }
    }
}
