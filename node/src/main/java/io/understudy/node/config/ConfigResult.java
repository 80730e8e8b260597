package io.understudy.node.config;

import java.util.List;
import java.util.stream.Collectors;

/** What became of reading the file: all of it, or every mistake in it. */
public sealed interface ConfigResult {

    record Valid(ClusterConfig config) implements ConfigResult {}

    /** Sorted by place; never empty. */
    record Mistakes(List<ConfigMistake> mistakes) implements ConfigResult {
        public Mistakes {
            mistakes = mistakes.stream().sorted(ConfigMistake.BY_PLACE).distinct().toList();
            if (mistakes.isEmpty()) {
                throw new IllegalArgumentException("a refused file has a mistake");
            }
        }

        /** One line for each mistake. */
        public String text(String file) {
            return mistakes.stream()
                    .map(mistake -> mistake.sentence(file))
                    .collect(Collectors.joining("\n"));
        }
    }
}
