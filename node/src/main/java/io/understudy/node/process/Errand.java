package io.understudy.node.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A command of this program that is run for one question: so what it needs to answer is never in
 * the daemon's memory. The question goes to its standard input and the answer comes from its
 * standard output, since either may hold secrets: they are in no argument and in no file. Any
 * thread may call; each call starts a process of its own.
 */
public final class Errand {

    private static final int MOST_BYTES = 1024 * 1024;

    private final List<String> command;
    private final List<String> rank;
    private final ProcessBuilder.Redirect complaints;

    /**
     * @param understudy the program that this daemon was started by
     * @param complaints where its standard error goes
     * @param words of the command
     */
    public Errand(Path understudy, ProcessBuilder.Redirect complaints, String... words) {
        this.command = Stream.concat(Stream.of(understudy.toString()), Stream.of(words)).toList();
        this.rank = Precedence.ofThisProcess().nicenessGivenBack();
        this.complaints = complaints;
    }

    /**
     * What came of it.
     *
     * @param status with which it ended; not 0 where it was ended for being late
     */
    public record Answer(int status, String text) {}

    /**
     * Blocks until it has ended, and ends it once it takes too long.
     *
     * @throws IOException where it can't be started, or does not take the question
     */
    public Answer ask(String question, Duration longest) throws IOException, InterruptedException {
        List<String> ranked = Stream.concat(rank.stream(), command.stream()).toList();
        Process process = new ProcessBuilder(ranked).redirectError(complaints).start();
        Thread watch = Thread.ofVirtual().start(() -> endLate(process, longest));
        try {
            try (OutputStream in = process.getOutputStream()) {
                in.write(question.getBytes(StandardCharsets.UTF_8));
            }
            String answer =
                    new String(
                            process.getInputStream().readNBytes(MOST_BYTES),
                            StandardCharsets.UTF_8);
            return new Answer(process.waitFor(), answer);
        } finally {
            process.destroyForcibly();
            watch.interrupt();
        }
    }

    private static void endLate(Process process, Duration longest) {
        try {
            if (!process.waitFor(longest.toNanos(), TimeUnit.NANOSECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            // Whoever asked has the answer, or no longer wants it.
            Thread.currentThread().interrupt();
        }
    }

    /** For people: the command without the question. */
    @Override
    public String toString() {
        return String.join(" ", command);
    }
}
