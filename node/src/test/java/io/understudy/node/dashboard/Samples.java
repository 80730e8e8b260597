package io.understudy.node.dashboard;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.LogPosition;
import io.understudy.core.model.NodeId;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values of records with something in every part, or with as little as there may be. */
record Samples(boolean full) {

    private static final Map<String, String> TEXTS =
            Map.of(
                    "id", "20260131-021405",
                    "name", "main.before-copy-20260131-021405",
                    "sha256", "0".repeat(64));

    /** One of each that there may be of a sealed type. */
    List<Object> of(Class<?> type) {
        if (type.isSealed()) {
            return Arrays.stream(type.getPermittedSubclasses())
                    .flatMap(kind -> of(kind).stream())
                    .toList();
        }
        return List.of(record(type));
    }

    private Object record(Class<?> type) {
        List<Object> values = new ArrayList<>();
        for (RecordComponent part : type.getRecordComponents()) {
            values.add(value(part.getGenericType(), part.getName()));
        }
        Class<?>[] types =
                Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values.toArray());
        } catch (NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new LinkageError("needed a value of " + type, e);
        }
    }

    private Object value(Type type, String name) {
        if (type instanceof ParameterizedType generic) {
            Type inner = generic.getActualTypeArguments()[0];
            if (generic.getRawType() == Optional.class) {
                return full ? Optional.of(value(inner, name)) : Optional.empty();
            }
            if (generic.getRawType() == List.class) {
                return full ? all(inner, name) : List.of();
            }
        }
        return plain((Class<?>) type, name);
    }

    private List<Object> all(Type inner, String name) {
        return inner instanceof Class<?> kind && kind.isSealed()
                ? of(kind)
                : List.of(value(inner, name));
    }

    private Object plain(Class<?> type, String name) {
        if (type == int.class || type == Integer.class) {
            return 3;
        }
        if (type == long.class || type == Long.class) {
            return 1L << 40;
        }
        if (type == double.class || type == Double.class) {
            return 0.5;
        }
        if (type == boolean.class) {
            return true;
        }
        if (type == String.class) {
            return TEXTS.getOrDefault(name, "Words.");
        }
        if (type == NodeId.class) {
            return new NodeId("ci-a");
        }
        if (type == Epoch.class) {
            return new Epoch(3);
        }
        if (type == LogPosition.class) {
            return LogPosition.parse("0/3000148");
        }
        if (type == Instant.class) {
            return Instant.ofEpochMilli(1_769_825_645_250L);
        }
        if (type == Duration.class) {
            return Duration.ofMillis(1500);
        }
        return type.isEnum() ? type.getEnumConstants()[0] : of(type).getFirst();
    }
}
