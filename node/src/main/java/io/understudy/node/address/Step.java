package io.understudy.node.address;

import java.util.List;

/**
 * One command on the way to an end.
 *
 * @param command the program and its arguments
 * @param why what it is for, in a few words
 */
public record Step(List<String> command, String why) {

    public Step {
        command = List.copyOf(command);
    }

    static Step of(String why, String... command) {
        return new Step(List.of(command), why);
    }

    /** As one would type it. */
    public String line() {
        return String.join(" ", command.stream().map(Step::quoted).toList());
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=%@+-]+") ? word : '"' + word + '"';
    }
}
