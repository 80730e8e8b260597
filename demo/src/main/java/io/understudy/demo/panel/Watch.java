package io.understudy.demo.panel;

import io.understudy.core.decision.Role;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.demo.panel.Sight.NodeSight;
import io.understudy.demo.panel.Sight.Work;
import io.understudy.demo.stage.Audience;
import io.understudy.demo.stage.Audience.Pipelines;
import io.understudy.demo.stage.Stage;
import io.understudy.demo.stage.StageNode;
import io.understudy.node.api.NodeReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Looks at the cluster from where its clients are, again and again, in a thread of its own. */
final class Watch {

    private static final Duration EVERY = Duration.ofMillis(400);
    private static final int LOOKS_FOR_A_SCORE = 8;

    private final Stage stage;
    private final Audience audience;
    private final Scoreboard scoreboard;
    private volatile Sight latest = Sight.NOTHING;

    Watch(Stage stage, Audience audience, Scoreboard scoreboard) {
        this.stage = stage;
        this.audience = audience;
        this.scoreboard = scoreboard;
    }

    void begin() {
        Thread.ofPlatform().daemon().name("watch").start(this::look);
    }

    Sight latest() {
        return latest;
    }

    private void look() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int looks = 0; !Thread.currentThread().isInterrupted(); looks++) {
                latest = sight(threads);
                if (looks % LOOKS_FOR_A_SCORE == 0) {
                    scoreboard.look();
                }
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Sight sight(ExecutorService threads) {
        Map<StageNode, CompletableFuture<Optional<NodeReport>>> asked = new LinkedHashMap<>();
        Map<StageNode, CompletableFuture<Optional<Pipelines>>> work = new LinkedHashMap<>();
        for (StageNode node : stage.nodes()) {
            asked.put(
                    node, CompletableFuture.supplyAsync(() -> audience.report(node.id()), threads));
            if (!node.witness()) {
                work.put(
                        node,
                        CompletableFuture.supplyAsync(() -> audience.pipelines(node), threads));
            }
        }
        Map<StageNode, Optional<NodeReport>> reports = new LinkedHashMap<>();
        asked.forEach((node, answer) -> reports.put(node, answer.join()));
        Optional<StageNode> primary = primary(reports);
        return new Sight(
                primary,
                primary.filter(it -> isWhole(it, reports)).isPresent(),
                reports.entrySet().stream()
                        .map(one -> sight(one.getKey(), one.getValue()))
                        .toList(),
                work.values().stream()
                        .map(CompletableFuture::join)
                        .flatMap(Optional::stream)
                        .findFirst()
                        .map(Watch::work)
                        .orElse(latest.work()),
                scoreboard.score());
    }

    private static NodeSight sight(StageNode node, Optional<NodeReport> report) {
        return report.map(NodeReport::standing)
                .map(standing ->
                        new NodeSight(
                                node.id().name(),
                                standing.role().name().toLowerCase(Locale.ROOT),
                                standing.sentence()))
                .orElseGet(() -> new NodeSight(node.id().name(), "silent", "It does not answer."));
    }

    private static Work work(Pipelines seen) {
        return new Work(
                seen.done(),
                seen.resumed(),
                seen.runAgain(),
                seen.lost(),
                seen.finished().stream().map(Instant::toEpochMilli).sorted().toList());
    }

    private static Optional<StageNode> primary(Map<StageNode, Optional<NodeReport>> reports) {
        return reports.entrySet().stream()
                .filter(one ->
                        one.getValue()
                                .filter(report -> report.standing().role() == Role.ACTIVE)
                                .isPresent())
                .max(Comparator.comparing(one -> epoch(one.getValue())))
                .map(Map.Entry::getKey);
    }

    private static Epoch epoch(Optional<NodeReport> report) {
        return report.map(NodeReport::standing).orElseThrow().epochSeen();
    }

    private boolean isWhole(StageNode primary, Map<StageNode, Optional<NodeReport>> reports) {
        StageNode other = stage.other(primary);
        NodeId standby = other.id();
        boolean inSync =
                reports.getOrDefault(primary, Optional.empty())
                        .flatMap(NodeReport::primacy)
                        .filter(primacy -> primacy.inSync().contains(standby))
                        .isPresent();
        boolean follows =
                reports.getOrDefault(other, Optional.empty())
                        .filter(report -> report.standing().role() == Role.STANDBY)
                        .isPresent();
        return inSync
                && follows
                && reports.values().stream()
                        .allMatch(report ->
                                report.filter(it -> it.arbiter().silence().isEmpty()).isPresent());
    }
}
