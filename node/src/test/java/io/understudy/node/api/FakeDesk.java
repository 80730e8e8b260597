package io.understudy.node.api;

import io.understudy.core.action.Command;
import io.understudy.core.action.Outcome;
import io.understudy.core.decision.FenceView;
import io.understudy.core.decision.Role;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.LogPosition;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Timings;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A desk that answers as it was told, and keeps what it was asked. */
public final class FakeDesk implements Desk {

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Outcome outcome = new Outcome.Done();

    public void answersWith(Outcome changed) {
        outcome = changed;
    }

    public List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void greet() {
        asked.add("greeting");
    }

    /** Methods that prove themselves at once. */
    @Override
    public Optional<FenceDesk> fences() {
        return Optional.of(
                new FenceDesk() {
                    @Override
                    public FenceReport report(FenceView said) {
                        return new FenceReport(false, List.of());
                    }

                    @Override
                    public List<FenceTrial> test() {
                        asked.add("test of fencing");
                        return List.of(
                                new FenceTrial(
                                        new NodeId("ci-b"),
                                        "peer",
                                        new Outcome.Done(),
                                        Duration.ofMillis(12)));
                    }
                });
    }

    @Override
    public NodeReport report() {
        asked.add("report");
        return new NodeReport(
                new About("acme", new NodeId("ci-a"), Instant.EPOCH, "0.1.0", 4711, 99 << 20, 700),
                new Standing(
                        Role.ACTIVE,
                        "Serving.",
                        new Epoch(3),
                        Optional.of(Duration.ofMillis(1600))),
                Optional.of(
                        new Primacy(
                                new Epoch(3),
                                new NodeId("ci-a"),
                                "active",
                                List.of(new NodeId("ci-b")),
                                "In sync: ci-b.",
                                Optional.of(new Primacy.Pause("anna", Duration.ofMinutes(3))),
                                Optional.empty(),
                                LogPosition.parse("0/3000148"),
                                0,
                                List.of())),
                WorstCase.of(Timings.fast()),
                Optional.of(
                        new DatabaseReport(
                                "primary",
                                Optional.empty(),
                                Optional.of(
                                        new LogReport(
                                                2,
                                                LogPosition.parse("0/3000148"),
                                                LogPosition.parse("0/3000148"),
                                                Optional.empty(),
                                                false)),
                                List.of(
                                        new FollowerReport(
                                                new NodeId("ci-b"),
                                                true,
                                                true,
                                                328,
                                                Optional.of(Duration.ofMillis(120)))))),
                Optional.of(new ServerReport("healthy", Optional.empty(), Optional.empty())),
                new ArbiterReport(
                        ArbiterReport.Place.FOLLOWING,
                        "following",
                        Optional.empty(),
                        Optional.of(Duration.ofMillis(80)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(
                                new CallsReport(
                                        new CallsReport.Latency(
                                                List.of(
                                                        3L, 40L, 90L, 97L, 98L, 99L, 99L, 99L, 99L,
                                                        100L),
                                                2.25),
                                        new CallsReport.Latency(Collections.nCopies(10, 7L), 0.007),
                                        2))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Override
    public PlanAnswer plan(Command command) {
        asked.add("plan " + command);
        return new PlanAnswer.Plan(List.of("Stop.", "Go."), "Nothing.", new Epoch(3));
    }

    @Override
    public Outcome command(Command command) {
        asked.add("command " + command);
        return outcome;
    }

    @Override
    public Outcome fence(NodeId by, Epoch epoch) {
        asked.add("fence by " + by + " for " + epoch);
        return outcome;
    }

    @Override
    public List<MoveReport> moves(int last) {
        asked.add("moves " + last);
        return List.of();
    }

    @Override
    public List<HistoryEntry> history(int last) {
        asked.add("history " + last);
        return List.of(
                new HistoryEntry(
                        Instant.EPOCH, new NodeId("ci-a"), new Epoch(3), Role.ACTIVE, "Serving."));
    }

    @Override
    public TrendReport trend(int hours) {
        asked.add("trend " + hours);
        return TrendReport.nothing(new NodeId("ci-a"));
    }

    @Override
    public WhyAnswer why(WhyQuestion question) {
        asked.add("why " + question.query());
        return WhyAnswer.nothing(new NodeId("ci-a"), "Nothing to tell.");
    }
}
