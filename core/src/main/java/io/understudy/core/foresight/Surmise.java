package io.understudy.core.foresight;

import io.understudy.core.action.Action;
import io.understudy.core.action.Action.OnDatabase;
import io.understudy.core.action.Outcome;
import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.Role;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.FencePlan;
import io.understudy.core.model.LogPoint;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Pair;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Version;
import io.understudy.core.model.Versioned;
import io.understudy.core.model.Voting;
import io.understudy.core.observation.DatabaseState;
import io.understudy.core.observation.GuardState;
import io.understudy.core.observation.Observation;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The world as one node would see it from the moment on in which another is lost: that one answers
 * nothing any more, and all else does what is asked of it, at once. For one thread, and one loss.
 */
final class Surmise {

    /** What is asked of something near is done after that; only the order counts. */
    private static final Duration SOON = Duration.ofMillis(1);

    private final NodeId self;
    private final NodeId lost;
    private final Moment began;
    private final FencePlan fence;
    private final Voting voting;
    private final Duration patience;
    private final long lacking;
    private final Duration renewed;
    private final PriorityQueue<Expected> expected =
            new PriorityQueue<>(
                    Comparator.comparing(Expected::at).thenComparingInt(Expected::number));
    private int numbers;
    private Optional<Versioned> register;
    private final SurmisedDatabase database;

    /** What will be seen; of two at the same moment the one expected first. */
    private record Expected(Moment at, int number, Sight sight) {}

    /** Something seen, which becomes an observation once it has its time. */
    @FunctionalInterface
    private interface Sight {
        Observation at(Moment now);
    }

    Surmise(NodeState start, NodeId lost, Moment now) {
        this.self = start.self();
        this.lost = lost;
        this.began = now;
        this.fence = start.settings().fence();
        this.voting = start.settings().voting();
        this.patience = start.settings().timings().fence();
        this.register =
                start.register().seen().map(seen -> new Versioned(seen.version(), seen.state()));
        this.database = new SurmisedDatabase(start.database().state(), lost, now);
        this.lacking = lacking(start);
        this.renewed = renewed(start, now);
        goOn(start, now);
        if (!(start.database().state() instanceof DatabaseState.Unseen)) {
            expect(now, this::look);
            endStream(now.plus(start.settings().timings().streamSilence()));
        }
    }

    /**
     * How much later all this comes where the lost one renews once more before it is lost: a
     * promise is read some time after it was made. 0 where its renewals have stopped already.
     */
    private static Duration renewed(NodeState start, Moment now) {
        return start.register()
                .seen()
                .filter(seen -> seen.state().phase() instanceof Phase.Active)
                .map(seen -> now.since(seen.since()))
                .filter(age -> age.compareTo(start.settings().timings().calm()) <= 0)
                .orElse(Duration.ZERO);
    }

    /** A stream to it is taken for open until then. */
    private void endStream(Moment end) {
        expect(end, this::look);
        expect(
                end.plus(SOON),
                at -> {
                    database.hearsNoMoreOfTheLost();
                    return look(at);
                });
    }

    private Observation look(Moment at) {
        return new Observation.DatabaseSeen(at, database.look());
    }

    /** What was under way when it happened still ends. */
    private void goOn(NodeState start, Moment now) {
        if (start.register().reading()) {
            begin(new Action.ReadRegister(), now);
        }
        start.register().writing().ifPresent(write -> begin(write, now));
        start.guard().busy().ifPresent(action -> begin(action, now));
        start.server().busy().ifPresent(action -> begin(action, now));
        start.address().busy().ifPresent(action -> begin(action, now));
        start.files().flatMap(files -> files.view().busy()).ifPresent(action -> begin(action, now));
        start.database().busy().ifPresent(action -> begin(action, now));
        start.fencing()
                .nodes()
                .forEach((node, tried) ->
                        tried.asked()
                                .forEach((method, asked) -> {
                                    if (asked.answer().isEmpty()) {
                                        answer(start.fencing().epoch(), node, method, now);
                                    }
                                }));
    }

    private void answer(Epoch epoch, NodeId node, String method, Moment now) {
        begin(
                method.equals(FencePlan.PEER)
                        ? new Action.FencePeer(node, epoch)
                        : new Action.FenceBy(method, node, epoch),
                now);
    }

    /** What is seen next, or a tick at the moment given. */
    Observation next(Moment due) {
        Expected first = expected.peek();
        if (first != null && due.reached(first.at())) {
            expected.poll();
            return first.sight().at(first.at());
        }
        return new Observation.Tick(due);
    }

