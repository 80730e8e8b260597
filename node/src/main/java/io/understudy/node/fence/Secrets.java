package io.understudy.node.fence;

import io.understudy.node.disk.PrivateText;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What goes into a command's environment, and never into an argument, a log or a sentence. */
final class Secrets {

    static final Secrets NONE = new Secrets(Map.of());

    private static final PrivateText FILE =
            new PrivateText("the secrets", "put it there on every node");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Map<String, String> values;

    private Secrets(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /** What became of reading them. */
    sealed interface Reading {
        record Read(Secrets secrets) implements Reading {}

        /** One sentence, with none of what the file has. */
        record Unusable(String why) implements Reading {}
    }

    static Reading read(Path file) {
        return switch (FILE.in(file)) {
            case PrivateText.Reading.Unusable(String why) -> new Reading.Unusable(why);
            case PrivateText.Reading.Read(String text) -> parsed(file, text.lines().toList());
        };
    }

    private static Reading parsed(Path file, List<String> lines) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            if (equals < 1 || !NAME.matcher(line.substring(0, equals)).matches()) {
                return new Reading.Unusable(
                        "needed lines of NAME=VALUE in %s, found another in line %d; correct it"
                                .formatted(file, i + 1));
            }
            values.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return new Reading.Read(new Secrets(values));
    }

    Map<String, String> values() {
        return values;
    }

    /** The text without any of them, as far as a program repeats them as they are. */
    String hiddenIn(String text) {
        String hidden = text;
        List<String> longestFirst =
                values.values().stream()
                        .filter(value -> !value.isBlank())
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList();
        for (String value : longestFirst) {
            hidden = hidden.replace(value, "***");
        }
        return hidden;
    }
}
