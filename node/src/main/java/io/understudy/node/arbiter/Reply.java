package io.understudy.node.arbiter;

import java.util.function.Function;
import org.apache.zookeeper.KeeperException.Code;

/** What became of a call. */
sealed interface Reply<T> {

    /** Done. */
    record Answer<T>(T value) implements Reply<T> {}

    /** Not done, for certain or not, as the code says. */
    record Refusal<T>(Code code) implements Reply<T> {}

    /** It may have been done, or may still be. */
    record Silence<T>(String why) implements Reply<T> {}

    /** The same, with another value where there is one. */
    default <U> Reply<U> map(Function<T, U> change) {
        return switch (this) {
            case Answer<T>(T value) -> new Answer<>(change.apply(value));
            case Refusal<T>(Code code) -> new Refusal<>(code);
            case Silence<T>(String why) -> new Silence<>(why);
        };
    }

    static <T> Reply<T> of(Code code, T value) {
        return code == Code.OK ? new Answer<>(value) : new Refusal<>(code);
    }
}