    /** Lets what was begun end as it would. */
    void begin(Action action, Moment now) {
        Moment soon = now.plus(SOON);
        switch (action) {
            case Action.ReadRegister() -> expect(soon, this::read);
            case Action.WriteRegister write -> write(write, now);
            case OnDatabase wanted -> database(wanted, soon);
            case Action.OnServer wanted ->
                    expect(soon, at -> new Observation.ServerActionEnded(at, wanted, done()));
            case Action.OnAddress wanted ->
                    expect(soon, at -> new Observation.AddressActionEnded(at, wanted, done()));
            case Action.OnFiles wanted ->
                    expect(soon, at -> new Observation.FilesActionEnded(at, wanted, done()));
            case Action.ArmGuard(var epoch, Moment until) ->
                    expect(
                            soon,
                            at ->
                                    new Observation.GuardSeen(
                                            at, new GuardState.Armed(epoch, until)));
            case Action.DisarmGuard() ->
                    expect(soon, at -> new Observation.GuardSeen(at, new GuardState.Idle()));
            case Action.FencePeer(NodeId node, var epoch) ->
                    expect(
                            node.equals(lost) ? now.plus(patience) : soon,
                            at ->
                                    new Observation.FenceAnswered(
                                            at,
                                            node,
                                            epoch,
                                            node.equals(lost) ? silent() : done()));
            case Action.FenceBy(String method, NodeId node, var epoch) -> {
                boolean speaks = !onItsHost(method) || !node.equals(lost);
                expect(
                        speaks ? soon : now.plus(deadline(method)),
                        at ->
                                new Observation.FenceMethodEnded(
                                        at, method, node, epoch, speaks ? done() : silent()));
            }
            case Action.Answer _, Action.WithdrawFences _, Action.Halt _ -> {}
        }
    }

    private Observation read(Moment at) {
        return register.<Observation>map(value -> new Observation.RegisterFound(at, value))
                .orElseGet(() -> new Observation.RegisterAbsent(at));
    }

    /** The lost one writes nothing more, so only a write of this node's own comes between. */
    private void write(Action.WriteRegister write, Moment sent) {
        if (needsTheLostOnesVote()) {
            expect(
                    sent.plus(patience),
                    at -> new Observation.WriteUnanswered(at, lost + " is lost"));
            return;
        }
        Version before = register.map(Versioned::version).orElse(Version.ABSENT);
        if (!before.equals(write.expected())) {
            expect(sent.plus(SOON), Observation.WriteConflicted::new);
            return;
        }
        Version after = new Version(before.number() + 1);
        register = Optional.of(new Versioned(after, write.next()));
        expect(sent.plus(SOON), at -> new Observation.WriteAcknowledged(at, sent, after));
    }

    /** Of two nodes without a third vote, one alone may write: the one with the casting vote. */
    private boolean needsTheLostOnesVote() {
        return voting instanceof Voting.Person(Pair pair)
                && pair.otherThan(self).equals(lost)
                && register.filter(value -> pair.castingVote(value.state()).equals(self)).isEmpty();
    }

    private void database(OnDatabase wanted, Moment soon) {
        Outcome outcome = database.act(wanted, soon);
        expect(soon, at -> new Observation.DatabaseActionEnded(at, wanted, outcome));
        expect(soon, this::look);
    }

    private void expect(Moment at, Sight sight) {
        expected.add(new Expected(at, numbers++, sight));
    }

    private static Outcome done() {
        return new Outcome.Done();
    }

    private Outcome silent() {
        return new Outcome.Unknown(lost + " is lost");
    }

    private boolean onItsHost(String method) {
        return fence.methods().stream()
                .anyMatch(one -> one.name().equals(method) && one.kind().speaksForTheNode());
    }

    private Duration deadline(String method) {
        return fence.methods().stream()
                .filter(one -> one.name().equals(method))
                .map(FencePlan.Method::deadline)
                .findFirst()
                .orElse(patience);
    }

    /**
     * By the last renewal that this node has seen; 0 where it has all, and where nobody can tell.
     */
    private static long lacking(NodeState start) {
        Optional<ClusterState> cluster = start.register().state();
        if (cluster.isEmpty() || cluster.get().synchrony().includes(start.self())) {
            return 0;
        }
        LogPoint known = cluster.get().position();
        return start.database()
                .state()
                .safeEnd()
                .map(own -> own.behind(known).orElse(0))
                .map(bytes -> Math.max(0, bytes))
                .orElse(0L);
    }

    /** What is settled once that has been decided. */
    Optional<Prospect> found(NodeState state) {
        boolean holder = register.filter(value -> value.state().isHeldBy(self)).isPresent();
        Optional<Moment> promoting = database.promoting();
        if (promoting.isPresent()) {
            return Optional.of(
                    new Prospect.TakesOver(promoting.get().since(began).plus(renewed), lacking));
        }
        Optional<Moment> dropped = database.dropped();
        boolean settled = holder && state.role() == Role.ACTIVE && !database.seemsToBeFollowed();
        if (settled && dropped.isPresent()) {
            return Optional.of(new Prospect.GoesOn(dropped.get().since(began)));
        }
        return state.role() == Role.HALTED
                ? Optional.of(new Prospect.Stays(state.reason()))
                : Optional.empty();
    }

    /** Nothing of that has happened. */
    Prospect unmoved(NodeState state) {
        return state.role() == Role.ACTIVE
                ? new Prospect.CommitsWait(lost)
                : new Prospect.Stays(state.reason());
    }
}
