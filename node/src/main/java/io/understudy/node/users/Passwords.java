package io.understudy.node.users;

/** Compares passwords with what is kept of them. Any thread may call. */
@FunctionalInterface
public interface Passwords {

    /**
     * Whether that is the password. Takes about as long, whatever the answer; blocks for some
     * seconds at most.
     */
    Verdict verify(String hash, String password);

    /** What came of it. */
    sealed interface Verdict {

        record Right() implements Verdict {}

        record Wrong() implements Verdict {}

        /** It could not be compared; {@code why} is one sentence. */
        record Unknown(String why) implements Verdict {}
    }
}
