package io.understudy.testkit.simulator;

/** Something happened that must never happen. */
public final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String sentence;

    Violation(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    Violation(String sentence, Throwable cause) {
        super(sentence, cause);
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
