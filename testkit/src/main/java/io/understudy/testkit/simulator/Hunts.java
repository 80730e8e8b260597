package io.understudy.testkit.simulator;

import io.understudy.core.action.Command;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Synchrony;
import io.understudy.core.model.Versioned;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What some seeds are about: a moment so short that faults by chance hardly ever meet it is brought
 * about again and again, and nothing else goes wrong.
 */
enum Hunts {
    /**
     * A client writes to the successor of a planned move as soon as its database takes writes, and
     * just after that the successor is lost.
     */
    SUCCESSORS {
        @Override
        Setup setup() {
            // Clients that know the hosts find it before it has the address.
            return Setup.small().withoutAddress();
        }

        @Override
        void look(Hunt hunt) {
            World world = hunt.world();
            Optional<ClusterState> now = world.register().value().map(Versioned::state);
            if (now.filter(hunt::isNew).isPresent() && hasJustPromoted(world, now.get())) {
                hunt.struck(now.get().epoch());
                SimulatedNode successor = world.node(now.get().holder());
                Clients.write(world, successor);
                world.events()
                        .in(
                                world.weather().between(0, 30 * MS),
                                () -> {
                                    successor.crash();
                                    world.events().in(2 * LONGER_THAN_A_LEASE, successor::start);
                                });
            } else if (Recovery.inSync(world)) {
                world.setup().carriers().stream()
                        .filter(node -> !node.equals(now.orElseThrow().holder()))
                        .findFirst()
                        .ifPresent(node -> hunt.asks(node, now.orElseThrow().epoch()));
            }
        }

        private static boolean hasJustPromoted(World world, ClusterState now) {
            return now.phase() instanceof Phase.Active
                    && now.synchrony() instanceof Synchrony.InSync
                    && world.node(now.holder()).awake()
                    && world.node(now.holder()).database().takesWrites();
        }
    },

    /** A person says that the one before has stopped, while it is being stopped. */
    WINNERS {
        @Override
        Setup setup() {
            return Setup.small().with(Setup.small().fencing(true));
        }

        @Override
        void look(Hunt hunt) {
            World world = hunt.world();
            Optional<ClusterState> now = world.register().value().map(Versioned::state);
            if (Recovery.inSync(world)) {
                SimulatedNode holder = world.node(now.orElseThrow().holder());
                holder.crash();
                world.events().in(3 * LONGER_THAN_A_LEASE, holder::start);
            } else if (now.filter(hunt::isNew).isPresent()
                    && now.get().phase() instanceof Phase.Fencing(Set<NodeId> nodes, var _)
                    && !nodes.isEmpty()
                    && world.fences().areUnderWay()) {
                hunt.struck(now.get().epoch());
                world.events()
                        .in(world.weather().between(0, 300 * MS), () -> hunt.person().vouches());
            }
        }
    };

    private static final long MS = 1_000_000;
    private static final long LOOK_EVERY = 5 * MS;
    private static final long ASK_EVERY = 1500 * MS;
    private static final long LONGER_THAN_A_LEASE = 2600 * MS;
    private static final int OF = 32;

    /** What that seed is about; of that the others take no notice. */
    static Optional<Hunts> of(long seed) {
        return switch (new SplittableRandom(seed ^ 0x68756e74L).nextInt(OF)) {
            case 0, 1, 2, 3 -> Optional.of(SUCCESSORS);
            case 4, 5, 6 -> Optional.of(WINNERS);
            default -> Optional.empty();
        };
    }

    abstract Setup setup();

    /** Looks whether the moment has come. */
    abstract void look(Hunt hunt);

    void begin(World world, Person person, long until) {
        Hunt hunt = new Hunt(world, person);
        world.events().in(LOOK_EVERY, () -> goOn(hunt, until));
    }

    private void goOn(Hunt hunt, long until) {
        look(hunt);
        if (hunt.world().events().now() + LOOK_EVERY < until) {
            hunt.world().events().in(LOOK_EVERY, () -> goOn(hunt, until));
        }
    }

    /** One that is under way: each primacy is struck once. */
    static final class Hunt {
        private final World world;
        private final Person person;
        private Epoch struck = new Epoch(1);
        private long asked;

        Hunt(World world, Person person) {
            this.world = world;
            this.person = person;
        }

        World world() {
            return world;
        }

        Person person() {
            return person;
        }

        boolean isNew(ClusterState state) {
            return state.epoch().isAfter(struck);
        }

        void struck(Epoch epoch) {
            struck = epoch;
        }

        void asks(NodeId to, Epoch seen) {
            long now = world.events().now();
            if (now - asked > ASK_EVERY) {
                asked = now;
                person.give(to, new Command.Switchover("h" + now, to, seen));
            }
        }
    }
}
