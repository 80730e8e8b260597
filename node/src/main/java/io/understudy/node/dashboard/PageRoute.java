package io.understudy.node.dashboard;

import io.understudy.node.api.Wire;

/**
 * One thing that a browser or a program can ask.
 *
 * @param method the one HTTP method
 * @param who may ask it
 * @param bodyLimit the longest body in bytes
 * @param manner how it is asked
 * @param handler answers it
 */
record PageRoute(String method, Who who, int bodyLimit, Manner manner, Handler handler) {

    enum Who {
        ANYBODY,
        /** People and programs. */
        LOGGED_IN,
        /** Who has logged in with a password. */
        PERSON,
        /** People and programs with that role. */
        OPERATOR
    }

    enum Manner {
        /** By what somebody does. */
        BY_PERSON,
        /** By a page that is open and nobody sits at. */
        BY_ITSELF,
        /** By an old script, which brings its name and password each time. */
        BY_OLD_SCRIPT
    }

    @FunctionalInterface
    interface Handler {
        Reply answer(Ask ask) throws Wire.MalformedException;
    }

    static PageRoute get(Who who, Handler handler) {
        return new PageRoute("GET", who, 0, Manner.BY_PERSON, handler);
    }

    /** What is asked of a path where there is nothing. */
    static PageRoute nothing(String method) {
        return new PageRoute(
                method,
                Who.LOGGED_IN,
                0,
                Manner.BY_ITSELF,
                _ -> new Reply.Said(404, "There is nothing here."));
    }

    static PageRoute post(Who who, Handler handler) {
        return new PageRoute("POST", who, 4096, Manner.BY_PERSON, handler);
    }

    PageRoute byItself() {
        return new PageRoute(method, who, bodyLimit, Manner.BY_ITSELF, handler);
    }

    PageRoute byOldScript() {
        return new PageRoute(method, who, bodyLimit, Manner.BY_OLD_SCRIPT, handler);
    }

    boolean changes() {
        return method.equals("POST");
    }

    /** Whether somebody who is not known can make this node read on, or compare a password. */
    boolean costsForStrangers() {
        return (who == Who.ANYBODY && changes()) || manner == Manner.BY_OLD_SCRIPT;
    }
}
