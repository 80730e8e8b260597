package io.understudy.cli;

import io.understudy.node.identity.NodeHome;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code status} as it is mostly typed, understood without picocli: to start that takes longer than
 * to ask the daemon. Whatever else stands there, and every mistake, is left to picocli.
 */
final class PlainStatus {

    private static final String COMMAND = "status";
    private static final String HOME = "--home";
    private static final String FORMAT = "-o";
    private static final String NOT_PLAIN = "-";

    private PlainStatus() {}

    /** What picocli would make of these words, where they are plain. */
    static Optional<StatusView.Wish> of(List<String> words) {
        Map<String, String> given = new HashMap<>();
        Iterator<String> left = words.iterator();
        while (left.hasNext()) {
            String word = left.next();
            String value = value(word, left);
            boolean early = word.equals(FORMAT) && !given.containsKey(COMMAND);
            if (early || !isPlain(value) || given.put(word, value) != null) {
                return Optional.empty();
            }
        }
        String format = given.getOrDefault(FORMAT, "text");
        return given.containsKey(COMMAND) && (format.equals("text") || format.equals("json"))
                ? Optional.of(
                        new StatusView.Wish(
                                home(given),
                                OutputFormat.valueOf(format.toUpperCase(Locale.ROOT)),
                                false))
                : Optional.empty();
    }

    private static String value(String word, Iterator<String> left) {
        return switch (word) {
            case COMMAND -> "";
            case HOME -> Optional.of(next(left)).filter(PlainStatus::isPath).orElse(NOT_PLAIN);
            case FORMAT -> next(left);
            default -> NOT_PLAIN;
        };
    }

    private static String next(Iterator<String> left) {
        return left.hasNext() ? left.next() : NOT_PLAIN;
    }

    /** A bare name might be a command's. */
    private static boolean isPath(String value) {
        return value.contains("/");
    }

    /** Neither another option nor a file with words. */
    private static boolean isPlain(String value) {
        return !value.startsWith("-") && !value.startsWith("@");
    }

    private static NodeHome home(Map<String, String> given) {
        return new NodeHome(given.containsKey(HOME) ? Path.of(given.get(HOME)) : NodeHome.USUAL);
    }
}
