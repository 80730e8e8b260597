package io.understudy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Version;
import io.understudy.core.model.Versioned;
import io.understudy.core.port.Register;
import io.understudy.core.port.Register.CasResult;
import io.understudy.core.port.Register.ReadResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every register does, the fake as well as the real ones. */
public abstract class RegisterContract {

    private static final Duration CALL = Duration.ofMillis(500);
    private static final Duration SETTLED = Duration.ofSeconds(30);

    /** How long after a leader's death writes may take to go on. */
    private static final Duration ELECTION = Duration.ofSeconds(8);

    private static final int RENEWALS_EACH = 20;

    private Optional<RegisterCluster> started = Optional.empty();

    /** A cluster whose register was never written, of at least two nodes; the first is named a. */
    protected abstract RegisterCluster start() throws Exception;

    /** What becomes of it after a test. */
    protected void stop(RegisterCluster cluster) {
        cluster.close();
    }

    @BeforeEach
    void startCluster() throws Exception {
        started = Optional.of(start());
        for (Register register : cluster().registers()) {
            Awaitility.await()
                    .atMost(SETTLED)
                    .until(() -> register.read(CALL) instanceof ReadResult.Absent);
        }
    }

    @AfterEach
    void stopCluster() {
        started.ifPresent(this::stop);
    }

    private RegisterCluster cluster() {
        return started.orElseThrow();
    }

    @Test
    void isCreatedByOneAndSeenByAll() {
        Version version = create(States.active("a", 1));

        assertThat(register(1).compareAndSet(Version.ABSENT, States.active("b", 1), CALL))
                .isEqualTo(new CasResult.Conflict());
        for (Register register : cluster().registers()) {
            awaitValue(register, new Versioned(version, States.active("a", 1)));
        }
    }

    @Test
    void refusesAVersionThatItIsNoLongerAt() {
        Version first = create(States.active("a", 1));
        Version second = write(register(0), first, States.active("a", 2));

        assertThat(second).isGreaterThan(first);
        assertThat(register(1).compareAndSet(first, States.active("b", 9), CALL))
                .isEqualTo(new CasResult.Conflict());
        awaitValue(register(1), new Versioned(second, States.active("a", 2)));
    }

    @Test
    void refusesAVersionBeforeItWasEverWritten() {
        assertThat(register(0).compareAndSet(new Version(0), States.active("a", 1), CALL))
                .isEqualTo(new CasResult.Conflict());
        assertThat(register(0).read(CALL)).isEqualTo(new ReadResult.Absent());
    }

