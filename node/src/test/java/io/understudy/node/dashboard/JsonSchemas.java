package io.understudy.node.dashboard;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.core.action.Outcome;
import io.understudy.core.decision.Role;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.LogPosition;
import io.understudy.core.model.NodeId;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Makes the schemas of what goes over the wire from the records that it is made of, with what their
 * comments say of each part.
 */
final class JsonSchemas {

    /** By which programs know what has another name in here. */
    private static final Map<Class<?>, String> NAMES =
            Map.ofEntries(
                    Map.entry(LoginRoutes.Known.class, "Session"),
                    Map.entry(Round.History.class, "NodeHistory"),
                    Map.entry(Round.Moves.class, "NodeMoves"),
                    Map.entry(Round.Notices.class, "NodeNotices"),
                    Map.entry(Round.Trend.class, "NodeTrend"),
                    Map.entry(Round.Why.class, "NodeWhy"),
                    Map.entry(Round.Kept.class, "NodeKept"),
                    Map.entry(DeedRoutes.Actions.class, "Actions"),
                    Map.entry(DeedRoutes.Order.class, "Order"),
                    Map.entry(Deeds.Answer.class, "Plan"),
                    Map.entry(Deeds.Possible.class, "Action"));

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final SourceComments comments;
    private final Map<String, ObjectNode> made = new TreeMap<>();
    private final Deque<Class<?>> left = new ArrayDeque<>();

    JsonSchemas(SourceComments comments) {
        this.comments = comments;
    }

    /** Of these types and all that they are made of, by name. */
    Map<String, ObjectNode> of(Class<?>... types) {
        left.addAll(List.of(types));
        while (!left.isEmpty()) {
            Class<?> type = left.poll();
            if (!made.containsKey(name(type))) {
                made.put(name(type), JSON.objectNode());
                made.put(name(type), schema(type));
            }
        }
        return made;
    }

    /** The same simple name may stand in several places: those around it come first. */
    static String name(Class<?> type) {
        if (NAMES.containsKey(type)) {
            return NAMES.get(type);
        }
        return type.getEnclosingClass() == null
                ? type.getSimpleName()
                : name(type.getEnclosingClass()) + type.getSimpleName();
    }

    private ObjectNode schema(Class<?> type) {
        if (type.isEnum()) {
            return described(words(type), comments.of(type));
        }
        if (type.isSealed()) {
            return alternatives(type);
        }
        return record(
                type,
                Arrays.stream(type.getInterfaces())
                        .filter(whole -> whole.isAnnotationPresent(JsonTypeInfo.class))
                        .flatMap(whole -> kindOf(type, whole))
                        .findFirst());
    }

    /** The word by which a reader knows one of several, also where it can be no other. */
    private static Stream<Map.Entry<String, String>> kindOf(Class<?> type, Class<?> whole) {
        String property = whole.getAnnotation(JsonTypeInfo.class).property();
        return Arrays.stream(whole.getAnnotation(JsonSubTypes.class).value())
                .filter(kind -> kind.value() == type)
                .map(kind -> Map.entry(property, kind.name()));
    }

    private static ObjectNode words(Class<?> type) {
        ObjectNode schema = JSON.objectNode().put("type", "string");
        ArrayNode words = schema.putArray("enum");
        Stream<String> names =
                Arrays.stream(type.getEnumConstants()).map(word -> ((Enum<?>) word).name());
        boolean small = type == Role.class || type.getSimpleName().equals("Place");
        names.map(name -> small ? name.toLowerCase(Locale.ROOT) : name).forEach(words::add);
        return schema;
    }

