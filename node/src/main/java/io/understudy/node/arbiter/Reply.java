package io.understudy.node.arbiter;

import org.apache.zookeeper.KeeperException.Code;

/** What became of a call. */
sealed interface Reply<T> {

    /** Done. */
    record Answer<T>(T value) implements Reply<T> {}

    /** Not done, for certain or not, as the code says. */
    record Refusal<T>(Code code) implements Reply<T> {}

    /** It may have been done, or may still be. */
    record Silence<T>(String why) implements Reply<T> {}

    static <T> Reply<T> of(Code code, T value) {
        return code == Code.OK ? new Answer<>(value) : new Refusal<>(code);
    }
}
