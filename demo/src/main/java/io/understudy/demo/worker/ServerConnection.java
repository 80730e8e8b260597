package io.understudy.demo.worker;

import io.understudy.demo.Form;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Speaks with whichever of the servers answers. For one thread at a time. */
final class ServerConnection {

    private static final Duration CONNECT = Duration.ofMillis(500);

    private final List<URI> servers;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT)
                    .build();
    private int current;

    ServerConnection(List<URI> servers) {
        this.servers = servers;
    }

    /**
     * Asks once; after a silence or a refusal the next call goes to the next server.
     *
     * @return the body of a good answer
     */
    Optional<String> post(String path, Form form, Duration timeout) throws InterruptedException {
        URI server = servers.get(current);
        HttpRequest request =
                HttpRequest.newBuilder(server.resolve(path))
                        .timeout(timeout)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form.encoded()))
                        .build();
        try {
            HttpResponse<String> response =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 == 2) {
                return Optional.of(response.body());
            }
        } catch (IOException _) {
            // Silence, a closed port, a broken connection: the same to a worker.
        }
        current = (current + 1) % servers.size();
        return Optional.empty();
    }
}
