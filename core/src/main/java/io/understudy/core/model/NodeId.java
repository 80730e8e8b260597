package io.understudy.core.model;

import java.util.regex.Pattern;

/**
 * The name of a node, as the configuration gives it.
 *
 * @param name a DNS label: 1 to 63 of a-z, 0-9 and '-', not at either end a '-'
 */
public record NodeId(String name) implements Comparable<NodeId> {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    public NodeId {
        if (!LABEL.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a node's name is 1 to 63 of a-z, 0-9 and '-', but was '" + name + "'");
        }
    }

    @Override
    public int compareTo(NodeId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
