package io.understudy.node.loop;

import io.understudy.core.action.Command;
import io.understudy.core.action.Outcome;
import io.understudy.core.decision.Decider;
import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.Places;
import io.understudy.core.decision.Plans;
import io.understudy.core.decision.Role;
import io.understudy.core.explain.Sentences;
import io.understudy.core.foresight.Foresight;
import io.understudy.core.foresight.Foretold;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.Moment;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Timings;
import io.understudy.core.observation.DatabaseState;
import io.understudy.core.observation.Observation;
import io.understudy.node.api.About;
import io.understudy.node.api.Desk;
import io.understudy.node.api.FenceDesk;
import io.understudy.node.api.FilesReport;
import io.understudy.node.api.GuardDesk;
import io.understudy.node.api.HistoryEntry;
import io.understudy.node.api.LogTrail;
import io.understudy.node.api.MoveReport;
import io.understudy.node.api.NodeReport;
import io.understudy.node.api.NotifyDesk;
import io.understudy.node.api.PlanAnswer;
import io.understudy.node.api.ReachReport;
import io.understudy.node.api.Reports;
import io.understudy.node.api.Surroundings;
import io.understudy.node.api.TrendReport;
import io.understudy.node.api.WhyAnswer;
import io.understudy.node.api.WhyQuestion;
import io.understudy.node.diverged.Incident;
import io.understudy.node.journal.HistoryFile;
import io.understudy.node.moves.MoveReports;
import io.understudy.node.trend.Recorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Answers questions from outside: by the loop's latest state, or by asking the loop. Any thread may
 * call.
 */
final class LoopDesk implements Desk {

    private final Supplier<NodeState> state;
    private final Inbox inbox;
    private final Tickets tickets;
    private final Past past;
    private final Scene scene;

    LoopDesk(Supplier<NodeState> state, Inbox inbox, Tickets tickets, Past past, Scene scene) {
        this.state = state;
        this.inbox = inbox;
        this.tickets = tickets;
        this.past = past;
        this.scene = scene;
    }

    /** What is kept of what happened, and why it may lack something. */
    record Past(
            HistoryFile history,
            MoveReports moves,
            Function<WhyQuestion, WhyAnswer> why,
            Supplier<Optional<String>> trouble,
            Recorder trend) {}

    /** What a report says beside the node's state. */
    record Scene(
            Monotonic clock,
            Decider decider,
            Supplier<About> about,
            Supplier<Surroundings.Vote> vote,
            Supplier<LogTrail> trail,
            Places places,
            ProgressBoard progress,
            KeptDesk kept,
            Ground ground,
            Optional<GuardDesk> guard,
            Optional<FenceDesk> fences,
            Optional<Supplier<FilesReport>> files,
            Supplier<List<ReachReport>> reach,
            Optional<NotifyDesk> notices) {}

    @Override
    public NodeReport report() {
        NodeState now = state.get();
        String sentence = scene.progress().in(Sentences.of(now.reason()), now.database().busy());
        Optional<String> disk = scene.ground().disk().get();
        return Reports.of(
                        now,
                        new Surroundings(
                                scene.about().get(),
                                scene.clock().now(),
                                sentence,
                                scene.trail().get(),
                                scene.vote().get(),
                                scene.guard().map(GuardDesk::report),
                                past.trouble().get(),
                                scene.fences().map(desk -> desk.report(now.fencing()))))
                .with(
                        scene.kept().report(),
                        scene.progress().report(now.database().busy()),
                        disk.or(scene.ground().boot()))
                .withFiles(scene.files().map(Supplier::get))
                .withNotices(scene.notices().map(NotifyDesk::report))
                .withReach(scene.reach().get())
                .withForetold(foretold(now, scene.clock().now(), disk))
                .withWork(now.role() == Role.ACTIVE ? past.moves().work() : Optional.empty());
    }

    /** By this very node's rules: what it would do is what it says. */
    private List<Foretold> foretold(NodeState now, Moment at, Optional<String> disk) {
        Foresight foresight = new Foresight(scene.decider());
        List<Foretold> all = new ArrayList<>();
        for (NodeId other : now.settings().otherCarriers()) {
            foresight
                    .ifLost(now, other, at)
                    .ifPresent(prospect -> all.add(Foretold.of(other, prospect).on(disk)));
        }
        return all;
    }

    @Override
    public List<Incident> diverged() {
        return scene.kept().list();
    }

    @Override
    public Optional<Incident> diverged(String id) {
        return scene.kept().find(id);
    }

    @Override
    public Outcome discard(String id) {
        return scene.kept()
                .discard(id, state.get().database().busy().filter(ProgressBoard::isLong));
    }

    @Override
    public Optional<GuardDesk> guard() {
        return scene.guard();
    }

    @Override
    public Optional<FenceDesk> fences() {
        return scene.fences();
    }

    @Override
    public Optional<NotifyDesk> notices() {
        return scene.notices();
    }

    @Override
    public PlanAnswer plan(Command command) {
        return switch (Plans.of(state.get(), command, scene.clock().now(), scene.places())) {
            case Plans.Plan.Steps(var steps, var atRisk, var seen) ->
                    new PlanAnswer.Plan(steps, atRisk, seen);
            case Plans.Plan.NothingToDo(var why) -> new PlanAnswer.Already(why);
            case Plans.Plan.Refused(var why, var remedy) -> new PlanAnswer.Refusal(why, remedy);
        };
    }

    @Override
    public Outcome command(Command command) {
        Timings timings = state.get().settings().timings();
        return tickets.ask(
                ticket -> inbox.post(now -> new Observation.CommandGiven(now, ticket, command)),
                timings.ttl().multipliedBy(3));
    }

    @Override
    public Outcome fence(NodeId by, Epoch epoch) {
        return tickets.ask(
                ticket -> inbox.post(now -> new Observation.FenceAsked(now, ticket, by, epoch)),
                Duration.ofSeconds(2));
    }

    @Override
    public List<HistoryEntry> history(int last) {
        return past.history().last(last);
    }

    @Override
    public List<MoveReport> moves(int last) {
        return past.moves().last(last);
    }

    @Override
    public TrendReport trend(int hours) {
        return past.trend().report(state.get().self(), hours);
    }

    @Override
    public WhyAnswer why(WhyQuestion question) {
        return past.why().apply(question);
    }

    /** Keeps where this node's log was and when, for lags in seconds. */
    static LogTrail follow(LogTrail trail, NodeState state, Moment at) {
        return state.database().state() instanceof DatabaseState.Primary primary
                ? trail.saw(at, primary.end())
                : LogTrail.EMPTY;
    }
}
