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
     * Asks each server at most once, beginning with the one that answered last.
     *
     * @param timeout for each of them
     * @return the body of the first good answer
     */
    Optional<String> post(String path, Form form, Duration timeout) throws InterruptedException {
        for (int attempt = 0; attempt < servers.size(); attempt++) {
            Optional<String> answer = postToCurrent(path, form, timeout);
            if (answer.isPresent()) {
                return answer;
            }
            current = (current + 1) % servers.size();
        }
        return Optional.empty();
    }

    private Optional<String> postToCurrent(String path, Form form, Duration timeout)
            throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(servers.get(current).resolve(path))
                        .timeout(timeout)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form.encoded()))
                        .build();
        try {
            HttpResponse<String> response =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() / 100 == 2
                    ? Optional.of(response.body())
                    : Optional.empty();
        } catch (IOException _) {
            // Silence, a closed port, a broken connection: the same to a worker.
            return Optional.empty();
        }
    }
}
