package io.understudy.node.arbiter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.PeerLoss;
import io.understudy.core.model.Version;
import io.understudy.core.model.Versioned;
import io.understudy.core.pair.Ask;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the two nodes of a pair send each other, as JSON. Any thread may call. */
final class PairWire {

    private final JsonMapper json = JsonMapper.builder().build();
    private final ClusterStateCodec codec = new ClusterStateCodec();

    /** What was asked, and which right the asker goes by. */
    record Asked(PeerLoss right, Ask ask) {}

    String encode(PeerLoss right, Ask ask) {
        ObjectNode node = json.createObjectNode();
        node.put("peer-loss", right.name());
        ask.known().ifPresent(known -> node.set("known", versioned(known)));
        ask.proposal()
                .ifPresent(proposal ->
                        node.set(
                                "proposal",
                                versioned(new Versioned(proposal.expected(), proposal.next()))));
        return node.toString();
    }

    Asked asked(String text) throws MalformedException {
        JsonNode node = tree(text);
        try {
            Ask ask =
                    new Ask(
                            versioned(node.get("known")),
                            versioned(node.get("proposal"))
                                    .map(value ->
                                            new Ask.Proposal(value.version(), value.state())));
            return new Asked(PeerLoss.valueOf(node.path("peer-loss").asText()), ask);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(String.valueOf(e.getMessage()));
        }
    }

    String encode(Ask.Reply reply) {
        ObjectNode node = json.createObjectNode();
        node.put("accepted", reply.accepted());
        reply.known().ifPresent(known -> node.set("known", versioned(known)));
        return node.toString();
    }

    Ask.Reply reply(String text) throws MalformedException {
        JsonNode node = tree(text);
        return new Ask.Reply(versioned(node.get("known")), node.path("accepted").asBoolean(false));
    }

    private JsonNode tree(String text) throws MalformedException {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new MalformedException("no JSON: " + e.getOriginalMessage());
        }
    }

    private JsonNode versioned(Versioned value) {
        ObjectNode node = json.createObjectNode();
        node.put("version", value.version().number());
        try {
            node.set("state", json.readTree(codec.encode(value.state())));
        } catch (IOException e) {
            throw new IllegalStateException("what was just written is JSON", e);
        }
        return node;
    }

    private Optional<Versioned> versioned(@Nullable JsonNode node) throws MalformedException {
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

    /** It is not what the other node of a pair sends; the message says why. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String why) {
            super(why);
        }
    }
}
