package io.understudy.node.notify;

import io.understudy.node.process.Errand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Delivers over the network by a process of its own, {@code understudy deliver}: so a client of
 * HTTP and one of mail are never in the daemon's memory, and whatever they do ends with them. The
 * letter goes to its standard input; a secret is read by that process from its file. Two at a time.
 */
public final class DeliveryProgram implements Courier {

    private static final int AT_A_TIME = 2;
    private static final int MOST_BYTES = 32 << 10;

    /** What such a process may need beside the delivery: to start, on a busy host. */
    private static final Duration START = Duration.ofSeconds(15);

    private final Errand errand;
    private final Semaphore places = new Semaphore(AT_A_TIME);
    private final LetterJson json = new LetterJson();

    /**
     * @param understudy the program that this daemon was started by
     */
    public DeliveryProgram(Path understudy) {
        this.errand = new Errand(understudy, ProcessBuilder.Redirect.DISCARD, "deliver");
    }

    /** What goes to the program's standard input. */
    record Order(Channel channel, Letter letter, Duration deadline) {}

    @Override
    public Delivery deliver(Channel channel, Letter letter, Duration deadline)
            throws InterruptedException {
        places.acquire();
        try {
            return ask(json.write(new Order(channel, letter, deadline)), deadline.plus(START));
        } catch (IOException e) {
            return new Delivery.Later(
                    "needed %s to deliver a notice, found: %s".formatted(errand, e.getMessage()));
        } finally {
            places.release();
        }
    }

    private Delivery ask(String order, Duration longest) throws IOException, InterruptedException {
        Errand.Answer answer = errand.ask(order, longest);
        return json.read(answer.text(), Delivery.class)
                .orElseGet(() ->
                        new Delivery.Later(
                                "needed an answer of %s within %d s, found exit status %d"
                                        .formatted(errand, longest.toSeconds(), answer.status())));
    }

    /** In the program's own process: reads what to deliver, and writes what came of it. */
    public static void answer(InputStream in, OutputStream out, Courier courier)
            throws IOException, InterruptedException {
        LetterJson json = new LetterJson();
        Optional<Order> order =
                json.read(
                        new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8), Order.class);
        if (order.isEmpty()) {
            throw new IOException("needed a letter, as the daemon writes it");
        }
        Delivery delivery =
                courier.deliver(
                        order.get().channel(), order.get().letter(), order.get().deadline());
        out.write(json.write(delivery).getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
