package io.understudy.testkit.simulator;

import io.understudy.core.action.Command;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.PeerLoss;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Synchrony;
import io.understudy.core.model.Versioned;
import io.understudy.testkit.simulator.SimulatedDatabase.Malady;
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
    },

    /** The primary's database says for a while that it can't answer, or says nothing any more. */
    DATABASES {
        @Override
        Setup setup() {
            return Setup.small();
        }

        @Override
        void look(Hunt hunt) {
            World world = hunt.world();
            if (!Recovery.inSync(world) || !hunt.isRested(BETWEEN_MALADIES)) {
                return;
            }
            boolean answers = world.weather().pick(2) == 0;
            Malady malady = answers ? Malady.SAYS_NO : Malady.HANGS;
            SimulatedDatabase database = world.node(hunt.holder()).database();
            world.transcript().note(hunt.holder(), "its database suffers: %", malady);
            database.suffersFrom(malady);
            if (answers) {
                world.events().in(LONGER_THAN_A_SILENCE, () -> database.recovers(malady));
            }
        }
    },

    /**
     * Of two nodes, the one that was primary comes back alone, and knows nothing of what was since.
     */
    PAIRS {
        @Override
        Setup setup() {
            return Setup.pair(PeerLoss.PRIMARY_CONTINUES);
        }

        @Override
        void look(Hunt hunt) {
            World world = hunt.world();
            if (!Recovery.inSync(world) || !hunt.isRested(LONGER_THAN_A_LEASE)) {
                return;
            }
            SimulatedNode before = world.node(hunt.holder());
            before.keepOff();
            hunt.person().takesOverFrom(before.id());
            world.events()
                    .in(
                            world.weather().between(5000 * MS, 9000 * MS),
                            () -> hunt.person().switchesOn(before.id(), true));
        }
    },

    /** The primary's host comes back while the register chooses a leader, and may be asked. */
    REBOOTS {
        @Override
        Setup setup() {
            return Setup.small();
        }

        @Override
        void look(Hunt hunt) {
            World world = hunt.world();
            if (!Recovery.inSync(world) || !hunt.isRested(LONGER_THAN_A_LEASE)) {
                return;
            }
            SimulatedNode holder = world.node(hunt.holder());
            holder.crash();
            world.register().elects(1500 * MS);
            world.events().in(world.weather().between(300 * MS, 1500 * MS), holder::start);
        }
    },

    /** The primary's daemon is away for longer than its lease: its guard ends what serves. */
    GUARDS {
        @Override
        Setup setup() {
            return Setup.small();
        }

        @Override
        void look(Hunt hunt) {
            World world = hunt.world();
            if (Recovery.inSync(world) && hunt.isRested(LONGER_THAN_A_LEASE)) {
                world.node(hunt.holder())
                        .killDaemon(world.weather().between(LONGER_THAN_A_LEASE, 5000 * MS));
            }
        }
    };

    private static final long MS = 1_000_000;
    private static final long LOOK_EVERY = 5 * MS;
    private static final long ASK_EVERY = 1500 * MS;
    private static final long LONGER_THAN_A_LEASE = 2600 * MS;
    private static final long LONGER_THAN_A_SILENCE = 5000 * MS;
    private static final long BETWEEN_MALADIES = 8000 * MS;
    private static final int OF = 32;

    /** What that seed is about; of that the others take no notice. */
    static Optional<Hunts> of(long seed) {
        return switch (new SplittableRandom(seed ^ 0x68756e74L).nextInt(OF)) {
            case 0, 1, 2, 3 -> Optional.of(SUCCESSORS);
            case 4, 5, 6 -> Optional.of(WINNERS);
            case 7 -> Optional.of(DATABASES);
            case 8 -> Optional.of(PAIRS);
            case 9 -> Optional.of(REBOOTS);
            case 10 -> Optional.of(GUARDS);
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
        private long rest;

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

        NodeId holder() {
            return world.register().value().orElseThrow().state().holder();
        }

        /** Whether the last time is so long ago, or was never; that time is now. */
        boolean isRested(long length) {
            long now = world.events().now();
            boolean rested = now >= rest;
            if (rested) {
                rest = now + length;
            }
            return rested;
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
