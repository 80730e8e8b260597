package io.understudy.testkit.simulator;

import io.understudy.testkit.simulator.SeedRunner.Summary;
import io.understudy.testkit.simulator.Simulation.Result;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** {@code ./dev simulate}: exits with 0 when all held, 1 when a rule was broken, 2 on bad use. */
public final class SimulateMain {
    private static final String USAGE =
            """
            usage: ./dev simulate [--seeds N] [--from S] [--seed X [--verbose]] [--mutant NAME | --mutants]

              --seeds N      run so many seeds (10000 where not given)
              --from S       begin with that seed (1 where not given)
              --seed X       run that seed alone
              --verbose      print all that happens in it
              --mutants      count how many of the seeds find each mutant: docs/mutants.md
              --mutant NAME  with one rule broken on purpose:
            """;

    private long seeds = 10_000;
    private long from = 1;
    private boolean one;
    private boolean verbose;
    private boolean counting;
    private Rules rules = Rules.standard();

    private SimulateMain() {}

    public static void main(String[] arguments) {
        PrintStream out = System.out;
        SimulateMain main = new SimulateMain();
        try {
            main.read(new ArrayDeque<>(List.of(arguments)));
        } catch (IllegalArgumentException mistake) {
            out.println("simulate: " + mistake.getMessage());
            out.print(USAGE);
            Mutants.all().keySet().forEach(name -> out.println("                   " + name));
            System.exit(2);
        }
        System.exit(main.run(out) ? 0 : 1);
    }

    private void read(Deque<String> arguments) {
        while (!arguments.isEmpty()) {
            String option = arguments.removeFirst();
            switch (option) {
                case "--seeds" -> seeds = number(option, arguments);
                case "--from" -> from = number(option, arguments);
                case "--seed" -> {
                    from = number(option, arguments);
                    one = true;
                }
                case "--verbose" -> verbose = true;
                case "--mutants" -> counting = true;
                case "--mutant" -> rules = Mutants.named(value(option, arguments));
                default ->
                        throw new IllegalArgumentException("there is no option '" + option + "'");
            }
        }
    }

    private static String value(String option, Deque<String> arguments) {
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return arguments.removeFirst();
    }

    private static long number(String option, Deque<String> arguments) {
        String text = value(option, arguments);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notOne) {
            throw new IllegalArgumentException(
                    option + " needs a whole number, found '" + text + "'", notOne);
        }
    }

    private boolean run(PrintStream out) {
        if (counting) {
            return count(out);
        }
        return one ? runOne(out) : runMany(out);
    }

    /** As rows of a table, each as soon as it is there. */
    private boolean count(PrintStream out) {
        out.printf("| mutant | found by, of %,d seeds |%n| --- | --- |%n", seeds);
        boolean all = true;
        for (Map.Entry<String, Rules> mutant : Mutants.all().entrySet()) {
            Summary summary =
                    new SeedRunner(mutant.getValue())
                            .run(from, seeds, Integer.MAX_VALUE, Duration.ofHours(12));
            int found = summary.failures().size();
            out.printf("| `%s` | %,d |%n", mutant.getKey(), found);
            all &= found > 0;
        }
        return all;
    }

    private boolean runOne(PrintStream out) {
        Simulation simulation = new Simulation(rules);
        Result result = verbose ? simulation.run(from, out::println) : simulation.run(from);
        out.println(verbose ? lastLine(result) : result.report());
        return result.violation().isEmpty();
    }

    private static String lastLine(Result result) {
        return result.violation()
                .map(found -> "seed " + result.seed() + " breaks: " + found.sentence())
                .orElse("seed " + result.seed() + " holds");
    }

    private boolean runMany(PrintStream out) {
        Summary summary = new SeedRunner(rules).run(from, seeds, 10, Duration.ofHours(12));
        if (!summary.failures().isEmpty()) {
            summary.failures().forEach(result -> out.println(firstLine(result)));
            out.println();
            out.println(summary.failures().getFirst().report());
        }
        out.printf(
                "%d seeds, %.0f virtual seconds, %d events, %d commits acknowledged and kept, "
                        + "in %.1f s: %.0f seeds/s; %d broke a rule%n",
                summary.seeds(),
                summary.virtualSeconds(),
                summary.events(),
                summary.acknowledged(),
                summary.took().toNanos() / 1e9,
                summary.seedsPerSecond(),
                summary.failures().size());
        return summary.failures().isEmpty();
    }

    private static String firstLine(Result result) {
        return "seed %d: %s"
                .formatted(
                        result.seed(),
                        result.violation()
                                .map(found -> found.sentence().lines().findFirst().orElse(""))
                                .orElse("holds"));
    }
}
