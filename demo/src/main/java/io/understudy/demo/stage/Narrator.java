package io.understudy.demo.stage;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells whoever watches what happens, and that something still happens while it takes long. */
public final class Narrator {

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final Duration SAY_EVERY = Duration.ofSeconds(1);

    private static final int LOG_LINES = 15;

    private final PrintStream out;
    private final boolean terminal;

    public Narrator(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** On this process's own output. */
    // JDK 25 still answers null where neither end is a terminal, whatever the checker says.
    @SuppressWarnings("SystemConsoleNull")
    public static Narrator here() {
        Console console = System.console();
        return new Narrator(System.out, console != null && console.isTerminal());
    }

    /** Shows how each node's log ends. */
    public void logs(Stage stage) {
        for (StageNode node : stage.nodes()) {
            try {
                List<String> lines =
                        Files.exists(node.log()) ? Files.readAllLines(node.log()) : List.of();
                title("The end of the log of " + node.id());
                lines(lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
            } catch (IOException e) {
                say(node.log() + " could not be read: " + e.getMessage());
            }
        }
    }

    public void title(String text) {
        out.println();
        out.println(text);
    }

    public void say(String text) {
        out.println("  " + text);
    }

    public void lines(List<String> lines) {
        lines.forEach(this::say);
    }

    /** Waits until there is an answer, and says how long it has been waiting. */
    public <T> T await(String what, Duration longest, Supplier<Optional<T>> question)
            throws StageException, InterruptedException {
        long begin = System.nanoTime();
        long said = begin;
        while (true) {
            Optional<T> answer = question.get();
            Duration waited = Duration.ofNanos(System.nanoTime() - begin);
            if (answer.isPresent()) {
                clear();
                say("%-58s %5.1f s".formatted(what, waited.toMillis() / 1000.0));
                return answer.get();
            }
            if (waited.compareTo(longest) > 0) {
                clear();
                throw new StageException(
                        "waited " + longest.toSeconds() + " s for this, in vain: " + what);
            }
            if (terminal && System.nanoTime() - said > SAY_EVERY.toNanos()) {
                said = System.nanoTime();
                out.print("\r  %-58s %5.1f s …".formatted(what, waited.toMillis() / 1000.0));
                out.flush();
            }
            Thread.sleep(LOOK_EVERY);
        }
    }

    private void clear() {
        if (terminal) {
            out.print("\r" + " ".repeat(78) + "\r");
        }
    }
}
