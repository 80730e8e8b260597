package io.understudy.bench;

import io.understudy.bench.dashboard.DashboardBench;
import io.understudy.bench.failover.FailoverBench;
import io.understudy.bench.files.FilesBench;
import io.understudy.bench.takeover.TakeoverBench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code ./dev bench}. */
public final class BenchMain {

    private static final int BAD = 1;
    private static final int MISUSED = 2;

    private BenchMain() {}

    /**
     * Takes {@code start}, {@code takeover}, {@code idle}, {@code failover}, {@code files} or
     * {@code dashboard} and its options; exit status 2 where they are wrong, 1 where it could not
     * be measured or something was lost.
     */
    public static void main(String[] arguments) throws InterruptedException {
        try {
            System.exit(run(List.of(arguments)));
        } catch (IOException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(BAD);
        }
    }

    private static int run(List<String> words) throws IOException, InterruptedException {
        return switch (Wanted.read(words)) {
            case Wanted.Reading.Read(Wanted wanted) -> measure(wanted);
            case Wanted.Reading.Help() -> {
                System.out.println(Wanted.USAGE);
                yield 0;
            }
            case Wanted.Reading.Wrong(String why) -> {
                System.err.println("bench: " + why + "\n" + Wanted.USAGE);
                yield MISUSED;
            }
        };
    }

    private static int measure(Wanted wanted) throws IOException, InterruptedException {
        Path program = Path.of(wanted.option("--program")).toAbsolutePath();
        return switch (wanted.what()) {
            case "start" -> start(program, wanted);
            case "takeover" -> takeover(program, wanted.runs(10), wanted);
            case "idle" -> takeover(program, 0, wanted);
            case "failover" -> failover(program, wanted);
            case "dashboard" -> dashboard(program, wanted);
            default -> files(program, wanted);
        };
    }

    private static int start(Path program, Wanted wanted) throws IOException, InterruptedException {
        show(StartBench.run(program, wanted.runs(20)), wanted);
        return 0;
    }

    /** Without runs it only looks at what the daemons use while nothing happens. */
    private static int takeover(Path program, int runs, Wanted wanted)
            throws IOException, InterruptedException {
        TakeoverBench.Result result = TakeoverBench.run(program, runs, System.out);
        show(result.figures(), wanted);
        result.targets().forEach(System.out::println);
        return result.good() ? 0 : BAD;
    }

    private static int failover(Path program, Wanted wanted)
            throws IOException, InterruptedException {
        Path folder = program.resolve("../..").normalize();
        FailoverBench.Result result =
                FailoverBench.run(folder, wanted.runs(10), wanted.option("--only"), System.out);
        show(result.figures(), wanted);
        result.targets().forEach(System.out::println);
        return result.good() ? 0 : BAD;
    }

    private static int dashboard(Path program, Wanted wanted)
            throws IOException, InterruptedException {
        DashboardBench.Result result = DashboardBench.run(program, System.out);
        show(result.figures(), wanted);
        result.targets().forEach(System.out::println);
        return result.good() ? 0 : BAD;
    }

    private static int files(Path program, Wanted wanted) throws IOException, InterruptedException {
        var asked =
                new FilesBench.Asked(
                        wanted.runs(3), wanted.option("--only"), wanted.option("--link"));
        show(FilesBench.run(program, asked, System.out), wanted);
        return 0;
    }

    private static void show(Figures figures, Wanted wanted) throws IOException {
        figures.table().forEach(System.out::println);
        String json = wanted.option("--json");
        if (!json.isEmpty()) {
            figures.write(Path.of(json));
        }
    }
}
