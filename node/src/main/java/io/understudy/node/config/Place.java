package io.understudy.node.config;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** Where something stands in the file. */
record Place(int line, int column, String path) {

    static final Place WHOLE_FILE = new Place(1, 1, "");

    static Place of(Node node, String path) {
        return of(node.getStartMark(), path);
    }

    static Place of(Mark mark, String path) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1, path);
    }

    ConfigMistake mistake(String expected, String found) {
        return new ConfigMistake(line, column, path, expected, found);
    }
}
