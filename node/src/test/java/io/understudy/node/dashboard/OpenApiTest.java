package io.understudy.node.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.understudy.core.action.Outcome;
import io.understudy.node.api.Wire;
import io.understudy.node.diverged.Incident;
import io.understudy.node.users.UserRole;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the description of what programs may ask against what a running server answers. */
class OpenApiTest {

    private static final Class<?>[] TYPES = {
        LoginRoutes.Known.class,
        Snapshot.class,
        Round.History.class,
        Round.Moves.class,
        Round.Notices.class,
        Round.Trend.class,
        Round.Why.class,
        Round.Kept.class,
        Incident.class,
        DeedRoutes.Actions.class,
        DeedRoutes.Order.class,
        Deed.class,
        Deeds.Answer.class,
        OldDashboard.class,
        Outcome.class
    };

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path ROOT = Path.of(System.getProperty("understudy.root", ".."));
    private static final Path FILE = ROOT.resolve("node/src/main/resources/dashboard/openapi.json");

    @TempDir Path home;
    private TestPage page;
    private JsonNode file = JSON.nullNode();

    @BeforeEach
    void listen() throws Exception {
        page = new TestPage(home);
        file = JSON.readTree(Files.readString(FILE));
    }

    @AfterEach
    void close() {
        page.close();
    }

    /** Its schemas are made of the records, so that no part of an answer goes without a word. */
    @Test
    void itsSchemasAreThoseOfTheRecords() throws Exception {
        ObjectNode fresh = file.deepCopy();
        ObjectNode schemas = ((ObjectNode) fresh.path("components")).putObject("schemas");
        schemas.setAll(new JsonSchemas(new SourceComments(ROOT)).of(TYPES));
        ObjectNode error = schemas.putObject("Error").put("type", "object");
        error.putArray("required").add("error");
        error.putObject("properties")
                .putObject("error")
                .put("type", "string")
                .put("description", "one sentence: what was needed and what to do");
        String text = fresh.toPrettyString() + "\n";
        if (Boolean.getBoolean("understudy.write")) {
            Files.writeString(FILE, text);
        }

        assertThat(Files.readString(FILE))
                .as("not what the records are any more; type: ./dev openapi")
                .isEqualTo(text);
    }

    @Test
    void eachNumberSaysWhatItCounts() {
        file.at("/components/schemas")
                .properties()
                .forEach(schema ->
                        schema.getValue()
                                .path("properties")
                                .properties()
                                .forEach(part -> {
                                    if (part.getValue().path("type").asText().equals("integer")) {
                                        assertThat(part.getValue().path("description").asText())
                                                .as(schema.getKey() + "." + part.getKey())
                                                .isNotEmpty();
                                    }
                                }));
    }

    @Test
    void itHasEachPathAndMethodAndNoOther() {
        Map<String, PageRoute> routes = page.routes();

        assertThat(names(file.path("paths"))).containsExactlyInAnyOrderElementsOf(routes.keySet());
        routes.forEach((path, route) -> {
            JsonNode operation =
                    file.at("/paths/" + path.replace("/", "~1")).path(method(route.method()));
            assertThat(names(file.at("/paths/" + path.replace("/", "~1"))))
                    .as(path)
                    .containsExactly(method(route.method()));
            assertThat(operation.path("x-role").asText())
                    .as(path)
                    .isEqualTo(
                            switch (route.who()) {
                                case ANYBODY -> "anybody";
                                case LOGGED_IN, PERSON -> "viewer";
                                case OPERATOR -> "operator";
                            });
        });
    }

