package io.understudy.node;

import io.understudy.core.action.Outcome;
import io.understudy.core.decision.FenceView;
import io.understudy.core.explain.FenceSentences;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.FencePlan;
import io.understudy.core.model.NodeId;
import io.understudy.node.api.FenceDesk;
import io.understudy.node.api.FenceReport;
import io.understudy.node.api.FenceTrial;
import io.understudy.node.fence.FenceMethods;
import io.understudy.node.fence.Proofs;
import io.understudy.node.peer.PeerAnswer;
import io.understudy.node.peer.PeerClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries the methods of fencing without harm, and tells of them in the words of the API. */
final class FenceReception implements FenceDesk {

    private static final Logger LOG = LoggerFactory.getLogger(FenceReception.class);

    /** A first connection takes some tenths of a second. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(2);

    private final FencePlan plan;
    private final Set<NodeId> others;
    private final Means means;

    FenceReception(FencePlan plan, Set<NodeId> others, Means means) {
        this.plan = plan;
        this.others = new TreeSet<>(others);
        this.means = means;
    }

    /** What it tries them with, and where it keeps what came of that. */
    record Means(PeerClient peers, FenceMethods methods, Proofs proofs) {}

    @Override
    public FenceReport report(FenceView said) {
        List<Proofs.Proof> proofs = means.proofs().all();
        List<FenceReport.Way> ways = new ArrayList<>();
        for (NodeId node : others) {
            for (FencePlan.Method method : plan.methods()) {
                ways.add(
                        new FenceReport.Way(
                                node,
                                method.name(),
                                test(proofs, node, method.name()),
                                said.said(said.epoch(), node, method.name())
                                        .map(FenceSentences::word)));
            }
        }
        return new FenceReport(plan.required(), ways);
    }

    private static Optional<FenceReport.Test> test(
            List<Proofs.Proof> proofs, NodeId node, String method) {
        return proofs.stream()
                .filter(proof -> proof.node().equals(node) && proof.method().equals(method))
                .map(proof -> new FenceReport.Test(proof.at(), proof.why()))
                .findFirst();
    }

    @Override
    public List<FenceTrial> test() {
        List<FenceTrial> trials = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<FenceTrial>> begun = new ArrayList<>();
            for (NodeId node : others) {
                for (FencePlan.Method method : plan.methods()) {
                    Callable<FenceTrial> trial = () -> trial(node, method);
                    begun.add(threads.submit(trial));
                }
            }
            for (Future<FenceTrial> trial : begun) {
                trials.add(trial.get());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a method of fencing throws nothing", e.getCause());
        }
        keep(trials);
        return trials;
    }

    private FenceTrial trial(NodeId node, FencePlan.Method method) {
        long began = System.nanoTime();
        Outcome outcome =
                switch (method.kind()) {
                    case PEER -> peer(node);
                    case SSH, COMMAND -> means.methods().prove(method.name(), node, Epoch.NONE);
                };
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        return new FenceTrial(node, method.name(), outcome, took);
    }

    /** Any answer comes by mutual TLS. */
    private Outcome peer(NodeId node) {
        return switch (means.peers().status(node, LONGEST_ANSWER)) {
            case PeerAnswer.Answered<?> _ -> new Outcome.Done();
            case PeerAnswer.Declined<?>(String why) -> new Outcome.Refused(why);
            case PeerAnswer.Silent<?>(String why) -> new Outcome.Unknown(why);
        };
    }

    private void keep(List<FenceTrial> trials) {
        Instant now = Instant.now();
        try {
            means.proofs()
                    .keep(
                            trials.stream()
                                    .map(trial ->
                                            new Proofs.Proof(
                                                    trial.node(),
                                                    trial.method(),
                                                    now,
                                                    FenceSentences.unproved(trial.outcome())))
                                    .toList());
        } catch (IOException e) {
            LOG.warn("What came of the test of fencing can't be kept: {}", e.getMessage());
        }
    }
}
