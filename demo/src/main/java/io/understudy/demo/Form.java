package io.understudy.demo;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Names and values as a browser's form sends them: what workers and server say to each other. It
 * needs no library, so the server starts fast.
 */
public record Form(Map<String, String> values) {

    public Form {
        values = Map.copyOf(values);
    }

    /** Reads a form; a part without '=' is a name with an empty value. */
    public static Form parse(String text) {
        var values = new TreeMap<String, String>();
        for (String part : text.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            if (!name.isEmpty()) {
                values.put(decoded(name), equals < 0 ? "" : decoded(part.substring(equals + 1)));
            }
        }
        return new Form(values);
    }

    /** The value of that name; empty where there is none. */
    public String get(String name) {
        return values.getOrDefault(name, "");
    }

    public String encoded() {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
                        .collect(Collectors.joining("&"));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
