package io.understudy.cli;

import io.understudy.core.action.Command;
import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.node.api.Desk;
import io.understudy.node.api.FenceDesk;
import io.understudy.node.api.GuardDesk;
import io.understudy.node.api.HistoryEntry;
import io.understudy.node.api.MoveReport;
import io.understudy.node.api.NodeReport;
import io.understudy.node.api.PlanAnswer;
import io.understudy.node.api.WhyAnswer;
import io.understudy.node.api.WhyQuestion;
import io.understudy.node.diverged.Incident;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A node's desk that says what a test tells it to, and does something when it is commanded. */
final class ScriptedDesk implements Desk {

    private final List<Command> commands = new CopyOnWriteArrayList<>();
    private volatile NodeReport report;
    private volatile PlanAnswer plan =
            new PlanAnswer.Plan(
                    List.of("stop the server on ci-a", "start it on ci-b"),
                    "no acknowledged commit",
                    new Epoch(3));
    private volatile Outcome outcome = new Outcome.Done();
    private volatile Runnable effect = () -> {};
    private volatile List<HistoryEntry> history = List.of();
    private volatile Optional<GuardDesk> guard = Optional.empty();
    private volatile Optional<FenceDesk> fences = Optional.empty();
    private volatile List<MoveReport> moves = List.of();
    private volatile Optional<WhyAnswer> why = Optional.empty();
    private final List<WhyQuestion> askedWhy = new CopyOnWriteArrayList<>();
    private final List<Incident> kept = new CopyOnWriteArrayList<>();

    ScriptedDesk(NodeReport report) {
        this.report = report;
    }

    void reports(NodeReport changed) {
        report = changed;
    }

    void plans(PlanAnswer changed) {
        plan = changed;
    }

    void answers(Outcome changed) {
        outcome = changed;
    }

    void whenCommanded(Runnable changed) {
        effect = changed;
    }

    void remembers(HistoryEntry... entries) {
        history = List.of(entries);
    }

    void guardedBy(GuardDesk changed) {
        guard = Optional.of(changed);
    }

    void fencesBy(FenceDesk changed) {
        fences = Optional.of(changed);
    }

    void moved(MoveReport... reports) {
        moves = List.of(reports);
    }

    void tells(WhyAnswer answer) {
        why = Optional.of(answer);
    }

    List<WhyQuestion> askedWhy() {
        return List.copyOf(askedWhy);
    }

    List<Command> commands() {
        return List.copyOf(commands);
    }

    void keeps(Incident incident) {
        kept.add(incident);
    }

    @Override
    public List<Incident> diverged() {
        return kept.stream().map(Incident::outline).toList();
    }

    @Override
    public Optional<Incident> diverged(String id) {
        return kept.stream().filter(incident -> incident.id().equals(id)).findFirst();
    }

    @Override
    public Outcome discard(String id) {
        return kept.removeIf(incident -> incident.id().equals(id))
                ? new Outcome.Done()
                : new Outcome.Refused("there is no incident " + id);
    }

    @Override
    public Optional<GuardDesk> guard() {
        return guard;
    }

    @Override
    public Optional<FenceDesk> fences() {
        return fences;
    }

    @Override
    public NodeReport report() {
        return report;
    }

    @Override
    public PlanAnswer plan(Command command) {
        return plan;
    }

    @Override
    public Outcome command(Command command) {
        commands.add(command);
        effect.run();
        return outcome;
    }

    @Override
    public Outcome fence(NodeId by, Epoch epoch) {
        return new Outcome.Refused("no fencing here");
    }

    @Override
    public List<MoveReport> moves(int last) {
        return moves.subList(Math.max(0, moves.size() - last), moves.size());
    }

    @Override
    public List<HistoryEntry> history(int last) {
        return history.subList(Math.max(0, history.size() - last), history.size());
    }

    @Override
    public WhyAnswer why(WhyQuestion question) {
        askedWhy.add(question);
        return why.orElseGet(() -> Desk.super.why(question));
    }
}
