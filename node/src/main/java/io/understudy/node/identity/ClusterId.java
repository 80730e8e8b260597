package io.understudy.node.identity;

import java.util.UUID;

/**
 * What tells this cluster from any other, also from one of the same name. Made once, by {@code
 * understudy init}.
 *
 * @param value random
 */
public record ClusterId(UUID value) {

    static ClusterId random() {
        return new ClusterId(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
