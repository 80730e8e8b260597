package io.understudy.testkit.simulator;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.decision.Role;
import io.understudy.core.decision.Transitions;
import io.understudy.testkit.simulator.SeedRunner.Summary;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds every rule, and the table of transitions, against what nodes do in thousands of seeds. A
 * row that is missing halts a node, so rows that no seed shows stay, each with its reason.
 */
class TransitionsTest {
    private static final int SEEDS = 5000;

    /** Rows that these seeds do not show, by why a node may need them all the same. */
    private static final Map<String, List<String>> KEPT =
            Map.of(
                    "the register vanishes: the simulator puts an old copy back, but none away",
                    List.of("WITNESS > WAITING"),
                    "a founder adopts what runs already: here, all starts from nothing",
                    List.of("CONTENDING > ACTIVE", "CONTENDING > STOPPING"),
                    "the guard acts while a daemon that has come back can't renew",
                    List.of(
                            "ADOPTING > STARTING",
                            "ADOPTING > WAITING",
                            "ADOPTING > STANDBY",
                            "ADOPTING > REPAIRING",
                            "ADOPTING > CONTENDING",
                            "WAITING > ADOPTING"),
                    "a person asks for a move while a daemon that has come back renews",
                    List.of("ADOPTING > CEDING"),
                    "a reader that lagged had said that the place was not its own",
                    List.of("STOPPING > ADOPTING"),
                    "somebody starts or promotes a database by hand: here, nobody does",
                    List.of("STANDBY > STOPPING", "REPAIRING > STOPPING", "FENCING > STOPPING"),
                    "a write without an answer is found done, and the steps between were not seen",
                    List.of(
                            "STARTING > FENCING",
                            "STANDBY > FENCING",
                            "STANDBY > PROMOTING",
                            "CEDING > FENCING",
                            "STOPPING > FENCING",
                            "FENCING > CEDING"),
                    "a late look at the register shows the next primacy before the lease's end"
                            + " does",
                    List.of(
                            "FENCING > STANDBY",
                            "FENCING > REPAIRING",
                            "FENCING > CONTENDING",
                            "PROMOTING > STANDBY",
                            "PROMOTING > REPAIRING",
                            "PROMOTING > CONTENDING",
                            "CEDING > STANDBY",
                            "STOPPING > CONTENDING",
                            "CONTENDING > CEDING"),
                    "the lease ends, or comes back, between two looks at what already stopped or"
                            + " ran",
                    List.of(
                            "ACTIVE > WAITING",
                            "WAITING > ACTIVE",
                            "STOPPING > STANDBY",
                            "STOPPING > ACTIVE"));

    /** The same for all tests: most of a minute. */
    private static final Summary RUN =
            new SeedRunner(Rules.standard()).run(1, SEEDS, 3, Duration.ofMinutes(5));

    @Test
    void everyRuleHoldsInThousandsOfSeeds() {
        assertThat(RUN.failures())
                .as(() -> RUN.failures().isEmpty() ? "" : RUN.failures().getFirst().report())
                .isEmpty();
        assertThat(RUN.seeds()).as("seeds run, until three fail").isEqualTo(SEEDS);
        assertThat(RUN.acknowledged()).isGreaterThan(RUN.seeds());
    }

    @Test
    void theTableHasWhatNodesDoAndWhatIsKeptForAReason() {
        Set<String> missing = pairs((from, to) -> seen(from, to) && !Transitions.allowed(from, to));
        Set<String> unseen =
                pairs((from, to) ->
                        Transitions.allowed(from, to)
                                && !seen(from, to)
                                && from != to
                                && to != Role.HALTED);

        assertThat(missing).as("done, and not in the table").isEmpty();
        assertThat(kept()).as("kept, and done in no seed or few").containsAll(unseen);
        assertThat(kept()).as("kept, and not in the table").isSubsetOf(pairs(Transitions::allowed));
    }

    private boolean seen(Role from, Role to) {
        return RUN.transitions().getOrDefault(from, Set.of()).contains(to);
    }

    private static Set<String> kept() {
        return KEPT.values().stream().flatMap(List::stream).collect(toCollection(TreeSet::new));
    }

    private static Set<String> pairs(BiPredicate<Role, Role> wanted) {
        return Arrays.stream(Role.values())
                .flatMap(from ->
                        Stream.of(Role.values())
                                .filter(to -> wanted.test(from, to))
                                .map(to -> from + " > " + to))
                .collect(toCollection(TreeSet::new));
    }
}