    @Test
    void whateverMayBeInAnAnswerIsInItsSchema() throws Exception {
        Wire wire = new Wire();
        for (Class<?> type : TYPES) {
            for (boolean full : new boolean[] {true, false}) {
                for (Object sample : new Samples(full).of(type)) {
                    JsonNode schema = schema("#/components/schemas/" + JsonSchemas.name(type));
                    assertThat(problems(schema, wire.write(sample)))
                            .as(type + (full ? " with all" : " with little"))
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void eachAnswerOfARunningServerIsAsItSays() throws Exception {
        String operator = page.token("nightly", UserRole.OPERATOR, Duration.ofDays(1));
        String viewer = page.token("grafana", UserRole.VIEWER, Duration.ofDays(1));
        List<String> seen = new ArrayList<>();
        for (Map.Entry<String, PageRoute> route : page.routes().entrySet()) {
            seen.add(checked(route.getKey(), "", route.getValue().method(), "wrong", ""));
            for (String token : List.of(operator, viewer)) {
                for (String query :
                        List.of("", "?last=2", "?hours=6", "?node=ci-b&id=20260131-021405")) {
                    seen.add(checked(route.getKey(), query, route.getValue().method(), token, ""));
                }
            }
        }
        for (String body :
                List.of(
                        "{\"deed\":\"PAUSE\",\"minutes\":5}",
                        "{\"deed\":\"FAILOVER\",\"node\":\"ci-b\"}",
                        "{\"deed\":\"SWITCHOVER\",\"node\":\"nobody\"}",
                        "{\"deed\":\"REJOIN\",\"node\":\"ci-b\"}",
                        "{\"deed\":\"DANCE\"}",
                        "x".repeat(5000))) {
            seen.add(checked("/api/v1/plan", "", "POST", operator, body));
        }
        seen.add(checked("/api/v1/command", "", "POST", operator, "{\"ticket\":\"none\"}"));
        seen.add(
                checked(
                        "/api/v1/diverged/rows",
                        "?node=ci-a&id=20260131-021405",
                        "GET",
                        operator,
                        ""));

        assertThat(seen)
                .contains(
                        "/api/v1/overview 200",
                        "/api/v1/history 200",
                        "/api/v1/history 400",
                        "/api/v1/trend 200",
                        "/api/v1/trend 400",
                        "/api/v1/why 200",
                        "/api/v1/actions 200",
                        "/api/v1/actions 403",
                        "/api/v1/plan 200",
                        "/api/v1/plan 400",
                        "/api/v1/plan 413",
                        "/api/v1/command 409",
                        "/api/v1/diverged/rows 404",
                        "/api/v1/diverged/rows 504",
                        "/api/v1/overview 401",
                        "/metrics 200",
                        "/api/v1/openapi.json 200");
    }

    @Test
    void whatAPersonGetsIsAsItSays() throws Exception {
        Browser anna = page.browser();
        HttpResponse<String> login = anna.login("anna", ScriptedCluster.password("anna"));
        HttpResponse<String> plan =
                anna.post("/api/v1/plan", "{\"deed\":\"SWITCHOVER\",\"node\":\"ci-b\"}");
        HttpResponse<String> done =
                anna.post(
                        "/api/v1/command",
                        "{\"ticket\":\"%s\"}"
                                .formatted(JSON.readTree(plan.body()).path("ticket").asText()));

        conforms("/api/v1/login", "post", login);
        conforms("/api/v1/login", "post", page.browser().login("anna", "a guess"));
        conforms("/api/v1/session", "get", anna.get("/api/v1/session"));
        conforms("/api/v1/plan", "post", plan);
        conforms("/api/v1/command", "post", done);
        assertThat(done.statusCode()).isEqualTo(200);
        conforms("/api/v1/logout", "post", anna.post("/api/v1/logout", "{}"));
        conforms("/api/v1/session", "get", anna.get("/api/v1/session"));
    }

    /** What was asked, and the status of what came back. */
    private String checked(String path, String query, String method, String token, String body)
            throws Exception {
        if (path.equals("/api/v1/events")) {
            return path;
        }
        Browser browser = page.browser();
        HttpResponse<String> answer =
                method.equals("GET")
                        ? browser.program(path + query, token)
                        : browser.program(path + query, token, body);
        conforms(path, method(method), answer);
        return path + " " + answer.statusCode();
    }

    private void conforms(String path, String method, HttpResponse<String> answer)
            throws Exception {
        String what = "%s %s: %d %s".formatted(method, path, answer.statusCode(), answer.body());
        JsonNode response =
                file.at("/paths/" + path.replace("/", "~1"))
                        .path(method)
                        .path("responses")
                        .path(String.valueOf(answer.statusCode()));
        JsonNode said =
                response.has("$ref")
                        ? file.at(response.path("$ref").asText().substring(1))
                        : response;
        String type = answer.headers().firstValue("Content-Type").orElse("").split(";", -1)[0];
        assertThat(names(said.path("content"))).as(what).contains(type);
        if (type.equals("application/json") && !path.endsWith("openapi.json")) {
            assertThat(problems(said.path("content").path(type).path("schema"), answer.body()))
                    .as(what)
                    .isEmpty();
        }
    }

    private static JsonNode schema(String reference) {
        return JSON.createObjectNode().put("$ref", reference);
    }

    /** With the schemas as they are, but that a part without a word is a problem, too. */
    private Set<?> problems(JsonNode schema, String json) throws Exception {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", strict(file.path("components").deepCopy()));
        JsonSchema validator =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole);
        return validator.validate(JSON.readTree(json));
    }

    private static JsonNode strict(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.path("properties").isObject()) {
            object.put("additionalProperties", false);
        }
        schema.forEach(OpenApiTest::strict);
        return schema;
    }

    private static String method(String method) {
        return method.toLowerCase(Locale.ROOT);
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
