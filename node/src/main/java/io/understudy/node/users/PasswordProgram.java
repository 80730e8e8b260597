package io.understudy.node.users;

import io.understudy.node.process.Errand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Compares a password by a process of its own: {@code understudy verify-password}. So the library
 * that hashes is never in the daemon's memory. What is compared goes to its standard input: it is
 * in no argument and in no file. Two at a time, whoever else comes waits.
 */
public final class PasswordProgram implements Passwords {

    private static final int AT_A_TIME = 2;
    private static final int MOST_BYTES = 4096;
    private static final String RIGHT = "right";
    private static final String WRONG = "wrong";

    private final Errand errand;
    private final Duration deadline;
    private final Semaphore places = new Semaphore(AT_A_TIME);

    /**
     * @param understudy the program that this daemon was started by
     * @param deadline of all, the wait included
     */
    public PasswordProgram(Path understudy, Duration deadline) {
        this.errand = new Errand(understudy, ProcessBuilder.Redirect.DISCARD, "verify-password");
        this.deadline = deadline;
    }

    @Override
    public Verdict verify(String hash, String password) {
        long end = System.nanoTime() + deadline.toNanos();
        try {
            if (!places.tryAcquire(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
                return new Verdict.Unknown(
                        "needed to compare a password, found too many others before it; try again");
            }
            try {
                return ask(hash + "\n" + password, end);
            } finally {
                places.release();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Verdict.Unknown("needed to compare a password, was told to end");
        } catch (IOException e) {
            return new Verdict.Unknown(
                    "needed %s to compare a password, found: %s".formatted(errand, e.getMessage()));
        }
    }

    /** In the program's own process: reads what to compare, and writes the answer. */
    public static void answer(InputStream in, OutputStream out, Passwords passwords)
            throws IOException {
        String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        int line = text.indexOf('\n');
        if (line < 0) {
            throw new IOException("needed a hash and a password, as the daemon writes them");
        }
        String answer =
                switch (passwords.verify(text.substring(0, line), text.substring(line + 1))) {
                    case Verdict.Right() -> RIGHT;
                    case Verdict.Wrong() -> WRONG;
                    case Verdict.Unknown(String why) -> why;
                };
        out.write(answer.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private Verdict ask(String question, long end) throws IOException, InterruptedException {
        Errand.Answer answer = errand.ask(question, Duration.ofNanos(end - System.nanoTime()));
        return switch (answer.text()) {
            case RIGHT -> new Verdict.Right();
            case WRONG -> new Verdict.Wrong();
            default ->
                    new Verdict.Unknown(
                            "needed a password compared within %d s, found that %s ended with status %d"
                                    .formatted(deadline.toSeconds(), errand, answer.status()));
        };
    }
}
