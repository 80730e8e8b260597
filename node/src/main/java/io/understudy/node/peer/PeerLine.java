package io.understudy.node.peer;

import io.understudy.core.model.NodeId;
import io.understudy.node.identity.ClusterTls;
import io.understudy.node.identity.TlsFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;

/** The way to one node: its certificate must carry that node's name, or nothing is asked. */
final class PeerLine implements AutoCloseable {

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);
    private static final long MOST_BYTES = 4L << 20;

    private final ClusterTls tls;
    private final HttpClient client;
    private final String endpoint;
    private final String name;
    private final AtomicReference<Contact> contact = new AtomicReference<>(Contact.NONE);

    PeerLine(ClusterTls tls, NodeId node, String endpoint) {
        this.tls = tls;
        this.client = tls.httpClient(node, LONGEST_CONNECT);
        this.endpoint = endpoint;
        this.name = node + " at " + endpoint;
    }

    /** For sentences: which node, and where. */
    String name() {
        return name;
    }

    /** How the latest calls ended. */
    Contact contact() {
        return contact.get();
    }

    /** What came back. */
    sealed interface Reply {
        record Spoken(int status, String json) implements Reply {}

        record Silence(String why) implements Reply {}
    }

    /**
     * Gets, or posts that body. Whatever is asked may be asked again: where a kept connection turns
     * out to be closed, it is asked once more on a new one.
     */
    Reply call(String path, Optional<String> body, Duration deadline) {
        long began = System.nanoTime();
        Reply reply = made(path, body, deadline);
        long ended = System.nanoTime();
        switch (reply) {
            case Reply.Spoken _ -> contact.updateAndGet(so -> so.answered(ended));
            case Reply.Silence(String why) -> {
                // Whoever gave up waiting has not found out anything.
                if (!Thread.currentThread().isInterrupted()) {
                    contact.updateAndGet(so -> so.silent(why, began, ended));
                }
            }
        }
        return reply;
    }

    private Reply made(String path, Optional<String> body, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        try {
            return once(request(path, body, deadline), deadline);
        } catch (IOException e) {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            return left.isPositive() && mayBeStale(e)
                    ? again(request(path, body, left), left)
                    : silence(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return silence(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private Reply again(HttpRequest request, Duration left) {
        try {
            return once(request, left);
        } catch (IOException e) {
            return silence(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return silence(e);
        }
    }

    /** The client's own timeout ends with the headers; this one covers the body, too. */
    private Reply once(HttpRequest request, Duration deadline)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(
                        request,
                        HttpResponse.BodyHandlers.limiting(
                                HttpResponse.BodyHandlers.ofString(), MOST_BYTES));
        try {
            HttpResponse<String> response = answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
            return new Reply.Spoken(response.statusCode(), response.body());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (TimeoutException _) {
            throw new HttpTimeoutException("no whole answer in time");
        } finally {
            answer.cancel(true);
        }
    }

    private HttpRequest request(String path, Optional<String> body, Duration deadline) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("https://" + endpoint + path)).timeout(deadline);
        return body.map(text ->
                        request.header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(text)))
                .orElseGet(request::GET)
                .build();
    }

    private static boolean mayBeStale(IOException e) {
        return !(e instanceof ConnectException
                || e instanceof HttpConnectTimeoutException
                || e instanceof HttpTimeoutException
                || e instanceof SSLException);
    }

    private Reply silence(Exception e) {
        String why =
                tls.ownProblem()
                        .map(problem -> "this side's own certificate: " + problem)
                        .orElseGet(() -> TlsFailure.sentence(e, name));
        return new Reply.Silence(why);
    }
}
