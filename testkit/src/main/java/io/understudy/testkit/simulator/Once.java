package io.understudy.testkit.simulator;

import java.util.function.Consumer;

/** Hands on the first answer, and no other. */
final class Once<T> {
    private final Consumer<T> answer;
    private boolean given;

    Once(Consumer<T> answer) {
        this.answer = answer;
    }

    void accept(T value) {
        if (!given) {
            given = true;
            answer.accept(value);
        }
    }
}
