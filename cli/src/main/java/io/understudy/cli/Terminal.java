package io.understudy.cli;

import java.util.Optional;

/** The person in front of the program, if there is one. */
interface Terminal {

    /** Whether somebody can be asked. */
    boolean interactive();

    /** Whether colours are wanted. */
    boolean colours();

    /** Asks, and waits for a line; empty where there is none. */
    Optional<String> ask(String question);

    /** The same, and what is typed is not shown. */
    default Optional<String> secret(String question) {
        return ask(question);
    }
}