    @Test
    void letsExactlyOneWinEachVersion() throws Exception {
        Version created = create(States.active("a", 0));
        ConcurrentSkipListSet<Version> won = new ConcurrentSkipListSet<>();
        List<Future<Integer>> wins = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Register register : cluster().registers()) {
                wins.add(threads.submit(() -> renewOften(register, won)));
                wins.add(threads.submit(() -> renewOften(register, won)));
            }
        }

        int all = sum(wins);
        assertThat(won).hasSize(all).doesNotContain(created);
        awaitValue(register(0), new Versioned(won.last(), States.active("a", all)));
    }

    @Test
    void isNeverWrittenThroughANodeThatIsCutOff() {
        Version created = create(States.active("a", 1));
        awaitValue(register(last()), new Versioned(created, States.active("a", 1)));
        cluster().isolate(last());

        CasResult result = register(last()).compareAndSet(created, States.active("c", 2), CALL);
        assertThat(result).isInstanceOf(CasResult.Unknown.class);
        assertThat(register(last()).read(CALL))
                .satisfiesAnyOf(
                        read -> assertThat(read).isEqualTo(found(created, States.active("a", 1))),
                        read -> assertThat(read).isInstanceOf(ReadResult.Unknown.class));
        cluster().rejoin(last());
    }

    @Test
    void resolvesAnUnknownOutcomeByReading() {
        ClusterState before = States.active("a", 1);
        ClusterState after = States.active("a", 2);
        Version created = create(before);
        awaitValue(register(last()), new Versioned(created, before));
        cluster().isolate(last());
        assertThat(register(last()).compareAndSet(created, after, CALL))
                .isInstanceOf(CasResult.Unknown.class);
        cluster().rejoin(last());

        Versioned seen = overwrite(register(0), States.active("b", 3), SETTLED);
        assertThat(seen)
                .satisfiesAnyOf(
                        value -> assertThat(value).isEqualTo(new Versioned(created, before)),
                        value -> {
                            assertThat(value.state()).isEqualTo(after);
                            assertThat(value.version()).isGreaterThan(created);
                        });
        // Once somebody wrote after it, it can't come through any more.
        assertThat(current(register(last())).state()).isEqualTo(States.active("b", 3));
    }

    @Test
    void goesOnAfterItsLeaderDiedAndForgetsNothing() {
        Version version = create(States.active("a", 1));
        for (long renewal = 2; renewal <= 10; renewal++) {
            version = write(register(0), version, States.active("a", renewal));
        }
        Register survivor = register(cluster().killLeader());

        Versioned seen = overwrite(survivor, States.active("b", 11), ELECTION);
        // An earlier try without an answer may have been the one that came through.
        assertThat(seen.state()).isIn(States.active("a", 10), States.active("b", 11));
        assertThat(seen.version()).isGreaterThanOrEqualTo(version);
        Versioned value = current(survivor);
        assertThat(value.state()).isEqualTo(States.active("b", 11));
        assertThat(value.version()).isGreaterThan(version);
    }

    @Test
    void keepsItsValueAndVersionWhenEverythingStartsAgain() {
        Version created = create(States.active("a", 1));
        Version written = write(register(0), created, States.active("a", 2));
        cluster().restartAll();

        for (Register register : cluster().registers()) {
            awaitValue(register, new Versioned(written, States.active("a", 2)));
        }
        assertThat(register(1).compareAndSet(created, States.active("b", 3), Duration.ofSeconds(5)))
                .isEqualTo(new CasResult.Conflict());
        assertThat(write(register(1), written, States.active("b", 3))).isGreaterThan(written);
    }

    private int last() {
        return cluster().registers().size() - 1;
    }

    private Register register(int node) {
        return cluster().registers().get(node);
    }

    private Version create(ClusterState state) {
        return write(register(0), Version.ABSENT, state);
    }

    private static Version write(Register register, Version expected, ClusterState state) {
        CasResult result = register.compareAndSet(expected, state, Duration.ofSeconds(5));
        assertThat(result).isInstanceOf(CasResult.Written.class);
        return ((CasResult.Written) result).version();
    }

    private static ReadResult found(Version version, ClusterState state) {
        return new ReadResult.Found(new Versioned(version, state));
    }

    private static void awaitValue(Register register, Versioned value) {
        Awaitility.await()
                .atMost(SETTLED)
                .untilAsserted(() ->
                        assertThat(register.read(CALL)).isEqualTo(new ReadResult.Found(value)));
    }

    private static Versioned current(Register register) {
        return Awaitility.await()
                                .atMost(SETTLED)
                                .until(
                                        () -> register.read(CALL),
                                        ReadResult.Found.class::isInstance)
                        instanceof ReadResult.Found(Versioned value)
                ? value
                : new Versioned(Version.ABSENT, States.active("nobody", 0));
    }

    /** Writes over whatever is there. @return what that was */
    private static Versioned overwrite(Register register, ClusterState state, Duration within) {
        List<Versioned> seen = new ArrayList<>();
        Awaitility.await()
                .atMost(within)
                .until(() -> {
                    Versioned value = current(register);
                    seen.add(value);
                    return register.compareAndSet(value.version(), state, CALL)
                            instanceof CasResult.Written;
                });
        return seen.getLast();
    }

    private static int renewOften(Register register, ConcurrentSkipListSet<Version> won) {
        int wins = 0;
        for (int i = 0; i < RENEWALS_EACH; i++) {
            Versioned seen = current(register);
            ClusterState next = States.active("a", seen.state().renewal() + 1);
            if (register.compareAndSet(seen.version(), next, Duration.ofSeconds(5))
                    instanceof CasResult.Written(Version version)) {
                assertThat(won.add(version)).as("version %s was won once", version).isTrue();
                wins++;
            }
        }
        return wins;
    }

    private static int sum(List<Future<Integer>> wins)
            throws InterruptedException, ExecutionException {
        int all = 0;
        for (Future<Integer> one : wins) {
            all += one.get();
        }
        return all;
    }
}
