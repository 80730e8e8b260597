package io.understudy.demo.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.demo.panel.PanelServer.Briefing;
import io.understudy.demo.panel.PanelServer.Link;
import io.understudy.demo.stage.Programs;
import io.understudy.demo.stage.Stage;
import io.understudy.demo.stage.Troupe;
import io.understudy.testkit.ClaimedPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may see and press what, of a panel whose cluster nobody has started. */
class PanelServerTest {

    private static final String PASSWORD = "of the nodes' pages";

    @TempDir Path folder = Path.of("/");
    private final int port = ClaimedPorts.one();
    private final Admission admission = Admission.made(port);
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void listen() throws IOException {
        Stage stage = new Stage(folder, List.of());
        Troupe troupe = new Troupe(stage, new Programs(Path.of("understudy")));
        Means means = new Means(Optional.empty(), Map.of());
        Desk desk =
                new Desk(
                        stage,
                        new Faults(stage, troupe, means),
                        new Strip(stage),
                        () -> Sight.NOTHING,
                        new Logbook(InstantSource.system()),
                        InstantSource.system());
        Briefing briefing =
                new Briefing(List.of(new Link("vote", "https://127.0.0.1/")), "demo", PASSWORD);
        new PanelServer(desk, admission, briefing).listen(port);
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void nothingIsToldOrDoneWithoutTheKey() throws Exception {
        for (String path : List.of("/session", "/events", "/deeds/kill", "/x", "/%2e%2e/x")) {
            assertThat(send(get(path)).statusCode()).as(path).isEqualTo(401);
            assertThat(send(post(path, "")).statusCode()).as(path).isEqualTo(401);
        }
        assertThat(send(post("/enter", "not the key")).statusCode()).isEqualTo(401);
        assertThat(send(post("/enter", "")).statusCode()).isEqualTo(401);
        assertThat(send(get("/").header("Cookie", "understudy-lab-panel=guessed")).body())
                .contains("lab panel")
                .doesNotContain(PASSWORD, admission.token(), admission.key());
    }

    @Test
    void theKeyGivesACookieThatNoOtherSiteCanUse() throws Exception {
        HttpResponse<String> entered = send(post("/enter", admission.key()));

        assertThat(entered.statusCode()).isEqualTo(200);
        assertThat(entered.body()).contains(admission.token(), PASSWORD);
        assertThat(entered.headers().firstValue("Set-Cookie").orElseThrow())
                .contains("HttpOnly", "SameSite=Strict");
        assertThat(send(get("/session").header("Cookie", cookie())).body()).contains(PASSWORD);
        assertThat(send(get("/").header("Cookie", cookie())).headers().map())
                .containsKeys("content-security-policy", "x-content-type-options");
    }

    @Test
    void aButtonIsPressedByThePageAlone() throws Exception {
        String here = "http://127.0.0.1:" + port;
        HttpRequest.Builder cookieAlone = post("/deeds/kill", "").header("Cookie", cookie());
        HttpRequest.Builder ofAnother =
                post("/deeds/kill", "")
                        .header("Cookie", cookie())
                        .header(Admission.TOKEN, admission.token())
                        .header("Origin", "http://example.org");
        HttpRequest.Builder withoutToken =
                post("/deeds/kill", "").header("Cookie", cookie()).header("Origin", here);

        assertThat(send(cookieAlone).statusCode()).isEqualTo(403);
        assertThat(send(ofAnother).statusCode()).isEqualTo(403);
        assertThat(send(withoutToken).statusCode()).isEqualTo(403);
        assertThat(pressed("kill")).contains("nobody is primary just now");
        assertThat(pressed("heal")).contains("nothing is broken");
        assertThat(pressed("cut")).contains("needed root", "./dev demo --browser");
        assertThat(pressed("nothing")).contains("no such button");
    }

    /** A name of somebody's that leads to this machine is not the panel's. */
    @Test
    void isServedUnderItsOwnNamesAlone() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write(
                            "GET / HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 421");
        }
    }

    private String pressed(String deed) throws Exception {
        HttpResponse<String> answer =
                send(
                        post("/deeds/" + deed, "")
                                .header("Cookie", cookie())
                                .header(Admission.TOKEN, admission.token())
                                .header("Origin", "http://localhost:" + port));
        assertThat(answer.statusCode()).isBetween(404, 409);
        return answer.body();
    }

    private String cookie() {
        return admission.cookie().replaceFirst(";.*", "");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private HttpRequest.Builder post(String path, String body) {
        return get(path).POST(BodyPublishers.ofString(body));
    }
}
