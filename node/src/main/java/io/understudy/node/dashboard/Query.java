package io.understudy.node.dashboard;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What stands behind a question mark: each key at most once. */
record Query(Map<String, String> values) {

    private static final int MOST_LENGTH = 200;

    Query {
        values = Map.copyOf(values);
    }

    /** Empty where it has another key, one twice, or is no query at all. */
    static Optional<Query> of(String raw, Set<String> keys) {
        if (raw.length() > MOST_LENGTH) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : raw.isEmpty() ? new String[0] : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            Optional<String> value = decoded(equals < 0 ? "" : pair.substring(equals + 1));
            if (!keys.contains(key) || value.isEmpty() || values.containsKey(key)) {
                return Optional.empty();
            }
            values.put(key, value.get());
        }
        return Optional.of(new Query(values));
    }

    private static Optional<String> decoded(String text) {
        try {
            return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key));
    }
}
