package io.understudy.core.port;

import io.understudy.core.model.Epoch;

/** The highest epoch that this node has seen, on its own disk. */
public interface DurableEpoch {

    /**
     * The highest epoch kept; {@link Epoch#NONE} where none ever was.
     *
     * @throws UnreadableException when there is a file and it can't be trusted
     */
    Epoch read();

    /** Returns once it is on disk. @throws UnwritableException when it is not known to be */
    void write(Epoch epoch);

    /** The node must not go on: a person has to look. */
    final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public UnreadableException(String sentence) {
            super(sentence);
        }
    }

    /** The node must not do what depends on the write. */
    final class UnwritableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public UnwritableException(String sentence, Throwable cause) {
            super(sentence, cause);
        }
    }
}
