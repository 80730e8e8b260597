package io.understudy.node.dashboard;

import io.understudy.node.api.Wire;

/**
 * One thing that a browser can ask.
 *
 * @param method the one HTTP method
 * @param who may ask it
 * @param bodyLimit the longest body in bytes
 * @param byPerson whether only a person asks it, and no page by itself
 * @param handler answers it
 */
record PageRoute(String method, Who who, int bodyLimit, boolean byPerson, Handler handler) {

    enum Who {
        ANYBODY,
        LOGGED_IN,
        OPERATOR
    }

    @FunctionalInterface
    interface Handler {
        Reply answer(Ask ask) throws Wire.MalformedException;
    }

    static PageRoute get(Who who, Handler handler) {
        return new PageRoute("GET", who, 0, true, handler);
    }

    static PageRoute post(Who who, Handler handler) {
        return new PageRoute("POST", who, 4096, true, handler);
    }

    /** Of a page that is open and nobody sits at. */
    PageRoute byItself() {
        return new PageRoute(method, who, bodyLimit, false, handler);
    }

    boolean changes() {
        return method.equals("POST");
    }
}
