package io.understudy.node.dashboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the comments in the sources say of a record and of each of its parts. */
final class SourceComments {

    private static final List<String> FOLDERS = List.of("core/src/main/java", "node/src/main/java");

    private final Path root;
    private final Map<Path, String> texts = new HashMap<>();

    SourceComments(Path root) {
        this.root = root;
    }

    /** One line; empty where nothing is said. */
    String of(Class<?> type) {
        return plain(comment(type).split("\\n@param ", 2)[0]);
    }

    /** Of one part, without an end; empty where nothing is said. */
    String of(Class<?> type, String part) {
        for (String piece : comment(type).split("\\n@param ", -1)) {
            if (piece.startsWith(part + " ")) {
                return plain(piece.substring(part.length()));
            }
        }
        return "";
    }

    private String comment(Class<?> type) {
        Matcher found =
                Pattern.compile(
                                "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@\\w+(?:\\((?:[^()]|\\([^()]*\\))*\\))?\\s*)*(?:\\w+"
                                    + " )*(?:record|enum|interface) "
                                        + type.getSimpleName()
                                        + "\\b",
                                Pattern.DOTALL)
                        .matcher(source(type));
        return found.find() ? found.group(1).replaceAll("(?m)^ *\\* ?", "") : "";
    }

    private String source(Class<?> type) {
        Class<?> outer = type;
        while (outer.getEnclosingClass() != null) {
            outer = outer.getEnclosingClass();
        }
        String file = outer.getName().replace('.', '/') + ".java";
        for (String folder : FOLDERS) {
            Path path = root.resolve(folder).resolve(file);
            if (Files.exists(path)) {
                return texts.computeIfAbsent(path, SourceComments::read);
            }
        }
        throw new AssertionError("needed the source of " + type);
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String plain(String text) {
        return text.replaceAll("\\{@(?:code|link) #?([^}]*)}", "$1")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
