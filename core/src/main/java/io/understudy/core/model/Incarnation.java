package io.understudy.core.model;

/**
 * One run of a daemon. A daemon that starts again is another incarnation of the same node, and
 * holds no lease yet.
 *
 * @param id unique for each start, not ordered
 */
public record Incarnation(String id) {

    public Incarnation {
        if (id.isBlank()) {
            throw new IllegalArgumentException("an incarnation needs an id");
        }
    }

    @Override
    public String toString() {
        return id;
    }
}
