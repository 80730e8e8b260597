package io.understudy.testkit.simulator;

import io.understudy.core.model.FencePlan;
import io.understudy.core.model.FencePlan.Kind;
import io.understudy.core.model.FencePlan.Method;
import io.understudy.core.model.Limits;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Pair;
import io.understudy.core.model.PeerLoss;
import io.understudy.core.model.Settings;
import io.understudy.core.model.SynchronousMode;
import io.understudy.core.model.TakeoverMode;
import io.understudy.core.model.Timings;
import io.understudy.core.model.Voting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * The cluster that is simulated. The first carrier is the founder.
 *
 * @param carriers the nodes with a database and a server
 * @param witnesses the nodes that only vote
 * @param prepared whether the other carriers begin with a copy of the founder's data
 * @param alone which of two nodes without a third vote may go on alone; empty where a majority
 *     decides
 * @param addressed whether clients find the primary by a virtual address
 * @param fence how a winner makes sure that the others have stopped
 * @param files whether the carriers carry files for their server
 */
public record Setup(
        List<NodeId> carriers,
        List<NodeId> witnesses,
        SynchronousMode synchronous,
        TakeoverMode takeover,
        Timings timings,
        boolean prepared,
        Optional<PeerLoss> alone,
        boolean addressed,
        FencePlan fence,
        boolean files) {

    static final String SSH = "ssh";
    static final String POWER = "power";

    /** Short enough that what takes minutes in a real cluster fits into a simulated one. */
    static final Limits LIMITS =
            new Limits(
                    new Limits.Server(
                            3,
                            Duration.ofSeconds(10),
                            Duration.ofSeconds(6),
                            Duration.ofSeconds(3)),
                    new Limits.Flapping(2, Duration.ofSeconds(15)),
                    Duration.ofSeconds(15));

    public Setup {
        carriers = List.copyOf(carriers);
        witnesses = List.copyOf(witnesses);
    }

    /** Two carriers and a witness, in the mode that most clusters use. */
    public static Setup small() {
        return of(2, 1, new SynchronousMode.Preferred(), true);
    }

    public static Setup of(
            int carriers, int witnesses, SynchronousMode synchronous, boolean prepared) {
        List<NodeId> carrying = new ArrayList<>();
        for (int i = 0; i < carriers; i++) {
            carrying.add(new NodeId("ci-" + (char) ('a' + i)));
        }
        List<NodeId> voting = new ArrayList<>();
        for (int i = 0; i < witnesses; i++) {
            voting.add(new NodeId(i == 0 ? "vote" : "vote-" + (i + 1)));
        }
        return new Setup(
                carrying,
                voting,
                synchronous,
                TakeoverMode.AUTOMATIC,
                Timings.fast(),
                prepared,
                Optional.empty(),
                true,
                FencePlan.usual(Timings.fast()),
                false);
    }

    /** Two nodes without a third vote. */
    public static Setup pair(PeerLoss alone) {
        return of(2, 0, new SynchronousMode.Preferred(), true).with(alone);
    }

    static Setup drawn(RandomGenerator random) {
        int nodes = random.nextInt(13);
        boolean prepared = random.nextInt(10) < 7;
        SynchronousMode mode = mode(random);
        Setup drawn = drawn(nodes, mode, prepared).with(random.nextInt(5) > 0);
        return switch (random.nextInt(20)) {
            case 0 -> drawn.with(TakeoverMode.GRACEFUL);
            case 1 -> drawn.with(TakeoverMode.MANUAL);
            default -> drawn;
        };
    }

    Setup with(SynchronousMode mode) {
        return new Setup(
                carriers, witnesses, mode, takeover, timings, prepared, alone, addressed, fence,
                files);
    }

    Setup with(TakeoverMode mode) {
        return new Setup(
                carriers,
                witnesses,
                synchronous,
                mode,
                timings,
                prepared,
                alone,
                addressed,
                fence,
                files);
    }

    /** The same, with clients that know the hosts. */
    Setup withoutAddress() {
        return with(false);
    }

    private Setup with(boolean address) {
        return new Setup(
                carriers,
                witnesses,
                synchronous,
                takeover,
                timings,
                prepared,
                alone,
                address,
                fence,
                files);
    }

    private Setup with(PeerLoss right) {
        return new Setup(
                carriers,
                witnesses,
                synchronous,
                takeover,
                timings,
                prepared,
                Optional.of(right),
                addressed,
                fence,
                files);
    }

    Setup with(FencePlan plan) {
        return new Setup(
                carriers,
                witnesses,
                synchronous,
                takeover,
                timings,
                prepared,
                alone,
                addressed,
                plan,
                files);
    }

    /** The same, with files for the server. */
    public Setup carryingFiles() {
        return new Setup(
                carriers,
                witnesses,
                synchronous,
                takeover,
                timings,
                prepared,
                alone,
                addressed,
                fence,
                true);
    }

    /** Some seeds stop others by more than a question, and some need a receipt. */
    Setup fencedAs(long seed) {
        return switch ((int) Math.floorMod(seed, 12L)) {
            case 2, 8 -> with(fencing(true));
            case 5 -> with(fencing(false));
            case 11 -> with(new FencePlan(true, List.of(FencePlan.peer(timings))));
            default -> this;
        };
    }

    /** By the daemon, by its host, and by taking its power. */
    FencePlan fencing(boolean required) {
        return new FencePlan(
                required,
                List.of(
                        FencePlan.peer(timings),
                        new Method(SSH, Kind.SSH, Duration.ofSeconds(1)),
                        new Method(POWER, Kind.COMMAND, Duration.ofSeconds(2))));
    }

    private static Setup drawn(int nodes, SynchronousMode mode, boolean prepared) {
        return switch (nodes) {
            case 0, 1, 2, 3, 4, 5 -> of(2, 1, mode, prepared);
            case 6, 7 -> of(3, 0, mode, prepared);
            case 8 -> of(3, 1, mode, prepared);
            case 9 -> of(3, 2, mode, prepared);
            case 10, 11 -> of(2, 0, mode, prepared).with(PeerLoss.PRIMARY_CONTINUES);
            default -> of(2, 0, mode, prepared).with(PeerLoss.STANDBY_TAKES_OVER);
        };
    }

    private static SynchronousMode mode(RandomGenerator random) {
        return switch (random.nextInt(10)) {
            case 0 -> new SynchronousMode.Strict();
            case 1 -> new SynchronousMode.Off(1000L + random.nextInt(20_000));
            default -> new SynchronousMode.Preferred();
        };
    }

    List<NodeId> nodes() {
        List<NodeId> all = new ArrayList<>(carriers);
        all.addAll(witnesses);
        return all;
    }

    Settings settingsOf(NodeId node) {
        Set<NodeId> carrying = new TreeSet<>(carriers);
        return new Settings(
                node,
                carrying,
                node.equals(carriers.getFirst()),
                takeover,
                synchronous,
                timings,
                pair().<Voting>map(Voting.Person::new).orElseGet(Voting.Majority::new),
                LIMITS,
                fence);
    }

    Optional<Pair> pair() {
        return alone.map(right -> Pair.of(carriers.getFirst(), carriers.getLast(), right));
    }
}
