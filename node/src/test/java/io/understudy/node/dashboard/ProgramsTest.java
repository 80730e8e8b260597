package io.understudy.node.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.node.users.UserRole;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that come with a token. */
class ProgramsTest {

    private static final Duration A_DAY = Duration.ofDays(1);
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

    @Test
    void aProgramSeesWhatAViewerSees() throws Exception {
        String token = page.token("grafana", UserRole.VIEWER, A_DAY);

        for (String path :
                List.of("session", "overview", "history", "moves", "why?last", "diverged")) {
            assertThat(page.browser().program("/api/v1/" + path, token).statusCode())
                    .as(path)
                    .isEqualTo(200);
        }
        assertThat(page.browser().program("/api/v1/session", token).body())
                .contains("\"name\":\"token grafana\"", "\"role\":\"viewer\"")
                .doesNotContain("\"token\":");
        assertThat(page.browser().program("/metrics", token).body())
                .contains("understudy_role{", "node=\"ci-a\"");
        assertThat(page.browser().get("/metrics").statusCode()).isEqualTo(401);
    }

    @Test
    void aProgramMovesTheClusterByThePlanThatItWasShown() throws Exception {
        String token = page.token("nightly", UserRole.OPERATOR, A_DAY);
        String other = page.token("other", UserRole.OPERATOR, A_DAY);
        String plan = page.browser().program("/api/v1/plan", token, PLAN).body();
        String order =
                "{\"ticket\":\"%s\"}"
                        .formatted(plan.replaceFirst(".*\"ticket\":\"([^\"]+)\".*", "$1"));

        assertThat(page.browser().program("/api/v1/command", other, order).statusCode())
                .isEqualTo(409);
        assertThat(page.browser().program("/api/v1/command", token, order).body())
                .isEqualTo("{\"outcome\":\"done\"}");
        assertThat(page.browser().program("/api/v1/command", token, order).statusCode())
                .isEqualTo(409);
        assertThat(page.audited())
                .contains(
                        "\"who\":\"token nightly\",\"from\":\"127.0.0.1\"",
                        "Switchover",
                        "came in as operator")
                .doesNotContain(token, other);
    }

