package io.understudy.node.peer;

import io.understudy.core.model.FileGeneration;
import io.understudy.core.model.NodeId;
import io.understudy.node.files.FileSource;
import io.understudy.node.identity.ClusterTls;
import io.understudy.node.identity.TlsFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The files of the other nodes, over the same API as all else. */
public final class PeerFiles implements FileSource, AutoCloseable {

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);
    private static final Duration FOR_AN_ANSWER = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    /** What came until then is kept, so that even the slowest way gets on. */
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(5);

    private final ClusterTls tls;
    private final Map<NodeId, String> endpoints;
    private final Map<NodeId, HttpClient> clients = new ConcurrentHashMap<>();

    /**
     * Connects to nobody yet.
     *
     * @param endpoints of each node's API, as {@code address:port}
     */
    public PeerFiles(ClusterTls tls, Map<NodeId, String> endpoints) {
        this.tls = tls;
        this.endpoints = Map.copyOf(endpoints);
    }

    @Override
    public Reply next(
            NodeId holder,
            Optional<FileGeneration> after,
            Optional<FileGeneration> applied,
            Duration wait) {
        String query =
                "?wait=%d&after=%s&have=%s".formatted(wait.toMillis(), text(after), text(applied));
        return ask(holder, "/v1/files" + query, Optional.empty(), wait.plus(FOR_AN_ANSWER));
    }

    private static String text(Optional<FileGeneration> generation) {
        return generation.map(Object::toString).orElse("none");
    }

    @Override
    public Reply contents(NodeId holder, String wanted, Duration deadline) {
        return ask(holder, "/v1/files/contents", Optional.of(wanted), deadline);
    }

    private Reply ask(NodeId node, String path, Optional<String> body, Duration deadline) {
        String endpoint = endpoints.get(node);
        if (endpoint == null) {
            return new Reply.Silent(
                    "needed the address of " + node + ", found no such node in understudy.yaml");
        }
        String name = node + " at " + endpoint;
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("https://" + endpoint + path)).timeout(deadline);
        body.ifPresent(text -> request.POST(HttpRequest.BodyPublishers.ofString(text)));
        try {
            HttpResponse<InputStream> response =
                    clients.computeIfAbsent(node, this::client)
                            .send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                response.body().close();
                return new Reply.Silent("%s declined (%d)".formatted(name, response.statusCode()));
            }
            boolean empty = response.headers().firstValueAsLong("Content-Length").orElse(-1) == 0;
            if (empty) {
                response.body().close();
                return new Reply.Nothing();
            }
            return new Reply.Bytes(
                    new PatientBody(response.body(), name, LONGEST_PAUSE, LONGEST_ANSWER));
        } catch (IOException e) {
            return new Reply.Silent(TlsFailure.sentence(e, name));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Reply.Silent("it was told to stop");
        }
    }

    private HttpClient client(NodeId node) {
        return tls.httpClient(node, LONGEST_CONNECT);
    }

    @Override
    public void close() {
        clients.values().forEach(HttpClient::shutdownNow);
    }
}
