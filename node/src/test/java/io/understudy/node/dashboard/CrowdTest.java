package io.understudy.node.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.node.users.UserRole;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many who ask one after the other on connections that they keep, as open pages do. */
class CrowdTest {

    private static final int MANY = 100;
    private static final int TIMES = 10;

    @TempDir Path home;

    @Test
    void whoeverKeepsAConnectionIsAnsweredOnIt() throws Exception {
        try (TestPage page = new TestPage(home);
                HttpClient client =
                        HttpClient.newBuilder()
                                .sslContext(page.trust)
                                .version(HttpClient.Version.HTTP_1_1)
                                .build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "https://127.0.0.1:%d/api/v1/session"
                                                    .formatted(page.port())))
                            .header(
                                    "Authorization",
                                    "Bearer "
                                            + page.token(
                                                    "crowd", UserRole.VIEWER, Duration.ofHours(1)))
                            .timeout(Duration.ofSeconds(30))
                            .build();
            assertThat(crowd(client, request)).isEmpty();
        }
    }

    /** What went wrong. */
    private static List<String> crowd(HttpClient client, HttpRequest request) {
        ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < MANY; i++) {
                threads.execute(() -> {
                    for (int time = 0; time < TIMES; time++) {
                        ask(client, request, wrong);
                    }
                });
            }
        }
        return List.copyOf(wrong);
    }

    private static void ask(
            HttpClient client, HttpRequest request, ConcurrentLinkedQueue<String> wrong) {
        try {
            int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status != 200) {
                wrong.add("status " + status);
            }
        } catch (IOException e) {
            wrong.add(e.toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
