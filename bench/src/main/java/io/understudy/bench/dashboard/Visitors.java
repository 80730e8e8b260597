package io.understudy.bench.dashboard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Everybody who looks at one page: pages that are open, each of which follows the node's events
 * over a TLS connection of its own, and programs that ask at a steady rate.
 */
final class Visitors implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final String EVENTS = "/api/v1/events";

    /** What programs ask, in turn; most of it how the nodes are. */
    private static final List<String> ASKED =
            List.of(
                    "/api/v1/overview",
                    "/api/v1/overview",
                    "/api/v1/history?last=100",
                    "/api/v1/overview",
                    "/api/v1/overview",
                    "/api/v1/moves?last=20",
                    "/api/v1/overview",
                    "/api/v1/overview",
                    "/api/v1/session",
                    "/metrics");

    private final HttpClient client;
    private final String page;
    private final String token;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong events = new AtomicLong();
    private final Failures failures = new Failures();
    private final ConcurrentLinkedQueue<Double> milliseconds = new ConcurrentLinkedQueue<>();

    /**
     * @param page its address, without a slash at the end
     */
    Visitors(HttpClient client, String page, String token) {
        this.client = client;
        this.page = page;
        this.token = token;
    }

    /** Begins; each until all of this is closed. */
    void begin(int pages, int requestsASecond) {
        for (int i = 0; i < pages; i++) {
            threads.execute(this::follow);
        }
        if (requestsASecond > 0) {
            threads.execute(() -> askAgainAndAgain(requestsASecond));
        }
    }

    /** Forgets what was counted so far. */
    void reset() {
        events.set(0);
        failures.reset();
        milliseconds.clear();
    }

    long events() {
        return events.get();
    }

    /** What failed, one sentence each. */
    List<String> failures() {
        return failures.all();
    }

    /** How long each answer took. */
    List<Double> milliseconds() {
        return List.copyOf(milliseconds);
    }

    private void follow() {
        while (!threads.isShutdown()) {
            String when = "before an answer";
            try {
                HttpResponse<InputStream> answer =
                        client.send(
                                request(EVENTS).build(), HttpResponse.BodyHandlers.ofInputStream());
                if (answer.statusCode() != 200) {
                    failures.status(EVENTS, answer.statusCode());
                }
                when = "in a stream";
                read(answer.body());
            } catch (IOException e) {
                failures.broken(EVENTS, when, e);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void read(InputStream body) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data: ")) {
                    events.incrementAndGet();
                }
            }
        }
    }

    private void askAgainAndAgain(int requestsASecond) {
        long between = TimeUnit.SECONDS.toNanos(1) / requestsASecond;
        long next = System.nanoTime();
        int number = 0;
        try {
            while (!threads.isShutdown()) {
                String path = ASKED.get(number++ % ASKED.size());
                threads.execute(() -> ask(path));
                next += between;
                TimeUnit.NANOSECONDS.sleep(Math.max(0, next - System.nanoTime()));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(String path) {
        long began = System.nanoTime();
        try {
            HttpResponse<Void> answer =
                    client.send(
                            request(path).timeout(LONGEST).build(),
                            HttpResponse.BodyHandlers.discarding());
            milliseconds.add((System.nanoTime() - began) / 1e6);
            if (answer.statusCode() != 200) {
                failures.status(path, answer.statusCode());
            }
        } catch (IOException e) {
            failures.broken(
                    path,
                    "%.0f ms after it was asked".formatted((System.nanoTime() - began) / 1e6),
                    e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(page + path))
                .header("Authorization", "Bearer " + token);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        client.shutdownNow();
        threads.close();
    }
}
