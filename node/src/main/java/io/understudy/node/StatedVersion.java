package io.understudy.node;

import io.understudy.node.api.ProgramReport;
import io.understudy.node.process.Program;
import io.understudy.node.process.ProgramRunner;
import io.understudy.node.process.RunResult;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The version of a program that is installed here, by its own word. It is asked when somebody wants
 * to know and what is known is old: so nobody waits for it, and a node that nobody looks at asks
 * nothing. Any thread may call.
 */
final class StatedVersion implements Supplier<ProgramReport> {

    private static final Duration GOOD_FOR = Duration.ofMinutes(5);

    /**
     * What is not known may be there soon: data that is being copied, a program that is installed.
     */
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final int MOST_CHARACTERS = 100;

    private final String name;
    private final Supplier<Optional<Program>> program;
    private final ProgramRunner runner = new ProgramRunner();
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile Known known;

    /** What was said, and when, by {@link System#nanoTime()}. */
    private record Known(ProgramReport report, long until) {}

    /**
     * @param name for people
     * @param program that writes its version as its first line; empty while there is none
     */
    StatedVersion(String name, Supplier<Optional<Program>> program) {
        this.name = name;
        this.program = program;
        this.known = new Known(unknown("it is just being asked"), System.nanoTime());
    }

    @Override
    public ProgramReport get() {
        Known latest = known;
        if (System.nanoTime() - latest.until() >= 0 && asking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("version").start(this::ask);
        }
        return latest.report();
    }

    private void ask() {
        try {
            ProgramReport said =
                    program.get().map(this::said).orElseGet(() -> unknown("none is here"));
            Duration good = said.version().isPresent() ? GOOD_FOR : AGAIN;
            known = new Known(said, System.nanoTime() + good.toNanos());
        } finally {
            asking.set(false);
        }
    }

    private ProgramReport said(Program asked) {
        String words = String.join(" ", asked.command());
        try {
            return switch (runner.run(asked, LONGEST)) {
                case RunResult.Exited(int status, String output, var _) when status == 0 ->
                        output.lines()
                                .map(String::strip)
                                .filter(line -> !line.isEmpty())
                                .findFirst()
                                .map(line ->
                                        new ProgramReport(
                                                name, Optional.of(cut(line)), Optional.empty()))
                                .orElseGet(() -> unknown(words + " says nothing"));
                case RunResult.Exited(int status, var _, var _) ->
                        unknown("%s ended with status %d".formatted(words, status));
                case RunResult.TimedOut _ ->
                        unknown("%s took longer than %d s".formatted(words, LONGEST.toSeconds()));
                case RunResult.NotStarted(String why) -> unknown(why);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unknown("it was interrupted");
        }
    }

    private static String cut(String line) {
        return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + "…";
    }

    private ProgramReport unknown(String why) {
        return new ProgramReport(name, Optional.empty(), Optional.of(why));
    }
}
