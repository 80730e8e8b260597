package io.understudy.node.arbiter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Version;
import io.understudy.core.model.Versioned;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A register's value with its version, as nodes send it to each other. Any thread may call. */
final class VersionedJson {

    private final JsonMapper json = JsonMapper.builder().build();
    private final ClusterStateCodec codec = new ClusterStateCodec();

    ObjectNode object() {
        return json.createObjectNode();
    }

    JsonNode tree(String text) throws MalformedException {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new MalformedException("no JSON: " + e.getOriginalMessage());
        }
    }

    JsonNode write(Versioned value) {
        ObjectNode node = json.createObjectNode();
        node.put("version", value.version().number());
        try {
            node.set("state", json.readTree(codec.encode(value.state())));
        } catch (IOException e) {
            throw new IllegalStateException("what was just written is JSON", e);
        }
        return node;
    }

    Optional<Versioned> read(@Nullable JsonNode node) throws MalformedException {
        if (node == null || node.isNull()) {
            return Optional.empty();
        }
        JsonNode version = node.path("version");
        if (!version.isIntegralNumber()) {
            throw new MalformedException("needed a version, found " + version);
        }
        try {
            ClusterState state = codec.decode(json.writeValueAsBytes(node.path("state")));
            return Optional.of(new Versioned(new Version(version.longValue()), state));
        } catch (ClusterStateCodec.UnreadableStateException
                | IllegalArgumentException
                | JsonProcessingException e) {
            throw new MalformedException(String.valueOf(e.getMessage()));
        }
    }

    /** It is not what another node sends; the message says why. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String why) {
            super(why);
        }
    }
}
