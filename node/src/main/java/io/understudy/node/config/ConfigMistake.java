package io.understudy.node.config;

import java.util.Comparator;

/**
 * One thing that is wrong in the file.
 *
 * @param line from 1
 * @param column from 1
 * @param path the keys that lead there, as in {@code nodes.ci-a.address}; empty for the whole file
 * @param expected what was needed there
 * @param found what is there instead
 */
public record ConfigMistake(int line, int column, String path, String expected, String found) {

    static final Comparator<ConfigMistake> BY_PLACE =
            Comparator.comparingInt(ConfigMistake::line)
                    .thenComparingInt(ConfigMistake::column)
                    .thenComparing(ConfigMistake::path)
                    .thenComparing(ConfigMistake::expected);

    /** One line for a person, in the form that editors and terminals make clickable. */
    public String sentence(String file) {
        String where = path.isEmpty() ? "" : path + ": ";
        return "%s:%d:%d: %sneeded %s, found %s"
                .formatted(file, line, column, where, expected, found);
    }
}
