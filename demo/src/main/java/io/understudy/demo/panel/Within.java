package io.understudy.demo.panel;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What the process among the namespaces has to know of the one outside.
 *
 * @param prefix of the namespaces' names
 * @param folder where the two meet
 * @param ports by which a browser comes in: to the panel, and to each node's page
 */
record Within(String prefix, Path folder, List<Integer> ports) {

    Within {
        ports = List.copyOf(ports);
    }

    /** As one word. */
    String word() {
        return "%s,%s,%s"
                .formatted(
                        prefix,
                        folder,
                        String.join(",", ports.stream().map(String::valueOf).toList()));
    }

    static Within of(String word) {
        List<String> parts = List.of(word.split(",", -1));
        return new Within(
                parts.get(0),
                Path.of(parts.get(1)),
                Arrays.stream(word.split(",", -1)).skip(2).map(Integer::valueOf).toList());
    }
}
