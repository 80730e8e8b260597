package io.understudy.demo.stage;

/** The demonstration can't go on; the message is one sentence for whoever ran it. */
public final class StageException extends Exception {
    private static final long serialVersionUID = 1L;

    public StageException(String sentence) {
        super(sentence);
    }
}
