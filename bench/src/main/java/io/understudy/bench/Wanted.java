package io.understudy.bench;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What somebody who types {@code ./dev bench} wants to be measured. It needs no other class, so
 * that {@code dev} can ask it before anything is built.
 *
 * @param options as they were typed, by their names
 */
record Wanted(String what, Map<String, String> options) {

    static final String USAGE =
            """
            usage: ./dev bench start|takeover|failover|files [--runs N] [--json FILE]
                   ./dev bench idle|dashboard [--json FILE]
                   ./dev bench failover [--only power-off|cut|switchover|killed] …
                   ./dev bench files [--only big|many] [--link RATE, such as 1gbit or 100mbit] …\
            """;

    private static final List<String> ALL =
            List.of("start", "takeover", "idle", "failover", "files", "dashboard");
    private static final Map<String, List<String>> CASES =
            Map.of(
                    "failover",
                    List.of("power-off", "cut", "switchover", "killed"),
                    "files",
                    List.of("big", "many"));
    private static final Set<String> HELP = Set.of("--help", "-h", "help");

    Wanted {
        options = Map.copyOf(options);
    }

    /** One reading of the words. */
    sealed interface Reading {
        record Read(Wanted wanted) implements Reading {}

        record Help() implements Reading {}

        /** {@code why} is one sentence. */
        record Wrong(String why) implements Reading {}
    }

    /**
     * Of an option that was given twice the last one counts, so that a person's beats the script's.
     */
    static Reading read(List<String> words) {
        if (words.stream().anyMatch(HELP::contains)) {
            return new Reading.Help();
        }
        String what = words.isEmpty() ? "" : words.getFirst();
        if (!ALL.contains(what)) {
            return new Reading.Wrong(
                    "needed one of %s, found %s"
                            .formatted(
                                    String.join(", ", ALL),
                                    what.isEmpty() ? "nothing" : "'" + what + "'"));
        }
        Map<String, String> options = new TreeMap<>();
        for (int at = 1; at < words.size(); at += 2) {
            String name = words.get(at);
            if (!takes(what, name)) {
                return new Reading.Wrong(
                        "needed an option of bench %s, found '%s'".formatted(what, name));
            }
            if (at + 1 == words.size()) {
                return new Reading.Wrong("needed a value after %s, found nothing".formatted(name));
            }
            String value = words.get(at + 1);
            String needed = needed(name, value, CASES.getOrDefault(what, List.of()));
            if (!needed.isEmpty()) {
                return new Reading.Wrong(
                        "needed %s after %s, found '%s'".formatted(needed, name, value));
            }
            options.put(name, value);
        }
        return new Reading.Read(new Wanted(what, options));
    }

    private static boolean takes(String what, String option) {
        return switch (option) {
            case "--json", "--program" -> true;
            case "--runs" -> !what.equals("idle") && !what.equals("dashboard");
            case "--only" -> CASES.containsKey(what);
            case "--link" -> what.equals("files");
            default -> false;
        };
    }

    /** What the value should have been; empty where it is that. */
    private static String needed(String option, String value, List<String> cases) {
        if (value.isEmpty() || value.startsWith("--")) {
            return "a value";
        }
        return switch (option) {
            case "--runs" -> value.matches("[1-9][0-9]{0,3}") ? "" : "a number from 1 to 9999";
            case "--only" -> cases.contains(value) ? "" : "one of " + String.join(", ", cases);
            case "--link" ->
                    value.matches("[1-9][0-9]{0,3}[mg]bit")
                            ? ""
                            : "a rate such as 1gbit or 100mbit";
            default -> "";
        };
    }

    int runs(int usual) {
        return options.containsKey("--runs") ? Integer.parseInt(option("--runs")) : usual;
    }

    /** Empty where it was not given. */
    String option(String name) {
        return options.getOrDefault(name, "");
    }

    /**
     * Only reads the words: prints the usage where that is what they ask for, or ends with status 2
     * and says why they can't be measured.
     */
    public static void main(String[] arguments) {
        switch (read(List.of(arguments))) {
            case Reading.Read _ -> {}
            case Reading.Help() -> System.out.println(USAGE);
            case Reading.Wrong(String why) -> {
                System.err.println("bench: " + why + "\n" + USAGE);
                System.exit(2);
            }
        }
    }
}