    private ObjectNode alternatives(Class<?> type) {
        Map<String, Class<?>> kinds = new LinkedHashMap<>();
        String property = "outcome";
        if (type == Outcome.class) {
            kinds.put("done", Outcome.Done.class);
            kinds.put("refused", Outcome.Refused.class);
            kinds.put("failed", Outcome.Failed.class);
            kinds.put("not-yet", Outcome.NotYet.class);
            kinds.put("unknown", Outcome.Unknown.class);
        } else {
            property = type.getAnnotation(JsonTypeInfo.class).property();
            for (JsonSubTypes.Type kind : type.getAnnotation(JsonSubTypes.class).value()) {
                kinds.put(kind.name(), kind.value());
            }
        }
        ObjectNode schema = described(JSON.objectNode(), comments.of(type));
        ArrayNode all = schema.putArray("oneOf");
        for (Map.Entry<String, Class<?>> kind : kinds.entrySet()) {
            all.add(record(kind.getValue(), Optional.of(Map.entry(property, kind.getKey()))));
        }
        return schema;
    }

    private ObjectNode record(Class<?> type, Optional<Map.Entry<String, String>> kind) {
        ObjectNode schema = described(JSON.objectNode().put("type", "object"), comments.of(type));
        ArrayNode required = JSON.arrayNode();
        ObjectNode properties = JSON.objectNode();
        kind.ifPresent(word -> {
            properties.putObject(word.getKey()).put("const", word.getValue());
            required.add(word.getKey());
        });
        for (RecordComponent part : type.getRecordComponents()) {
            String name = jsonName(part);
            properties.set(name, part(type, part, name));
            if (part.getType() != Optional.class) {
                required.add(name);
            }
        }
        schema.set("required", required);
        schema.set("properties", properties);
        return schema;
    }

    private static String jsonName(RecordComponent part) {
        JsonProperty property = part.getAnnotation(JsonProperty.class);
        JsonProperty read = part.getAccessor().getAnnotation(JsonProperty.class);
        return property != null ? property.value() : read != null ? read.value() : part.getName();
    }

    private ObjectNode part(Class<?> owner, RecordComponent part, String name) {
        ObjectNode schema = type(part.getGenericType());
        String words =
                Stream.of(comments.of(owner, part.getName()), unit(part.getGenericType(), name))
                        .filter(text -> !text.isEmpty())
                        .reduce((one, other) -> one + "; " + other)
                        .orElse("");
        return described(schema, words);
    }

    private static String unit(Type type, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith("millis")) {
            return "in milliseconds";
        }
        if (type.getTypeName().contains(Duration.class.getName())) {
            throw new AssertionError("needed a duration's name to end with Millis, found " + name);
        }
        if (type == Epoch.class) {
            return "the number of a primacy, which rises with each";
        }
        return lower.endsWith("bytespersecond")
                ? "in bytes a second"
                : lower.endsWith("bytes") ? "in bytes" : "";
    }

    private ObjectNode type(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type inner = generic.getActualTypeArguments()[0];
            if (generic.getRawType() == Optional.class) {
                return type(inner);
            }
            if (generic.getRawType() == List.class) {
                ObjectNode list = JSON.objectNode().put("type", "array");
                list.set("items", type(inner));
                return list;
            }
        }
        return plain((Class<?>) type);
    }

    private ObjectNode plain(Class<?> type) {
        ObjectNode schema = JSON.objectNode();
        if (type == int.class || type == Integer.class) {
            return schema.put("type", "integer").put("format", "int32");
        }
        if (type == long.class || type == Long.class || type == Duration.class) {
            return schema.put("type", "integer").put("format", "int64");
        }
        if (type == Epoch.class) {
            return schema.put("type", "integer").put("format", "int64").put("minimum", 0);
        }
        if (type == double.class || type == Double.class) {
            return schema.put("type", "number");
        }
        if (type == boolean.class) {
            return schema.put("type", "boolean");
        }
        if (type == String.class || type == NodeId.class) {
            return schema.put("type", "string");
        }
        if (type == LogPosition.class) {
            return schema.put("type", "string").put("pattern", "^[0-9A-F]{1,8}/[0-9A-F]{1,8}$");
        }
        if (type == Instant.class) {
            return schema.put("type", "string").put("format", "date-time");
        }
        left.add(type);
        return schema.put("$ref", "#/components/schemas/" + name(type));
    }

    private static ObjectNode described(ObjectNode schema, String words) {
        return words.isEmpty() ? schema : schema.put("description", words);
    }
}
