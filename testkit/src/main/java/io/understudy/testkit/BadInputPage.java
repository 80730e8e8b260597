package io.understudy.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The page that lists what a node says of bad input: what the tests expect is read from it. */
public final class BadInputPage {

    private BadInputPage() {}

    /** The sentence for that input; where the page has an ellipsis, anything but a line's end. */
    public static Pattern says(String input) throws IOException {
        String row = "| " + input + " | ";
        Path page = Path.of(System.getProperty("understudy.root"), "docs/bad-input.md");
        String sentence =
                Files.readAllLines(page).stream()
                        .filter(line -> line.startsWith(row) && line.endsWith(" |"))
                        .map(line -> line.substring(row.length(), line.length() - " |".length()))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no row '" + input + "' in " + page));
        return Pattern.compile(
                Arrays.stream(sentence.split("…", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".+")));
    }
}
