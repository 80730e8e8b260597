package io.understudy.node.fence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What goes into a command's environment, and never into an argument, a log or a sentence. */
final class Secrets {

    static final Secrets NONE = new Secrets(Map.of());

    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
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
        try {
            PosixFileAttributes found = Files.readAttributes(file, PosixFileAttributes.class);
            if (!OWNERS.containsAll(found.permissions())) {
                return new Reading.Unusable(
                        "needed the secrets in %s for the daemon's user alone, found its permissions %s; type: chmod 600 %s"
                                .formatted(
                                        file,
                                        PosixFilePermissions.toString(found.permissions()),
                                        file));
            }
            return parsed(file, Files.readAllLines(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException _) {
            return new Reading.Unusable(
                    "needed the secrets in %s, found no such file; put it there on every node, and type: chmod 600 %s"
                            .formatted(file, file));
        } catch (IOException e) {
            return new Reading.Unusable(
                    "needed the secrets in %s, but can't read it (%s); give the file to the user that runs the daemon"
                            .formatted(file, e.getClass().getSimpleName()));
        }
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
