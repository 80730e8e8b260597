package io.understudy.node.config;

import java.nio.file.Path;
import java.util.List;

/**
 * A set of files that goes with the server.
 *
 * @param path the folder, on this node
 * @param include patterns of what is carried, relative to the folder; empty: all
 * @param exclude patterns of what is not
 */
public record FileSetConfig(String name, Path path, List<String> include, List<String> exclude) {
    public FileSetConfig {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }
}
