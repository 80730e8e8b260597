package io.understudy.bench;

import io.understudy.bench.failover.FailoverBench;
import io.understudy.bench.files.FilesBench;
import io.understudy.bench.takeover.TakeoverBench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code ./dev bench}. */
public final class BenchMain {

    private static final String USAGE =
            "usage: ./dev bench start|takeover|failover|files [--runs N] [--json FILE]"
                    + " [--program bin/understudy]\n"
                    + "       failover: [--only power-off|cut|switchover|killed]";

    private static final int BAD = 1;
    private static final int MISUSED = 2;

    private BenchMain() {}

    /**
     * Takes {@code start}, {@code takeover}, {@code failover} or {@code files} and its options;
     * exit status 2 where they are wrong, 1 where it could not be measured or something was lost.
     */
    public static void main(String[] arguments) throws InterruptedException {
        List<String> words = List.of(arguments);
        try {
            System.exit(run(words));
        } catch (NumberFormatException _) {
            System.err.println(USAGE);
            System.exit(MISUSED);
        } catch (IOException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(BAD);
        }
    }

    private static int run(List<String> words) throws IOException, InterruptedException {
        Path program = Path.of(option(words, "--program", "")).toAbsolutePath();
        return switch (words.isEmpty() ? "" : words.getFirst()) {
            case "start" -> start(program, words);
            case "takeover" -> takeover(program, words);
            case "failover" -> failover(program, words);
            case "files" -> files(program, words);
            default -> {
                System.err.println(USAGE);
                yield MISUSED;
            }
        };
    }

    private static int start(Path program, List<String> words)
            throws IOException, InterruptedException {
        show(StartBench.run(program, runs(words, "20")), words);
        return 0;
    }

    private static int takeover(Path program, List<String> words)
            throws IOException, InterruptedException {
        TakeoverBench.Result result = TakeoverBench.run(program, runs(words, "10"), System.out);
        show(result.figures(), words);
        result.targets().forEach(System.out::println);
        return result.good() ? 0 : BAD;
    }

    private static int failover(Path program, List<String> words)
            throws IOException, InterruptedException {
        Path folder = program.resolve("../..").normalize();
        FailoverBench.Result result =
                FailoverBench.run(
                        folder, runs(words, "10"), option(words, "--only", ""), System.out);
        show(result.figures(), words);
        result.targets().forEach(System.out::println);
        return result.good() ? 0 : BAD;
    }

    private static int files(Path program, List<String> words)
            throws IOException, InterruptedException {
        show(FilesBench.run(program, runs(words, "3"), System.out), words);
        return 0;
    }

    private static int runs(List<String> words, String usual) {
        return Integer.parseInt(option(words, "--runs", usual));
    }

    private static void show(Figures figures, List<String> words) throws IOException {
        figures.table().forEach(System.out::println);
        String json = option(words, "--json", "");
        if (!json.isEmpty()) {
            figures.write(Path.of(json));
        }
    }

    /** The last one counts, so that a person's word beats the script's. */
    private static String option(List<String> words, String name, String usual) {
        int at = words.lastIndexOf(name);
        return at < 0 || at + 1 == words.size() ? usual : words.get(at + 1);
    }
}
