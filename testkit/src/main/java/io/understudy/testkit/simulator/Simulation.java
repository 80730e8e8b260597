package io.understudy.testkit.simulator;

import io.understudy.core.decision.Role;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** One seed, one run: a cluster is founded, things go wrong for a while, and it must recover. */
public final class Simulation {
    private static final long SECOND = 1_000_000_000L;

    /** For more moves in a row than the limits allow. */
    private static final long HUNT = 18 * SECOND;

    private final Rules rules;

    public Simulation(Rules rules) {
        this.rules = rules;
    }

    /**
     * How a run ended.
     *
     * @param violation what was found; empty where all held
     * @param end the last lines of the transcript
     * @param virtualNanos how long it ran, in virtual time
     * @param events how many events it had
     * @param acknowledged how many commits were acknowledged and are still there
     * @param transitions which role followed which
     */
    public record Result(
            long seed,
            Optional<Violation> violation,
            List<String> end,
            long virtualNanos,
            long events,
            int acknowledged,
            Map<Role, Set<Role>> transitions) {

        public Result {
            end = List.copyOf(end);
        }

        /** What a person needs to see of a failed run. */
        public String report() {
            return violation
                    .map(found ->
                            "seed %d breaks after %.3f virtual seconds: %s%n%s%nreplay: ./dev simulate --seed %d --verbose"
                                    .formatted(
                                            seed,
                                            virtualNanos / 1e9,
                                            found.sentence(),
                                            String.join(System.lineSeparator(), end),
                                            seed))
                    .orElse("seed " + seed + " holds");
        }
    }

    /** A third of them carry files; of that the others take no notice. */
    private static Setup drawn(long seed, SplittableRandom random) {
        Setup setup = Setup.drawn(random).fencedAs(seed);
        Optional<Hunts> hunts = Hunts.of(seed);
        if (hunts.isPresent()) {
            return hunts.get().setup();
        }
        return new SplittableRandom(~seed).nextInt(3) == 0 ? setup.carryingFiles() : setup;
    }

    public Result run(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Setup setup = drawn(seed, random);
        return run(seed, new World(setup, rules, random));
    }

    /** Hands each line of the transcript on as it is written. */
    public Result run(long seed, Consumer<String> reader) {
        SplittableRandom random = new SplittableRandom(seed);
        Setup setup = drawn(seed, random);
        reader.accept("seed " + seed + ": " + setup);
        return run(seed, new World(setup, rules, random, reader));
    }

    private static Result run(long seed, World world) {
        Optional<Violation> violation = Optional.empty();
        try {
            live(world, Hunts.of(seed));
        } catch (Violation found) {
            violation = Optional.of(found);
            world.transcript().note("world", "VIOLATION: %", found.sentence());
        }
        return new Result(
                seed,
                violation,
                violation.isPresent() ? world.transcript().end() : List.of(),
                world.events().now(),
                world.events().handled(),
                world.invariants().data().owed(),
                world.invariants().transitions());
    }

    private static void live(World world, Optional<Hunts> about) {
        if (about.isPresent()) {
            hunt(world, about.get());
            return;
        }
        boolean hunted = world.weather().pick(25) == 0;
        long chaos = hunted ? HUNT : 4 * SECOND + world.weather().between(0, 10 * SECOND);
        world.begin();
        Faults faults = new Faults(world);
        if (hunted) {
            faults.hunt(chaos);
        } else {
            faults.begin(chaos);
        }
        Person person = new Person(world);
        person.begin(chaos);
        world.runUntil(chaos);
        if (world.serversAil() && world.weather().pick(4) == 0) {
            comesToRest(world, person);
        }
        world.serversAreRepaired();
        recover(world, person);
    }

    private static void hunt(World world, Hunts about) {
        world.begin();
        Person person = new Person(world);
        about.begin(world, person, HUNT);
        world.runUntil(HUNT);
        recover(world, person);
    }

    /**
     * Servers that run nowhere are left after a while: nothing starts and nothing moves any more.
     */
    private static void comesToRest(World world, Person person) {
        person.startsWhatIsDown();
        world.runUntil(world.events().now() + Recovery.untilAtRest().toNanos());
        Optional<Epoch> epoch = world.register().value().map(value -> value.state().epoch());
        long starts = world.invariants().serverStarts();
        world.runUntil(world.events().now() + 20 * SECOND);
        boolean rests =
                world.invariants().serverStarts() == starts
                        && world.register()
                                .value()
                                .map(value -> value.state().epoch())
                                .equals(epoch);
        if (!rests) {
            throw new Violation(
                    "servers that fail are started again for ever; the nodes say: "
                            + reasons(world));
        }
    }

    static void recover(World world, Person person) {
        person.tidiesUp();
        if (world.invariants().registerWentBack()) {
            world.runUntil(world.events().now() + 2 * SECOND);
            return;
        }
        Recovery recovery = new Recovery(world.setup().timings(), world.setup().fence());
        long served = recovery.untilServed().toNanos();
        if (!world.runUntil(w -> Recovery.serving(w).isPresent(), world.events().now() + served)) {
            throw new Violation(
                    "nobody serves %s s after all was healed; the nodes say: %s"
                            .formatted(served / SECOND, reasons(world)));
        }
        NodeId serving = Recovery.serving(world).orElseThrow();
        world.invariants().allThere(serving);
        long inSync = recovery.untilInSync().toNanos();
        if (!world.runUntil(Recovery::inSync, world.events().now() + inSync)) {
            throw new Violation(
                    "no standby is in sync %s s after %s served; the nodes say: %s"
                            .formatted(inSync / SECOND, serving, reasons(world)));
        }
        world.invariants().allThere(Recovery.serving(world).orElseThrow());
        if (!world.runUntil(Recovery::filesFollow, world.events().now() + inSync)) {
            throw new Violation(
                    "the files are not in place on each standby %s s later; the nodes say: %s"
                            .formatted(inSync / SECOND, reasons(world)));
        }
    }

    private static String reasons(World world) {
        StringBuilder text = new StringBuilder();
        for (SimulatedNode node : world.nodes().values()) {
            text.append(System.lineSeparator()).append("  ").append(node.id()).append(": ");
            text.append(
                    node.state().map(state -> state.role() + ", " + state.reason()).orElse("down"));
            if (!node.settings().witness()) {
                text.append("; ").append(Wording.of(node.database().look()));
            }
        }
        world.register()
                .value()
                .ifPresent(value ->
                        text.append(System.lineSeparator())
                                .append("  register: ")
                                .append(Wording.of(value)));
        return text.toString();
    }
}
