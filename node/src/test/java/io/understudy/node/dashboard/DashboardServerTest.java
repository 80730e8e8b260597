package io.understudy.node.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.understudy.node.users.UserRole;
import io.understudy.testkit.BadInputPage;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's server, as people use it and as an attacker does. */
class DashboardServerTest {

    private static final List<String> READING =
            List.of(
                    "session",
                    "overview",
                    "events",
                    "history",
                    "moves",
                    "notices",
                    "trend",
                    "why",
                    "diverged");
    private static final String PLAN = "{\"deed\":\"switchover\",\"node\":\"ci-b\"}";

    @TempDir Path home;
    private TestPage page;

    @BeforeEach
    void listen() throws Exception {
        page = new TestPage(home);
    }

    @AfterEach
    void close() {
        page.close();
    }

    private Browser browser() {
        return page.browser();
    }

    private Browser loggedIn(String name) throws Exception {
        return page.loggedIn(name);
    }

    @Test
    void whoLogsInSeesTheClusterWithTheAgeOfWhatIsKnown() throws Exception {
        HttpResponse<String> overview = loggedIn("ben").get("/api/v1/overview");

        assertThat(overview.statusCode()).isEqualTo(200);
        assertThat(overview.body())
                .contains(
                        "\"seenBy\":\"ci-a\"", "\"ageMillis\":", "does not answer", "\"banner\":");
    }

