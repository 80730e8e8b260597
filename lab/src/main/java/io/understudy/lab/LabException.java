package io.understudy.lab;

/** The lab can't go on; the message is one sentence for whoever works in it. */
public final class LabException extends Exception {
    private static final long serialVersionUID = 1L;

    public LabException(String sentence) {
        super(sentence);
    }

    public LabException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
