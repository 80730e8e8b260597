package io.understudy.node;

/** The daemon can't start as things are, and a person must act; the message is one sentence. */
public final class Unstartable extends Exception {
    private static final long serialVersionUID = 1L;

    public Unstartable(String sentence) {
        super(sentence);
    }

    public Unstartable(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
