package io.understudy.node.peer;

import io.understudy.core.model.FileGeneration;
import io.understudy.core.model.NodeId;
import io.understudy.node.files.FileSource;
import io.understudy.node.identity.ClusterTls;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The files of the other nodes, over the same API as all else. */
public final class PeerFiles implements FileSource, AutoCloseable {

    private static final String AHEAD = "/v1/files/ahead";
    private static final Duration FOR_AN_ANSWER = Duration.ofSeconds(10);

    /** What came until then is kept, so that even the slowest way gets on. */
    private static final FilesLine.Patience FOR_A_BODY =
            new FilesLine.Patience(Duration.ofSeconds(20), Duration.ofMinutes(5));

    private final ClusterTls tls;
    private final Map<NodeId, String> endpoints;
    private final Map<NodeId, FilesLine> lines = new ConcurrentHashMap<>();

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
    public Reply next(NodeId holder, Here here, Duration wait) {
        String query =
                "?wait=%d&after=%s&have=%s"
                        .formatted(wait.toMillis(), text(here.after()), text(here.applied()));
        Duration deadline = wait.plus(FOR_AN_ANSWER);
        if (!lacks(holder)) {
            Reply reply =
                    ask(
                            holder,
                            AHEAD + query + "&seen=" + here.ahead().orElse("none"),
                            Optional.empty(),
                            deadline);
            if (!lacks(holder)) {
                return reply;
            }
        }
        return ask(holder, "/v1/files" + query, Optional.empty(), deadline);
    }

    /** An older version sends nothing ahead. */
    private boolean lacks(NodeId holder) {
        FilesLine line = lines.get(holder);
        return line != null && line.lacks(AHEAD);
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
        return lines.computeIfAbsent(node, _ -> new FilesLine(tls, node, endpoint, FOR_A_BODY))
                .ask(path, body, deadline);
    }

    @Override
    public void close() {
        lines.values().forEach(FilesLine::close);
    }
}