    @Test
    void toLookWhatCouldBeDoneUsesUpNoPlan() throws Exception {
        Browser anna = page.loggedIn("anna");
        String plan = anna.post("/api/v1/plan", PLAN).body();
        for (int i = 0; i < 40; i++) {
            assertThat(anna.get("/api/v1/actions").statusCode()).isEqualTo(200);
        }

        assertThat(
                        anna.post(
                                        "/api/v1/command",
                                        "{\"ticket\":\"%s\"}"
                                                .formatted(
                                                        plan.replaceFirst(
                                                                ".*\"ticket\":\"([^\"]+)\".*",
                                                                "$1")))
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aViewersTokenChangesNothing() throws Exception {
        String token = page.token("grafana", UserRole.VIEWER, A_DAY);

        assertThat(page.browser().program("/api/v1/plan", token, PLAN).statusCode()).isEqualTo(403);
        assertThat(page.browser().program("/api/v1/command", token, "{}").statusCode())
                .isEqualTo(403);
        assertThat(page.browser().program("/api/v1/actions", token).statusCode()).isEqualTo(403);
        assertThat(page.browser().program("/api/v1/diverged/rows", token).statusCode())
                .isEqualTo(403);
        assertThat(page.browser().program("/api/v1/logout", token, "{}").statusCode())
                .isEqualTo(403);
        assertThat(page.cluster.desk.asked()).noneMatch(asked -> asked.startsWith("plan"));
    }

    @Test
    void anotherOneIsRefusedWithoutRepeatingIt() throws Exception {
        String token = page.token("grafana", UserRole.VIEWER, A_DAY);
        String wrong = token.substring(0, token.length() - 1) + (token.endsWith("A") ? "B" : "A");
        HttpResponse<String> answer = page.browser().program("/api/v1/session", wrong);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("Bearer");
        assertThat(answer.body()).doesNotContain(wrong);
        assertThat(page.audited()).contains("an unknown token").doesNotContain(wrong);
    }

    @Test
    void aTokenThatHasEndedSaysSo() throws Exception {
        String token = page.token("grafana", UserRole.VIEWER, Duration.ofSeconds(-5));

        assertThat(page.browser().program("/api/v1/session", token).body())
                .matches(
                        ".*This token ended at .*; make another one: understudy token add"
                                + " grafana.*");
    }

    @Test
    void aTokenThatWasRemovedIsGoodNoMore() throws Exception {
        String token = page.token("grafana", UserRole.VIEWER, A_DAY);
        assertThat(page.browser().program("/api/v1/session", token).statusCode()).isEqualTo(200);
        page.change(users -> users.withoutToken("grafana", "9"));

        assertThat(page.browser().program("/api/v1/session", token).statusCode()).isEqualTo(401);
    }

    @Test
    void whoBringsManyWrongOnesWaitsAndKeepsOutNobody() throws Exception {
        String token = page.token("grafana", UserRole.VIEWER, A_DAY);
        for (int i = 0; i < 20; i++) {
            assertThat(page.browser().program("/api/v1/session", "a guess").statusCode())
                    .isEqualTo(401);
        }

        assertThat(page.browser().program("/api/v1/session", "a guess").statusCode())
                .isEqualTo(429);
        assertThat(page.browser().program("/api/v1/session", token).statusCode()).isEqualTo(200);
        page.loggedIn("ben");
        assertThat(page.audited().lines().filter(line -> line.contains("an unknown token")))
                .hasSize(20);
    }

    /** A page can't make a browser send one, but a person's cookie must not count beside it. */
    @Test
    void aWrongTokenIsNotMendedByACookie() throws Exception {
        Browser anna = page.loggedIn("anna");

        assertThat(anna.program("/api/v1/session", "a guess").statusCode()).isEqualTo(401);
        assertThat(anna.program("/api/v1/plan", "a guess", PLAN).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "Basic YTpi", "bearer x y", "Digest a", ":"})
    void whatIsNoTokenOpensNothing(String header) throws Exception {
        assertThat(page.browser().get("/api/v1/overview", "Authorization", header).statusCode())
                .isEqualTo(401);
        assertThat(page.compared.get()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "history?last=501",
                "history?last=1&last=2",
                "history?first=1",
                "moves?last=-1",
                "moves?last=%ff",
                "why?at=yesterday",
                "why?at=2026-01-31T02:14:05Z&move=3",
                "why?move=0",
                "why?node=ci-z",
                "diverged/rows?node=ci-a&id=..%2F..",
                "diverged/rows?id=20260131-021405",
            })
    void whatCannotBeMeantIsRefused(String path) throws Exception {
        String token = page.token("nightly", UserRole.OPERATOR, A_DAY);

        assertThat(page.browser().program("/api/v1/" + path, token).statusCode()).isEqualTo(400);
    }

    @Test
    void ofOneNodeAloneTheMomentIsAskedFor() throws Exception {
        String token = page.token("nightly", UserRole.VIEWER, A_DAY);

        assertThat(
                        page.browser()
                                .program("/api/v1/why?at=2026-01-31T02%3A14%3A05Z&node=ci-a", token)
                                .body())
                .contains("\"node\":\"ci-a\"", "Nothing to tell.")
                .doesNotContain("ci-b");
        assertThat(page.cluster.desk.asked()).contains("why at=2026-01-31T02:14:05Z");
    }

    @Test
    void anIncidentOfANodeThatIsSilentIsNotOneThatThereIsNot() throws Exception {
        String token = page.token("nightly", UserRole.OPERATOR, A_DAY);
        String path = "/api/v1/diverged/rows?id=20260131-021405&node=";

        assertThat(page.browser().program(path + "ci-a", token).statusCode()).isEqualTo(404);
        assertThat(page.browser().program(path + "ci-b", token).statusCode()).isEqualTo(504);
    }
}
