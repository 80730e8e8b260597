package io.understudy.core.model;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the cluster remembers of having moved by itself, so that it does not do so for ever.
 *
 * @param moves how many automatic moves came in a row, each soon after the one before
 * @param serverFailed the nodes on which the server has used up its restarts
 */
public record Unrest(int moves, Set<NodeId> serverFailed) {

    public static final Unrest NONE = new Unrest(0, Set.of());

    public Unrest {
        if (moves < 0) {
            throw new IllegalArgumentException("moves are counted from 0, but were " + moves);
        }
        serverFailed = Collections.unmodifiableSet(new TreeSet<>(serverFailed));
    }

    public Unrest moved() {
        return new Unrest(moves + 1, serverFailed);
    }

    public Unrest calmed() {
        return new Unrest(0, serverFailed);
    }

    public Unrest failedOn(NodeId node) {
        Set<NodeId> more = new TreeSet<>(serverFailed);
        more.add(node);
        return new Unrest(moves, more);
    }

    public Unrest forgiving(NodeId node) {
        Set<NodeId> fewer = new TreeSet<>(serverFailed);
        fewer.remove(node);
        return new Unrest(moves, fewer);
    }
}
