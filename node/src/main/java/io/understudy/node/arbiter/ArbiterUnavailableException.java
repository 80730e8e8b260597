package io.understudy.node.arbiter;

/**
 * This node's member of the ensemble can't start as things are; a person has to look. The message
 * is one sentence for that person.
 */
public final class ArbiterUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    ArbiterUnavailableException(String sentence) {
        super(sentence);
    }

    ArbiterUnavailableException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
