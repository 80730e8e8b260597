package io.understudy.node.api;

import io.understudy.node.identity.Purpose;
import java.util.Set;

/**
 * One thing that can be asked.
 *
 * @param method the one HTTP method
 * @param callers whose certificates may ask it
 * @param bodyLimit the longest body in bytes
 * @param handler answers it
 */
record Route(String method, Set<Purpose> callers, int bodyLimit, Handler handler) {

    @FunctionalInterface
    interface Handler {
        Answer answer(Question question) throws Wire.MalformedException;
    }
}
