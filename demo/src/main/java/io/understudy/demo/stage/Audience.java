package io.understudy.demo.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.understudy.core.action.Command;
import io.understudy.core.action.Outcome;
import io.understudy.core.model.NodeId;
import io.understudy.node.api.HistoryEntry;
import io.understudy.node.api.MoveReport;
import io.understudy.node.api.NodeReport;
import io.understudy.node.identity.ClusterTls;
import io.understudy.node.identity.Identity;
import io.understudy.node.identity.IdentityFiles;
import io.understudy.node.identity.IdentityResult;
import io.understudy.node.identity.NodeHome;
import io.understudy.node.peer.PeerAnswer;
import io.understudy.node.peer.PeerClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Sees what anybody with a certificate sees: the nodes' API, and the pipeline server's own page.
 */
public final class Audience implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMillis(700);
    private static final int LATEST = 200;

    private final PeerClient nodes;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final JsonMapper json = new JsonMapper();

    public Audience(Stage stage) throws StageException {
        Identity identity =
                switch (IdentityFiles.read(new NodeHome(stage.first().home()), Instant.now())) {
                    case IdentityResult.Usable(Identity usable) -> usable;
                    case IdentityResult.Unusable(String why) -> throw new StageException(why);
                };
        nodes =
                new PeerClient(
                        new ClusterTls(identity, InstantSource.system()),
                        stage.nodes().stream()
                                .collect(
                                        Collectors.toMap(
                                                StageNode::id,
                                                node -> node.at(node.ports().api()))));
    }

    public Optional<NodeReport> report(NodeId node) {
        return answer(nodes.status(node, PATIENCE));
    }

    public List<HistoryEntry> history(NodeId node) {
        return answer(nodes.history(node, LATEST, PATIENCE)).orElse(List.of());
    }

    /** The reports of the latest moves that this node took part in, oldest first. */
    public List<MoveReport> moves(NodeId node) {
        return answer(nodes.moves(node, LATEST, PATIENCE)).orElse(List.of());
    }

    public Outcome command(NodeId node, Command command) {
        return nodes.command(node, command, Duration.ofSeconds(10));
    }

    /** What the pipeline server on that node shows; empty while it does not answer. */
    public Optional<Pipelines> pipelines(StageNode node) {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create("http://" + node.at(node.ports().server()) + "/status"))
                        .timeout(PATIENCE)
                        .build();
        try {
            HttpResponse<String> response =
                    http.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200
                    ? Optional.of(read(json.readTree(response.body())))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /**
     * What the pipeline server shows.
     *
     * @param firstWorker when a worker first spoke to this run of the server
     * @param firstFinished when this run of the server first saw a build finish
     * @param finished when the latest ones did, in no order
     */
    public record Pipelines(
            long done,
            long resumed,
            long runAgain,
            long lost,
            int workers,
            Optional<Instant> firstWorker,
            Optional<Instant> firstFinished,
            List<Instant> finished) {
        public Pipelines {
            finished = List.copyOf(finished);
        }
    }

    private static Pipelines read(JsonNode seen) {
        JsonNode counts = seen.path("counts");
        return new Pipelines(
                counts.path("done").asLong(),
                counts.path("resumed").asLong(),
                counts.path("runAgain").asLong(),
                counts.path("lost").asLong(),
                seen.path("workers").size(),
                time(seen.path("firstWorkerAt")),
                time(seen.path("firstBuildFinishedAt")),
                finished(seen.path("builds")));
    }

    private static List<Instant> finished(JsonNode builds) {
        List<Instant> times = new ArrayList<>();
        builds.forEach(build -> time(build.path("finishedAt")).ifPresent(times::add));
        return times;
    }

    private static Optional<Instant> time(JsonNode millis) {
        return millis.isNumber()
                ? Optional.of(Instant.ofEpochMilli(millis.asLong()))
                : Optional.empty();
    }

    private static <T> Optional<T> answer(PeerAnswer<T> answer) {
        return switch (answer) {
            case PeerAnswer.Answered<T>(T value) -> Optional.of(value);
            case PeerAnswer.Declined<T> _, PeerAnswer.Silent<T> _ -> Optional.empty();
        };
    }

    @Override
    public void close() {
        nodes.close();
        http.close();
    }
}
