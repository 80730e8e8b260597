package io.understudy.node.loop;

import io.understudy.core.decision.Decider;
import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.Places;
import io.understudy.core.model.Moment;
import io.understudy.core.model.Timings;
import io.understudy.core.observation.Observation;
import io.understudy.core.port.DurableEpoch;
import io.understudy.node.api.About;
import io.understudy.node.api.Desk;
import io.understudy.node.api.FenceDesk;
import io.understudy.node.api.FilesReport;
import io.understudy.node.api.GuardDesk;
import io.understudy.node.api.LogTrail;
import io.understudy.node.api.NotifyDesk;
import io.understudy.node.api.ReachReport;
import io.understudy.node.api.Surroundings;
import io.understudy.node.api.WhyAnswer;
import io.understudy.node.api.WhyQuestion;
import io.understudy.node.diverged.Archive;
import io.understudy.node.journal.HistoryFile;
import io.understudy.node.journal.Journal;
import io.understudy.node.moves.MoveReports;
import io.understudy.node.trend.Recorder;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/** A node's loop with all that belongs to it. */
public final class Node implements AutoCloseable {

    private final Monotonic clock;
    private final Inbox inbox;
    private final Crew crew;
    private final Loop loop;
    private final Chronicle chronicle;
    private final LoopDesk desk;

    public Node(NodeState initial, Resources resources, Records records, Face face) {
        Timings timings = initial.settings().timings();
        clock = Monotonic.system();
        inbox = new Inbox(clock);
        Tickets tickets = new Tickets();
        ProgressBoard progress = new ProgressBoard(clock::now);
        crew =
                new Crew(
                        inbox,
                        clock,
                        resources,
                        Deadlines.of(timings),
                        new Crew.Outlook(tickets, progress, timings.probe()));
        chronicle = new Chronicle(records.history(), InstantSource.system());
        AtomicReference<LogTrail> trail = new AtomicReference<>(LogTrail.EMPTY);
        Onlooker onlooker =
                (before, decision, at) -> {
                    chronicle.decided(before, decision, at);
                    records.teller().decided(before, decision, at);
                    records.trend().decided(decision.next(), at);
                    trail.updateAndGet(so -> LoopDesk.follow(so, decision.next(), at));
                };
        Decider decider = Decider.standard();
        loop =
                new Loop(
                        decider,
                        initial,
                        new Loop.Records(records.epochs(), records.journal()),
                        inbox,
                        crew,
                        onlooker);
        desk =
                new LoopDesk(
                        loop::state,
                        inbox,
                        tickets,
                        new LoopDesk.Past(
                                records.history(),
                                records.moves(),
                                records.why(),
                                records.journal()::trouble,
                                records.trend()),
                        new LoopDesk.Scene(
                                clock,
                                decider,
                                face.about(),
                                face.vote(),
                                trail::get,
                                face.places(),
                                progress,
                                new KeptDesk(face.diverged()),
                                face.ground(),
                                face.guard(),
                                face.fences(),
                                face.files(),
                                face.reach(),
                                face.notices()));
    }

    /**
     * What the node keeps on its disk.
     *
     * @param why tells of the journal why the node decided as it did
     * @param teller tells people who do not look
     * @param trend the figures of the last day
     */
    public record Records(
            DurableEpoch epochs,
            Journal journal,
            HistoryFile history,
            MoveReports moves,
            Function<WhyQuestion, WhyAnswer> why,
            Onlooker teller,
            Recorder trend) {}

    /**
     * What a report says of the node beside its state.
     *
     * @param places where each node has the virtual address while it is primary
     * @param diverged empty on a witness
     * @param guard empty on a witness
     * @param fences empty on a witness
     * @param notices empty where nobody is told
     * @param files empty where it carries none
     * @param reach which other nodes answer it
     */
    public record Face(
            Supplier<About> about,
            Supplier<Surroundings.Vote> vote,
            Places places,
            Optional<Archive> diverged,
            Ground ground,
            Optional<GuardDesk> guard,
            Optional<FenceDesk> fences,
            Optional<Supplier<FilesReport>> files,
            Supplier<List<ReachReport>> reach,
            Optional<NotifyDesk> notices) {}

    public Desk desk() {
        return desk;
    }

    /** Now, on the clock of the state's moments. */
    public Moment now() {
        return clock.now();
    }

    public NodeState state() {
        return loop.state();
    }

    /**
     * A hint that the register may have changed. Any thread may call; it doesn't block. It wakes
     * nobody for a change that is the node's own.
     */
    public void registerMayHaveChanged() {
        if (!loop.state().awaitsOwnChange(clock.now())) {
            inbox.hint(Observation.RegisterHinted::new);
        }
    }

    /**
     * Runs until {@link #stop}; or until the node must not go on, and then says why, with
     * everything stopped.
     */
    public Optional<String> run() {
        return loop.run(clock.now());
    }

    /**
     * Lets {@link #run} end once nothing serves here and the place is given away. Any thread may
     * call.
     */
    public void leave() {
        inbox.post(Observation.LeaveAsked::new);
    }

    /**
     * Lets {@link #run} end, with what it runs going on under its guard, for a daemon that is to be
     * started again. Any thread may call.
     */
    public void detach() {
        inbox.post(Observation.DetachAsked::new);
    }

    /** Ends {@link #run}. Any thread may call. */
    public void stop() {
        loop.stop();
    }

    /** Stops the server and the database in order, once {@link #run} has ended. */
    public void stopWhatItRuns() {
        crew.stopEverything();
    }

    @Override
    public void close() {
        crew.close();
        chronicle.close();
    }
}