    @Test
    void theCookieIsForThisPageAlone() throws Exception {
        HttpResponse<String> response = browser().login("ben", ScriptedCluster.password("ben"));

        assertThat(response.headers().firstValue("Set-Cookie").orElseThrow())
                .matches(
                        "__Host-understudy-%d=[A-Za-z0-9_-]{43}; Path=/; Secure; HttpOnly; SameSite=Strict"
                                .formatted(page.port()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/page.js", "/api/v1/session", "/nothing"})
    void everyAnswerForbidsWhatThePageDoesNotNeed(String path) throws Exception {
        HttpResponse<String> response = browser().get(path);

        assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; script-src 'self'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe", "http");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(response.headers().firstValue("X-Frame-Options")).contains("DENY");
    }

    @Test
    void thePageIsSmallAndNamesNoOtherPlace() throws Exception {
        int bytes = 0;
        String index = browser().get("/").body();
        for (String path :
                List.of(
                        "/",
                        "/page.css",
                        "/icon.svg",
                        "/page.js",
                        "/api.js",
                        "/element.js",
                        "/amounts.js",
                        "/nodes.js",
                        "/step.js",
                        "/notices.js",
                        "/timeline.js",
                        "/topology.js",
                        "/charts.js",
                        "/why.js",
                        "/actions.js")) {
            HttpResponse<String> file = browser().get(path);
            assertThat(file.statusCode()).as(path).isEqualTo(200);
            assertThat(file.body().replace("http://www.w3.org/2000/svg", ""))
                    .doesNotContain("http://", "https://", "innerHTML =", "eval(");
            bytes += file.body().length();
        }
        // A library's own: it names its author, and is fetched after the page is there.
        for (String path : List.of("/uplot.js", "/uplot.css")) {
            HttpResponse<String> file = browser().get(path);
            assertThat(file.statusCode()).as(path).isEqualTo(200);
            assertThat(file.body()).doesNotContain("eval(", "new Function", "@import", "url(");
            bytes += file.body().length();
        }
        assertThat(bytes).isLessThan(150 << 10);
        assertThat(index).doesNotContain("<style", "style=", "onclick=");
    }

    @Test
    void withoutALoginNothingIsShown() throws Exception {
        for (String path : READING) {
            assertThat(browser().get("/api/v1/" + path).statusCode()).as(path).isEqualTo(401);
        }
        for (String path :
                List.of("actions", "plan", "command", "logout", "diverged/rows", "nothing")) {
            assertThat(browser().get("/api/v1/" + path).statusCode()).as(path).isEqualTo(401);
            assertThat(browser().post("/api/v1/" + path, PLAN).statusCode())
                    .as(path)
                    .isEqualTo(401);
        }
        assertThat(page.cluster.desk.asked()).isEmpty();
    }

    @Test
    void theLastHoursAreShownOfWhoAnswersAndAskedOnceForAllPages() throws Exception {
        Browser viewer = loggedIn("ben");

        String first = viewer.get("/api/v1/trend?hours=24").body();
        assertThat(first)
                .contains("\"node\":\"ci-a\",\"trend\":{", "\"node\":\"ci-b\",\"silence\":");
        for (int time = 0; time < 20; time++) {
            assertThat(viewer.get("/api/v1/trend?hours=24").body()).isEqualTo(first);
        }
        assertThat(page.cluster.desk.asked().stream().filter("trend 24"::equals).count())
                .as("how often the node was asked for 21 answers")
                .isLessThan(10);
        for (String query : List.of("", "?hours=0", "?hours=25", "?hours=24&more", "?hours=9999")) {
            assertThat(viewer.get("/api/v1/trend" + query).statusCode()).as(query).isEqualTo(400);
        }
    }

    @Test
    void aViewerChangesNothing() throws Exception {
        Browser viewer = loggedIn("ben");

        assertThat(viewer.get("/api/v1/actions").statusCode()).isEqualTo(403);
        assertThat(viewer.post("/api/v1/plan", PLAN).statusCode()).isEqualTo(403);
        assertThat(viewer.post("/api/v1/command", "{\"ticket\":\"x\"}").statusCode())
                .isEqualTo(403);
        assertThat(page.cluster.desk.asked()).isEmpty();
    }

    @Test
    void anOperatorDoesWhatWasPlannedOnceAndItIsWrittenDown() throws Exception {
        Browser operator = loggedIn("anna");
        HttpResponse<String> plan = operator.post("/api/v1/plan", PLAN);
        String order = "{\"ticket\":\"%s\"}".formatted(ticket(plan.body()));

        assertThat(plan.body()).contains("\"answer\":\"plan\"", "\"steps\":[\"Stop.\",\"Go.\"]");
        assertThat(operator.post("/api/v1/command", order).body())
                .isEqualTo("{\"outcome\":\"done\"}");
        assertThat(operator.post("/api/v1/command", order).statusCode()).isEqualTo(409);
        assertThat(page.cluster.desk.asked())
                .filteredOn(asked -> asked.startsWith("command"))
                .hasSize(1);
        assertThat(page.audited())
                .contains("\"who\":\"anna\",\"from\":\"127.0.0.1\"", "Switchover", "logged in");
    }

    @Test
    void nothingIsDoneWithoutAPlan() throws Exception {
        Browser operator = loggedIn("anna");

        assertThat(operator.post("/api/v1/command", "{\"ticket\":\"anything\"}").statusCode())
                .isEqualTo(409);
        assertThat(operator.post("/api/v1/command", "{}").statusCode()).isEqualTo(400);
        assertThat(page.cluster.desk.asked()).noneMatch(asked -> asked.startsWith("command"));
    }

    @Test
    void ofAFailoverTheNodesNameHasToBeTyped() throws Exception {
        Browser operator = loggedIn("anna");
        String ticket =
                ticket(
                        operator.post("/api/v1/plan", "{\"deed\":\"failover\",\"node\":\"ci-b\"}")
                                .body());

        for (String typed : List.of("", ",\"typed\":\"ci-a\"", ",\"typed\":\"CI-B\"")) {
            assertThat(
                            operator.post(
                                            "/api/v1/command",
                                            "{\"ticket\":\"%s\"%s}".formatted(ticket, typed))
                                    .statusCode())
                    .isEqualTo(400);
        }
        assertThat(
                        operator.post(
                                        "/api/v1/command",
                                        "{\"ticket\":\"%s\",\"typed\":\"ci-b\"}".formatted(ticket))
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    void onePersonsPlanIsNobodyElses() throws Exception {
        String ticket = ticket(loggedIn("anna").post("/api/v1/plan", PLAN).body());

        assertThat(
                        loggedIn("anna")
                                .post("/api/v1/command", "{\"ticket\":\"%s\"}".formatted(ticket))
                                .statusCode())
                .isEqualTo(409);
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://evil.example",
        "Origin, 'null'",
        "Origin, ''",
        "X-Understudy-Token, ''",
        "X-Understudy-Token, AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "Content-Type, text/plain",
        "Content-Type, application/x-www-form-urlencoded",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
    })
    void aRequestThatAnotherPageMadeIsRefused(String header, String value) throws Exception {
        Browser operator = loggedIn("anna");

        assertThat(operator.post("/api/v1/plan", PLAN, Map.of(header, value)).statusCode())
                .isEqualTo(403);
        assertThat(operator.post("/api/v1/logout", "{}", Map.of(header, value)).statusCode())
                .isEqualTo(403);
        assertThat(page.cluster.desk.asked()).isEmpty();
        assertThat(operator.get("/api/v1/session").statusCode()).isEqualTo(200);
    }

    @Test
    void nobodyCanBeLoggedInFromAnotherPage() throws Exception {
        HttpResponse<String> response =
                browser()
                        .post(
                                "/api/v1/login",
                                "{\"name\":\"anna\",\"password\":\"anna has a password\"}",
                                Map.of("Origin", "https://evil.example"));

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/page.js/../page.css",
                "/..%2f..%2fetc%2fpasswd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "//page.js",
                "/page.js%00",
                "/page.js/",
                "/PAGE.JS",
                "/dashboard/page.js",
                "/api/v1/../v1/session",
                "/api/v1/%73ession",
                "/api/v1/session/",
                "/api/v2/session",
                "/v1/status",
                "/index.html",
            })
    void onlyExactPathsAreAnswered(String path) throws Exception {
        assertThat(raw("GET " + path + " HTTP/1.1")).containsPattern("^HTTP/1.1 (401|404|400) ");
        assertThat(loggedIn("anna").get("/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void othersThanTheOneMethodAreRefused() throws Exception {
        for (String method : List.of("PUT", "DELETE", "OPTIONS", "HEAD", "PATCH")) {
            assertThat(loggedIn("anna").method(method, "/api/v1/session").statusCode())
                    .as(method)
                    .isEqualTo(405);
        }
        assertThat(raw("TRACE / HTTP/1.1")).startsWith("HTTP/1.1 405");
    }

    @Test
    void whatIsTooLargeIsRefused() throws Exception {
        assertThat(
                        browser()
                                .post("/api/v1/login", "{\"name\":\"" + "x".repeat(5000) + "\"}")
                                .statusCode())
                .isEqualTo(413);
        assertThat(raw("GET / HTTP/1.1\r\nX-Large: " + "x".repeat(40_000)))
                .doesNotContain("HTTP/1.1 200");
        StringBuilder many = new StringBuilder("GET / HTTP/1.1");
        for (int i = 0; i < 200; i++) {
            many.append("\r\nX-Many-%d: 1".formatted(i));
        }
        assertThat(raw(many.toString())).doesNotContain("HTTP/1.1 200");
        assertThat(raw("GET /" + "x".repeat(100_000) + " HTTP/1.1")).doesNotContain("HTTP/1.1 200");
        loggedIn("ben");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{", "{\"name\":1}", "{\"name\":\"anna\"}", "\u0000"})
    void whatIsNoLoginIsRefusedWithoutRepeatingIt(String body) throws Exception {
        HttpResponse<String> response = browser().post("/api/v1/login", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .isEqualTo("{\"error\":\"needed JSON that this request takes\"}");
    }

    @Test
    void aWrongNameLooksLikeAWrongPassword() throws Exception {
        HttpResponse<String> wrongName = browser().login("nobody", "nobody has a password");
        HttpResponse<String> wrongPassword = browser().login("anna", "ben has a password");

        assertThat(wrongName.statusCode()).isEqualTo(401).isEqualTo(wrongPassword.statusCode());
        assertThat(wrongName.body()).isEqualTo(wrongPassword.body());
        assertThat(page.audited())
                .contains("an unknown name", "\"who\":\"anna\"")
                .doesNotContain("nobody");
    }

    @Test
    void whoGuessesHasToWaitEvenWithTheRightPasswordThen() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(browser().login("anna", "a guess").statusCode()).isEqualTo(401);
        }

        assertThat(browser().login("anna", ScriptedCluster.password("anna")).statusCode())
                .isEqualTo(429);
        assertThat(browser().login("ben", ScriptedCluster.password("ben")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        assertThatThrownBy(() ->
                        DashboardServer.listen(
                                page.address(), page.trust, page.cluster, page.people()))
                .hasMessageMatching(BadInputPage.says("a page's port that is taken").pattern());
    }

    @Test
    void whoLogsOutIsOut() throws Exception {
        Browser browser = loggedIn("anna");

        assertThat(browser.post("/api/v1/logout", "{}").statusCode()).isEqualTo(200);
        assertThat(browser.get("/api/v1/session").statusCode()).isEqualTo(401);
    }

    @Test
    void whoWasRemovedOrChangedIsOutAtOnce() throws Exception {
        Browser anna = loggedIn("anna");
        Browser ben = loggedIn("ben");
        page.change(users ->
                users.without("ben", "3").with(ScriptedCluster.user("anna", UserRole.VIEWER), "4"));

        assertThat(anna.get("/api/v1/session").statusCode()).isEqualTo(401);
        assertThat(ben.get("/api/v1/session").statusCode()).isEqualTo(401);
    }

    @Test
    void eventsComeAgainAndAgainAndNobodyIsAskedWhileNoPageIsOpen() throws Exception {
        Browser ben = loggedIn("ben");
        try (InputStream events = ben.stream("/api/v1/events")) {
            StringBuilder seen = new StringBuilder();
            await().atMost(Duration.ofSeconds(15))
                    .until(() -> {
                        seen.append(
                                new String(
                                        events.readNBytes(events.available()),
                                        StandardCharsets.UTF_8));
                        return seen.toString().split("data: ", -1).length > 3;
                    });
            assertThat(seen.toString()).contains("\"seenBy\":\"ci-a\"", "retry: 500");
        }
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofSeconds(3))
                .until(() -> {
                    int before = page.cluster.desk.asked().size();
                    Thread.sleep(2500);
                    return page.cluster.desk.asked().size() == before;
                });
    }

    @Test
    void clientsThatSayNothingHoldUpNobody() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                Socket socket =
                        i % 2 == 0
                                ? new Socket(TestPage.LOOPBACK, page.port())
                                : page.trust
                                        .getSocketFactory()
                                        .createSocket(TestPage.LOOPBACK, page.port());
                silent.add(socket);
                socket.getOutputStream().write("GET / HT".getBytes(StandardCharsets.UTF_8));
            }

            assertThat(loggedIn("ben").get("/api/v1/overview").statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void strangersWhoSendSlowlyKeepOutNobodyWhoIsLoggedIn() throws Exception {
        Browser ben = loggedIn("ben");
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                Socket socket =
                        page.trust.getSocketFactory().createSocket(TestPage.LOOPBACK, page.port());
                slow.add(socket);
                socket.getOutputStream().write(aLoginThatDoesNotEnd());
            }

            assertThat(ben.get("/api/v1/overview").statusCode()).isEqualTo(200);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> browser().get("/").statusCode() == 200);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void manyGuessesAtOnceAreNoMoreThanOneAfterTheOther() throws Exception {
        List<Callable<Integer>> guesses =
                Collections.nCopies(20, () -> browser().login("anna", "a guess").statusCode());
        int compared = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> guess : threads.invokeAll(guesses)) {
                compared += guess.get() == 401 ? 1 : 0;
            }
        }

        assertThat(compared).isLessThanOrEqualTo(5);
    }

    private byte[] aLoginThatDoesNotEnd() {
        int port = page.port();
        return String.join(
                        "\r\n",
                        "POST /api/v1/login HTTP/1.1",
                        "Host: 127.0.0.1:" + port,
                        "Origin: https://127.0.0.1:" + port,
                        "Content-Type: application/json",
                        "Content-Length: 100",
                        "",
                        "{")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String ticket(String plan) {
        return plan.replaceFirst(".*\"ticket\":\"([^\"]+)\".*", "$1");
    }

    /** What comes back, whatever is sent; as far as it comes. */
    private String raw(String head) throws Exception {
        try (Socket socket =
                page.trust.getSocketFactory().createSocket(TestPage.LOOPBACK, page.port())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(
                    (head + "\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException | SSLException _) {
            return "closed";
        }
    }
}
