package io.understudy.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A password that somebody chooses: typed twice at a terminal, or one line of standard input. Never
 * an argument, which every process of the host could read.
 */
record NewPassword(Terminal terminal, InputStream in) {

    private static final int FEWEST = 12;
    private static final int MOST = 256;
    private static final int MOST_BYTES = 4096;

    /** What came of asking. */
    sealed interface Reading {

        /** Its text is the password alone. */
        record Fit(String password) implements Reading {
            @Override
            public String toString() {
                return "a password";
            }
        }

        record Unfit(String why) implements Reading {}
    }

    Reading read() {
        return terminal.interactive() ? typed() : given();
    }

    private Reading typed() {
        Optional<String> first = terminal.secret("Password: ");
        Optional<String> again = first.flatMap(_ -> terminal.secret("The same again: "));
        return first.equals(again)
                ? checked(first.orElse(""))
                : new Reading.Unfit(
                        "needed the same password twice, found two; nothing was changed");
    }

    private Reading given() {
        try {
            String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            return checked(text.lines().findFirst().orElse(""));
        } catch (IOException e) {
            return new Reading.Unfit(
                    "needed a password on standard input, found: " + e.getMessage());
        }
    }

    private static Reading checked(String password) {
        return password.length() < FEWEST || password.length() > MOST
                ? new Reading.Unfit(
                        "needed a password of %d to %d characters, found %d; nothing was changed"
                                .formatted(FEWEST, MOST, password.length()))
                : new Reading.Fit(password);
    }
}
