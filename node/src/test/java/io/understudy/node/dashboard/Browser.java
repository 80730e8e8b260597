package io.understudy.node.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser of a person, or of an attacker who sends what he likes. */
final class Browser {

    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

    private final HttpClient client;
    private final String origin;
    private Optional<String> cookie = Optional.empty();
    private String token = "";

    Browser(HttpClient client, int port) {
        this.client = client;
        this.origin = "https://127.0.0.1:" + port;
    }

    HttpResponse<String> login(String name, String password) throws Exception {
        HttpResponse<String> response =
                post(
                        "/api/v1/login",
                        "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(name, password));
        response.headers()
                .firstValue("Set-Cookie")
                .map(header -> header.substring(0, header.indexOf(';')))
                .ifPresent(value -> cookie = Optional.of(value));
        Matcher found = TOKEN.matcher(response.body());
        token = found.find() ? found.group(1) : "";
        return response;
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(request(path).GET(), Map.of());
    }

    /** With a header of its own, and with the cookie if there is one. */
    HttpResponse<String> get(String path, String header, String value) throws Exception {
        return send(request(path).GET(), Map.of(header, value));
    }

    /** As a script does it: no page, so no page's headers. */
    HttpResponse<String> program(String path, String token, String body) throws Exception {
        return send(
                request(path).POST(HttpRequest.BodyPublishers.ofString(body)),
                Map.of("Authorization", "Bearer " + token));
    }

    HttpResponse<String> program(String path, String token) throws Exception {
        return get(path, "Authorization", "Bearer " + token);
    }

    HttpResponse<String> method(String method, String path) throws Exception {
        return send(request(path).method(method, HttpRequest.BodyPublishers.noBody()), Map.of());
    }

    /** As the page itself does it. */
    HttpResponse<String> post(String path, String body) throws Exception {
        return post(path, body, Map.of());
    }

    /** The same with other headers; an empty one is left out. */
    HttpResponse<String> post(String path, String body, Map<String, String> changed)
            throws Exception {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("Origin", origin);
        headers.put("X-Understudy-Token", token);
        headers.putAll(changed);
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)), headers);
    }

    /** What comes, as it comes; the caller closes it. */
    InputStream stream(String path) throws Exception {
        HttpRequest.Builder request = request(path);
        cookie.ifPresent(value -> request.header("Cookie", value));
        return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()).body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(origin + path)).timeout(Duration.ofSeconds(10));
    }

    private HttpResponse<String> send(HttpRequest.Builder request, Map<String, String> headers)
            throws IOException, InterruptedException {
        headers.forEach((name, value) -> {
            if (!value.isEmpty()) {
                request.header(name, value);
            }
        });
        cookie.ifPresent(value -> request.header("Cookie", value));
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
