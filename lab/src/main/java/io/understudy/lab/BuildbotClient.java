package io.understudy.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks a master for its first word all the time, and brings it a change when told to. It has loaded
 * Buildbot's own code before it begins, so that no start of Python's is in what it measures. All
 * moments are {@link System#nanoTime()}. Any thread may call.
 */
public final class BuildbotClient implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofSeconds(20);

    private final Process process;
    private final Path program;
    private final List<Word> words = new ArrayList<>();

    /** What the program said, and two moments of it. */
    private record Word(String word, long first, long second) {

        static Word of(String line) {
            List<String> parts = List.of(line.split(" ", -1));
            return new Word(
                    parts.get(0), Long.parseLong(parts.get(1)), Long.parseLong(parts.get(2)));
        }
    }

    private BuildbotClient(Process process, Path program) {
        this.process = process;
        this.program = program;
        Thread.ofPlatform().name("buildbot-client").daemon().start(this::read);
    }

    /**
     * Begins to ask; returns once it does.
     *
     * @param from whose network it uses
     */
    public static BuildbotClient start(Host from, String host, int port)
            throws LabException, InterruptedException {
        try {
            Path program = Files.createTempFile("understudy-lab-", ".py");
            Lab.unpack("buildbot/client.py", program);
            List<String> command =
                    List.of("/usr/bin/python3", program.toString(), host, Integer.toString(port));
            BuildbotClient client =
                    new BuildbotClient(
                            new ProcessBuilder(from.onItsNetwork(command))
                                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                                    .start(),
                            program);
            client.awaitReady();
            return client;
        } catch (IOException e) {
            throw new LabException("needed to start Buildbot's client, found: " + e, e);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
            lines.lines().map(Word::of).forEach(this::note);
        } catch (IOException _) {
            // It has been closed.
        }
    }

    private synchronized void note(Word word) {
        words.add(word);
        notifyAll();
    }

    private synchronized void awaitReady() throws LabException, InterruptedException {
        long due = System.nanoTime() + LONGEST_START.toNanos();
        while (words.isEmpty()) {
            long left = Duration.ofNanos(due - System.nanoTime()).toMillis();
            if (left <= 0 || !process.isAlive()) {
                close();
                throw new LabException("needed Buildbot's client to start, and it did not");
            }
            wait(Math.min(left, 100));
        }
    }

    /** When the first answer came to a question that was asked after that moment. */
    public synchronized Optional<Long> answerAfter(long moment) {
        return words.stream()
                .filter(word -> word.word().equals("answer") && word.first() > moment)
                .findFirst()
                .map(Word::second);
    }

    /** Brings a change that is for that builder, as often as it takes; asks no more. */
    public void bringChange(String builder) throws LabException {
        try {
            process.getOutputStream().write((builder + "\n").getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new LabException("needed Buildbot's client, found: " + e, e);
        }
    }

    /** Ends it. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(1, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Files.deleteIfExists(program);
        } catch (IOException _) {
            // A file of a kilobyte is left in the folder for what may be lost.
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
