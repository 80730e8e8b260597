package io.understudy.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code ./dev bench}. */
public final class BenchMain {

    private static final String USAGE =
            "usage: ./dev bench start [--runs N] [--json FILE] [--program bin/understudy]";

    private BenchMain() {}

    /** Takes {@code start} and its options; exit status 2 where they are wrong. */
    public static void main(String[] arguments) throws InterruptedException {
        List<String> words = List.of(arguments);
        if (words.isEmpty() || !words.getFirst().equals("start")) {
            System.err.println(USAGE);
            System.exit(2);
        }
        try {
            Path program = Path.of(option(words, "--program", ""));
            Figures figures =
                    StartBench.run(
                            program.toAbsolutePath(),
                            Integer.parseInt(option(words, "--runs", "20")));
            figures.table().forEach(System.out::println);
            String json = option(words, "--json", "");
            if (!json.isEmpty()) {
                figures.write(Path.of(json));
            }
        } catch (IOException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(1);
        }
    }

    /** The last one counts, so that a person's word beats the script's. */
    private static String option(List<String> words, String name, String usual) {
        int at = words.lastIndexOf(name);
        return at < 0 || at + 1 == words.size() ? usual : words.get(at + 1);
    }
}
