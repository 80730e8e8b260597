package io.understudy.node.guard;

/** The guard gave no answer that can be used; the message is one sentence for an operator. */
final class UnansweredException extends Exception {
    private static final long serialVersionUID = 1L;

    UnansweredException(String message) {
        super(message);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
