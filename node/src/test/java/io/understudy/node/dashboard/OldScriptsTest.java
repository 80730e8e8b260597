package io.understudy.node.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.model.NodeId;
import io.understudy.node.api.About;
import io.understudy.node.api.NodeReport;
import io.understudy.node.users.User;
import io.understudy.node.users.UserRole;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts that were written for GoCD's own business continuity. */
class OldScriptsTest {

    @TempDir Path home;
    private TestPage page;

    @BeforeEach
    void listen() throws Exception {
        page = new TestPage(home);
        page.cluster.standby = Optional.of(standby(page.cluster.desk.report()));
    }

    @AfterEach
    void close() {
        page.close();
    }

    /** As ci-a, but of ci-b. */
    private static NodeReport standby(NodeReport like) {
        return new NodeReport(
                new About("acme", new NodeId("ci-b"), Instant.EPOCH, "0.1.0", 1, 1, 1),
                like.standing(),
                like.primacy(),
                like.worst(),
                like.database(),
                like.server(),
                like.arbiter(),
                like.guard(),
                like.journal(),
                like.fence());
    }

    private HttpResponse<String> asked(String name, String password) throws Exception {
        return page.browser()
                .get(
                        OldScripts.PATH,
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                (name + ":" + password)
                                                        .getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void theOldNamesAreThere() throws Exception {
        HttpResponse<String> answer = asked("ben", ScriptedCluster.password("ben"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains(
                        "\"userName\":\"ben\"",
                        "\"setupStatus\":\"success\"",
                        "\"primaryServerDetails\":{\"url\":\"https://ci-a:8155/\","
                                + "\"latestDatabaseWalLocation\":\"0/3000148\"",
                        "\"CRUISE_CONFIG_XML\":{\"md5\":\"1a\"},\"AES_CIPHER\":{\"md5\":\"2b\"}",
                        "\"standbyServerDetails\":{\"primaryStatusCheckInterval\":",
                        "\"latestReceivedDatabaseWalLocation\":\"0/3000148\","
                                + "\"CRUISE_CONFIG_XML\":\"1a\",\"AES_CIPHER\":\"2b\"",
                        "\"pluginStatus\":\"a.jar=3c, b.jar=4d\"",
                        "\"syncErrors\":[");
    }

    @Test
    void aStandbyThatIsSilentIsAnError() throws Exception {
        page.cluster.standby = Optional.empty();

        assertThat(asked("ben", ScriptedCluster.password("ben")).body())
                .contains("\"setupStatus\":\"incomplete\"", "ci-b at 127.0.0.1:1 does not answer")
                .doesNotContain("standbyServerDetails");
    }

    @Test
    void aTokenAndALoginAreGoodForItToo() throws Exception {
        String token = page.token("old", UserRole.VIEWER, Duration.ofDays(1));

        assertThat(page.browser().program(OldScripts.PATH, token).statusCode()).isEqualTo(200);
        assertThat(page.loggedIn("ben").get(OldScripts.PATH).statusCode()).isEqualTo(200);
    }

    @Test
    void withoutANameAndAPasswordItAsksForThem() throws Exception {
        HttpResponse<String> answer = page.browser().get(OldScripts.PATH);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("Basic realm=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/overview", "/api/v1/session", "/metrics", "/api/v1/why"})
    void aPasswordOpensThatOnePathAlone(String path) throws Exception {
        String credentials =
                Base64.getEncoder()
                        .encodeToString(
                                ("ben:" + ScriptedCluster.password("ben"))
                                        .getBytes(StandardCharsets.UTF_8));

        assertThat(page.browser().get(path, "Authorization", "Basic " + credentials).statusCode())
                .isEqualTo(401);
        assertThat(page.compared.get()).isZero();
    }

    @Test
    void aRightPasswordIsComparedOnceForAWhile() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(asked("ben", ScriptedCluster.password("ben")).statusCode()).isEqualTo(200);
        }

        assertThat(page.compared.get()).isEqualTo(1);
        assertThat(page.audited()).containsOnlyOnce("came in as viewer, by name and password");
    }

    @Test
    void aWrongOneIsComparedEachTimeAndWaitsAsAtTheLogin() throws Exception {
        asked("ben", ScriptedCluster.password("ben"));
        for (int i = 0; i < 5; i++) {
            assertThat(asked("ben", "a guess").statusCode()).isEqualTo(401);
        }

        assertThat(asked("ben", "a guess").statusCode()).isEqualTo(429);
        assertThat(page.browser().login("ben", ScriptedCluster.password("ben")).statusCode())
                .isEqualTo(429);
        assertThat(page.compared.get()).isEqualTo(6);
    }

    @Test
    void whoWasRemovedOrHasAnotherPasswordIsOutAtOnce() throws Exception {
        asked("ben", ScriptedCluster.password("ben"));
        page.change(users -> users.without("ben", "3"));
        assertThat(asked("ben", ScriptedCluster.password("ben")).statusCode()).isEqualTo(401);

        page.change(users ->
                users.with(
                        new User(
                                "ben",
                                UserRole.VIEWER,
                                ScriptedCluster.user("carl", UserRole.VIEWER).hash()),
                        "4"));
        assertThat(asked("ben", ScriptedCluster.password("ben")).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic ", "Basic !", "Basic Ojo=", "Basic YW5uYQ==", "Basic \u00e4"})
    void whatIsNoNameAndPasswordOpensNothing(String header) throws Exception {
        assertThat(page.browser().get(OldScripts.PATH, "Authorization", header).statusCode())
                .isIn(400, 401);
    }

    @Test
    void itIsThereOnlyWhereItIsSwitchedOn() throws Exception {
        page.cluster.oldScripts = false;

        assertThat(page.routes()).doesNotContainKey(OldScripts.PATH);
    }
}
