package io.understudy.node.arbiter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.Incarnation;
import io.understudy.core.model.LogPoint;
import io.understudy.core.model.LogPosition;
import io.understudy.core.model.Mode;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Request;
import io.understudy.core.model.Synchrony;
import io.understudy.core.model.Unrest;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The register's value as JSON. Written by hand, not by reflection, so that a renamed field in the
 * core can't change what nodes of two versions say to each other. Any thread may call.
 */
public final class ClusterStateCodec {

    private static final int FORMAT = 2;

    /** Had no unrest; it is read, and never written. */
    private static final int FIRST_FORMAT = 1;

    private final JsonMapper json = JsonMapper.builder().build();

    public byte[] encode(ClusterState state) {
        ObjectNode node = json.createObjectNode();
        node.put("format", FORMAT);
        node.put("epoch", state.epoch().number());
        node.put("holder", state.holder().name());
        node.put("incarnation", state.incarnation().id());
        node.put("renewal", state.renewal());
        node.set("phase", phase(state.phase()));
        node.set("synchrony", synchrony(state.synchrony()));
        node.put("timeline", state.position().timeline());
        node.put("position", state.position().position().toString());
        node.set("mode", mode(state.mode()));
        node.set("request", request(state.request()));
        node.set("unrest", unrest(state.unrest()));
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws UnreadableStateException when it is not that, or of a format that this version
     *     doesn't know
     */
    public ClusterState decode(byte[] bytes) {
        try {
            Fields fields = new Fields(json.readTree(bytes));
            long format = fields.number("format");
            if (format != FORMAT && format != FIRST_FORMAT) {
                throw new UnreadableStateException(
                        ("needed a register of format %d, found format %d, which another version of"
                                        + " Understudy wrote; run one version on all nodes")
                                .formatted(FORMAT, format));
            }
            return state(
                    fields, format == FIRST_FORMAT ? Unrest.NONE : unrest(fields.fields("unrest")));
        } catch (JsonProcessingException e) {
            throw new UnreadableStateException("the register's value is not JSON", e);
        } catch (UnreadableStateException e) {
            throw e;
        } catch (java.io.IOException | IllegalArgumentException | DateTimeException e) {
            throw new UnreadableStateException(
                    "the register's value can't be understood: " + e.getMessage(), e);
        }
    }

    private static ClusterState state(Fields fields, Unrest unrest) {
        return new ClusterState(
                new Epoch(fields.number("epoch")),
                new NodeId(fields.text("holder")),
                new Incarnation(fields.text("incarnation")),
                fields.number("renewal"),
                phase(fields.fields("phase")),
                synchrony(fields.fields("synchrony")),
                new LogPoint(
                        Math.toIntExact(fields.number("timeline")),
                        LogPosition.parse(fields.text("position"))),
                mode(fields.fields("mode")),
                request(fields.fields("request")),
                unrest);
    }

    private ObjectNode phase(Phase phase) {
        return switch (phase) {
            case Phase.Fencing(Set<NodeId> toFence, NodeId lastActive) -> {
                ObjectNode node = typed("fencing");
                node.set("toFence", names(toFence));
                yield node.put("lastActive", lastActive.name());
            }
            case Phase.Active() -> typed("active");
            case Phase.Away(Duration length) -> typed("away").put("length", length.toString());
            case Phase.Ceded(NodeId successor, LogPosition finalPosition) ->
                    typed("ceded")
                            .put("successor", successor.name())
                            .put("finalPosition", finalPosition.toString());
        };
    }

    private static Phase phase(Fields fields) {
        return switch (fields.text("type")) {
            case "fencing" ->
                    new Phase.Fencing(
                            fields.nodes("toFence"), new NodeId(fields.text("lastActive")));
            case "active" -> new Phase.Active();
            case "away" -> new Phase.Away(Duration.parse(fields.text("length")));
            case "ceded" ->
                    new Phase.Ceded(
                            new NodeId(fields.text("successor")),
                            LogPosition.parse(fields.text("finalPosition")));
            case String other -> throw unknown("phase", other);
        };
    }

    private ObjectNode synchrony(Synchrony synchrony) {
        return switch (synchrony) {
            case Synchrony.Solo() -> typed("solo");
            case Synchrony.InSync(Set<NodeId> nodes) -> {
                ObjectNode node = typed("in-sync");
                node.set("nodes", names(nodes));
                yield node;
            }
            case Synchrony.Asynchronous() -> typed("asynchronous");
        };
    }

    private static Synchrony synchrony(Fields fields) {
        return switch (fields.text("type")) {
            case "solo" -> new Synchrony.Solo();
            case "in-sync" -> new Synchrony.InSync(fields.nodes("nodes"));
            case "asynchronous" -> new Synchrony.Asynchronous();
            case String other -> throw unknown("synchrony", other);
        };
    }

    private ObjectNode mode(Mode mode) {
        return switch (mode) {
            case Mode.Automatic() -> typed("automatic");
            case Mode.Paused(Duration length, String by) ->
                    typed("paused").put("length", length.toString()).put("by", by);
            case Mode.Held(Duration length, int moves) ->
                    typed("held").put("length", length.toString()).put("moves", moves);
        };
    }

    private ObjectNode unrest(Unrest unrest) {
        ObjectNode node = json.createObjectNode().put("moves", unrest.moves());
        node.set("serverFailed", names(unrest.serverFailed()));
        return node;
    }

    private static Unrest unrest(Fields fields) {
        return new Unrest(Math.toIntExact(fields.number("moves")), fields.nodes("serverFailed"));
    }

    private static Mode mode(Fields fields) {
        return switch (fields.text("type")) {
            case "automatic" -> new Mode.Automatic();
            case "paused" ->
                    new Mode.Paused(Duration.parse(fields.text("length")), fields.text("by"));
            case "held" ->
                    new Mode.Held(
                            Duration.parse(fields.text("length")),
                            Math.toIntExact(fields.number("moves")));
            case String other -> throw unknown("mode", other);
        };
    }

    private ObjectNode request(Request request) {
        return switch (request) {
            case Request.None() -> typed("none");
            case Request.Switchover(String id, NodeId to, Epoch seen) ->
                    typed("switchover")
                            .put("id", id)
                            .put("to", to.name())
                            .put("seen", seen.number());
            case Request.Failover(
                            String id,
                            NodeId to,
                            Epoch seen,
                            long acceptedLossBytes,
                            Set<NodeId> stopped) -> {
                ObjectNode node =
                        typed("failover")
                                .put("id", id)
                                .put("to", to.name())
                                .put("seen", seen.number())
                                .put("acceptedLossBytes", acceptedLossBytes);
                // Without it, who knows no such word reads what it always has.
                if (!stopped.isEmpty()) {
                    node.set("stopped", names(stopped));
                }
                yield node;
            }
        };
    }

    private static Request request(Fields fields) {
        return switch (fields.text("type")) {
            case "none" -> new Request.None();
            case "switchover" ->
                    new Request.Switchover(
                            fields.text("id"),
                            new NodeId(fields.text("to")),
                            new Epoch(fields.number("seen")));
            case "failover" ->
                    new Request.Failover(
                            fields.text("id"),
                            new NodeId(fields.text("to")),
                            new Epoch(fields.number("seen")),
                            fields.number("acceptedLossBytes"),
                            fields.has("stopped") ? fields.nodes("stopped") : Set.of());
            case String other -> throw unknown("request", other);
        };
    }

    private ObjectNode typed(String type) {
        return json.createObjectNode().put("type", type);
    }

    private ArrayNode names(Set<NodeId> nodes) {
        ArrayNode names = json.createArrayNode();
        nodes.stream().sorted().forEach(node -> names.add(node.name()));
        return names;
    }

    private static UnreadableStateException unknown(String what, String type) {
        return new UnreadableStateException(
                "the register's %s is of a type that this version doesn't know: '%s'"
                        .formatted(what, type));
    }

    /** The value isn't one that this version may act on: a person has to look. */
    public static final class UnreadableStateException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreadableStateException(String sentence) {
            super(sentence);
        }

        UnreadableStateException(String sentence, Throwable cause) {
            super(sentence, cause);
        }
    }

    /** An object whose fields must be there and be what they are asked as. */
    private record Fields(JsonNode node) {

        long number(String name) {
            JsonNode value = node.path(name);
            if (!value.canConvertToLong() || !value.isIntegralNumber()) {
                throw new UnreadableStateException(
                        "the register's value needs a number '%s', found '%s'"
                                .formatted(name, value));
            }
            return value.longValue();
        }

        String text(String name) {
            return text(name, node.path(name));
        }

        boolean has(String name) {
            return node.has(name);
        }

        Fields fields(String name) {
            return new Fields(node.path(name));
        }

        Set<NodeId> nodes(String name) {
            Set<NodeId> nodes = new LinkedHashSet<>();
            JsonNode values = node.path(name);
            if (!values.isArray()) {
                throw new UnreadableStateException(
                        "the register's value needs a list '%s', found '%s'"
                                .formatted(name, values));
            }
            for (JsonNode value : values) {
                nodes.add(new NodeId(text(name, value)));
            }
            return nodes;
        }

        private static String text(String name, JsonNode value) {
            if (!value.isTextual()) {
                throw new UnreadableStateException(
                        "the register's value needs a text '%s', found '%s'"
                                .formatted(name, value));
            }
            return value.textValue();
        }
    }
}
