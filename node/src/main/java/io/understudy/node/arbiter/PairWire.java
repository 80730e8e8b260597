package io.understudy.node.arbiter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.core.model.PeerLoss;
import io.understudy.core.model.Versioned;
import io.understudy.core.pair.Ask;

/** What the two nodes of a pair send each other, as JSON. Any thread may call. */
final class PairWire {

    private final VersionedJson json = new VersionedJson();

    /** What was asked, and which right the asker goes by. */
    record Asked(PeerLoss right, Ask ask) {}

    String encode(PeerLoss right, Ask ask) {
        ObjectNode node = json.object();
        node.put("peer-loss", right.name());
        ask.known().ifPresent(known -> node.set("known", json.write(known)));
        ask.proposal()
                .ifPresent(proposal ->
                        node.set(
                                "proposal",
                                json.write(new Versioned(proposal.expected(), proposal.next()))));
        return node.toString();
    }

    Asked asked(String text) throws VersionedJson.MalformedException {
        JsonNode node = json.tree(text);
        try {
            Ask ask =
                    new Ask(
                            json.read(node.get("known")),
                            json.read(node.get("proposal"))
                                    .map(value ->
                                            new Ask.Proposal(value.version(), value.state())));
            return new Asked(PeerLoss.valueOf(node.path("peer-loss").asText()), ask);
        } catch (IllegalArgumentException e) {
            throw new VersionedJson.MalformedException(String.valueOf(e.getMessage()));
        }
    }

    String encode(Ask.Reply reply) {
        ObjectNode node = json.object();
        node.put("accepted", reply.accepted());
        reply.known().ifPresent(known -> node.set("known", json.write(known)));
        return node.toString();
    }

    Ask.Reply reply(String text) throws VersionedJson.MalformedException {
        JsonNode node = json.tree(text);
        return new Ask.Reply(json.read(node.get("known")), node.path("accepted").asBoolean(false));
    }
}
