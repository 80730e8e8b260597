package io.understudy.node.identity;

import io.understudy.node.pem.Pem;
import io.understudy.node.process.Errand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets nodes in by a process of its own for each: {@code understudy admit}. So neither the
 * authority's key nor the library that signs with it is ever in the daemon's memory. Blocks for
 * about a second, on a busy host for longer, at most for the deadline; one node comes in at a time.
 *
 * <p>The client's certificate and the request go to the program's standard input, the answer comes
 * from its standard output: it may hold secrets, which are neither in an argument nor in a file.
 */
public final class AdmissionProgram implements Admissions {

    private static final int MOST_BYTES = 1024 * 1024;

    private final Errand errand;
    private final Duration deadline;
    private final ReentrantLock door = new ReentrantLock();

    /**
     * @param understudy the program that this daemon was started by
     */
    public AdmissionProgram(Path understudy, NodeHome home, Duration deadline) {
        this.errand =
                new Errand(
                        understudy,
                        ProcessBuilder.Redirect.INHERIT,
                        "admit",
                        "--home",
                        home.root().toString());
        this.deadline = deadline;
    }

    @Override
    public JoinAnswer admit(X509Certificate client, JoinRequest request) {
        long end = System.nanoTime() + deadline.toNanos();
        try {
            if (!door.tryLock(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
                return new JoinAnswer.Failed(
                        "needed to let one node in after the other, found another one at the"
                                + " door; join again in a minute");
            }
            try {
                return ask(Question.text(client, request), end);
            } finally {
                door.unlock();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new JoinAnswer.Failed("needed to let a node in, was told to end");
        } catch (IOException | GeneralSecurityException e) {
            return new JoinAnswer.Failed(
                    "needed an answer from %s, found: %s; join again, and see the founder's log"
                            .formatted(errand, Sentences.why(e)));
        }
    }

    /** In the program's own process: reads a question, and writes the answer for the daemon. */
    public static void answer(InputStream in, OutputStream out, Admissions admissions)
            throws IOException {
        String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        JoinEndpoint.Reply reply = Question.answered(text, new JoinEndpoint(admissions));
        out.write((reply.status() + "\n" + reply.body()).getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private JoinAnswer ask(String question, long end) throws IOException, InterruptedException {
        Errand.Answer answer = errand.ask(question, Duration.ofNanos(end - System.nanoTime()));
        int line = answer.text().indexOf('\n');
        if (answer.status() != 0 || line < 0) {
            return new JoinAnswer.Failed(
                    "needed an answer from %s within %d s, found that it ended with status %d; join again, and see the founder's log"
                            .formatted(errand, deadline.toSeconds(), answer.status()));
        }
        return JoinEndpoint.read(
                new JoinEndpoint.Reply(
                        Integer.parseInt(answer.text().substring(0, line)),
                        answer.text().substring(line + 1)));
    }

    /** What passes between the two processes: the certificate as PEM, then the request as JSON. */
    private static final class Question {

        private Question() {}

        static String text(X509Certificate client, JoinRequest request)
                throws GeneralSecurityException {
            return Pem.of(client) + JoinEndpoint.write(request);
        }

        static JoinEndpoint.Reply answered(String text, JoinEndpoint endpoint) throws IOException {
            try {
                return endpoint.answer(
                        Pem.certificate(text),
                        text.substring(text.indexOf('{')).getBytes(StandardCharsets.UTF_8));
            } catch (GeneralSecurityException | IndexOutOfBoundsException e) {
                throw new IOException(
                        "needed a certificate and a request on standard input, as the daemon"
                                + " writes them",
                        e);
            }
        }
    }
}
