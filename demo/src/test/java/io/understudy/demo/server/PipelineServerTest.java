package io.understudy.demo.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.demo.Form;
import io.understudy.demo.TestPostgres;
import io.understudy.demo.worker.Worker;
import io.understudy.testkit.ClaimedPorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineServerTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir Path folder = Path.of("/");
    private final TestPostgres postgres = TestPostgres.started();
    private final int port = ClaimedPorts.one();
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Process> children = new ArrayList<>();

    @AfterEach
    void endAll() throws Exception {
        for (Process child : children) {
            kill(child);
        }
        client.close();
        postgres.close();
    }

    @Test
    void losesNoBuildWhenItIsKilledAndStartedAgain() throws Exception {
        Process first = startServer(7);
        startWorker("w1");
        startWorker("w2");
        awaitCounts("done", 3);
        await().atMost(SOON).until(() -> status().at("/counts/running").asLong() == 2);
        kill(first);
        startServer(8);
        awaitCounts("resumed", 1);
        awaitCounts("done", 8);

        JsonNode status = status();
        assertThat(status.at("/counts/lost").asLong()).isZero();
        assertThat(status.at("/epoch").asLong()).isEqualTo(8);
        assertThat(status.at("/workers")).hasSize(2);
        assertThat(status.at("/firstWorkerAt").asLong())
                .isBetween(
                        status.at("/startedAt").asLong(),
                        status.at("/firstBuildFinishedAt").asLong());
        assertThat(postgres.number("SELECT count(DISTINCT epoch) FROM builds WHERE state = 'done'"))
                .isEqualTo(2);
        assertThat(
                        postgres.number(
                                "SELECT count(*) FROM (SELECT max(number) - count(*) AS missing"
                                        + " FROM builds GROUP BY pipeline) s WHERE missing > 0"))
                .isZero();
        assertThat(get("/").body()).contains("epoch 8", "resumed").doesNotContain("://");
    }

    @Test
    void runsABuildAgainWhenItsWorkerDoesNotComeBack() throws Exception {
        startServer(7);
        Form gone = Form.parse(post("/work", Map.of("worker", "gone")).body());
        assertThat(gone.get("attempt")).isEqualTo("1");
        await().atMost(SOON)
                .until(() ->
                        postgres.number("SELECT count(*) FROM builds WHERE state = 'running'")
                                == 0);
        Form other = Form.parse(post("/work", Map.of("worker", "other")).body());
        assertThat(other.get("build")).isEqualTo(gone.get("build"));
        assertThat(other.get("attempt")).isEqualTo("2");
        assertThat(status().at("/counts/runAgain").asLong()).isEqualTo(1);
        // The first one comes back after all: it is answered, and nothing is applied.
        assertThat(report("gone", gone).body()).isEqualTo("given-away");
        assertThat(report("other", other).body()).isEqualTo("applied");
        assertThat(status().at("/counts/done").asLong()).isEqualTo(1);
    }

    @Test
    void appliesAResultOnceHoweverOftenItIsReported() throws Exception {
        Process first = startServer(7);
        Form work = Form.parse(post("/work", Map.of("worker", "w1")).body());
        assertThat(report("w1", work).body()).isEqualTo("applied");
        assertThat(report("w1", work).body()).isEqualTo("already");
        kill(first);
        startServer(8);
        assertThat(report("w1", work).body()).isEqualTo("already");
        assertThat(status().at("/counts/done").asLong()).isEqualTo(1);
        assertThat(status().at("/counts/resumed").asLong()).isZero();
    }

    @Test
    void givesAWorkerThatAsksAgainItsBuildAgain() throws Exception {
        startServer(7);
        Form first = Form.parse(post("/work", Map.of("worker", "w1")).body());
        Form second = Form.parse(post("/work", Map.of("worker", "w1")).body());
        assertThat(second.get("build")).isEqualTo(first.get("build"));
        assertThat(status().at("/counts/runAgain").asLong()).isEqualTo(1);
    }

    @Test
    void countsWhatAWorkerKnowsAndTheDatabaseDoesNotAsLost() throws Exception {
        startServer(7);
        Form work = Form.parse(post("/work", Map.of("worker", "w1")).body());
        assertThat(report("w1", work).body()).isEqualTo("applied");
        Form unknown = new Form(Map.of("token", "from-a-primary-that-lost-it"));
        assertThat(report("w2", unknown).body()).isEqualTo("unknown");
        assertThat(report("w2", unknown).body()).isEqualTo("unknown");
        assertThat(status().at("/counts/lost").asLong()).isEqualTo(1);

        postgres.execute("UPDATE handouts SET reported_at = NULL");
        post("/work", Map.of("worker", "w1", "acknowledged", work.get("token")));
        assertThat(status().at("/counts/lost").asLong()).isEqualTo(2);
    }

    @Test
    void isHealthyOnlyWhileItCanWrite() throws Exception {
        startServer(7);
        assertThat(get("/health").statusCode()).isEqualTo(200);
        postgres.stop("immediate");
        assertThat(get("/health").statusCode()).isEqualTo(503);
        postgres.start();
        await().atMost(SOON).until(() -> get("/health").statusCode() == 200);
    }

    @Test
    void refusesAStandbyWithOneSentence() throws Exception {
        postgres.stop("fast");
        postgres.makeStandby();
        postgres.start();
        Process process = start(PipelineServer.class, serverSettings(7));
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(3);
        assertThat(Files.readString(folder.resolve("output")))
                .isEqualTo(
                        "pipeline-server: can't use the database at %s: needed a database that takes writes, found a standby; promote it, or correct PIPELINE_DATABASE_URL\n"
                                .formatted(postgres.url()));
    }

    @Test
    void listsAllMistakesInItsSettings() throws Exception {
        Process process = start(PipelineServer.class, Map.of("PIPELINE_PORT", "no"));
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(Files.readString(folder.resolve("output")))
                .contains("PIPELINE_PORT, found 'no'", "PIPELINE_DATABASE_URL, found none");
    }

    private Process startServer(long epoch) throws Exception {
        Process process = start(PipelineServer.class, serverSettings(epoch));
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> get("/health").statusCode() == 200);
        return process;
    }

    private Map<String, String> serverSettings(long epoch) {
        return Map.of(
                "PIPELINE_DATABASE_URL", postgres.url(),
                "PIPELINE_DATABASE_USER", "demo",
                "PIPELINE_DATABASE_PASSWORD_FILE", postgres.passwordFile().toString(),
                "PIPELINE_PORT", Integer.toString(port),
                "PIPELINE_WORKER_GRACE_MILLIS", "2000",
                "UNDERSTUDY_EPOCH", Long.toString(epoch),
                "UNDERSTUDY_NODE", "ci-a");
    }

    private void startWorker(String name) throws Exception {
        int nobody = ClaimedPorts.one();
        start(
                Worker.class,
                Map.of(
                        "PIPELINE_WORKER",
                        name,
                        "PIPELINE_SERVERS",
                        "http://127.0.0.1:%d,http://127.0.0.1:%d".formatted(nobody, port)));
    }

    private Process start(Class<?> program, Map<String, String> environment) throws IOException {
        var builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName());
        builder.environment().putAll(new HashMap<>(environment));
        Process process =
                builder.redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(folder.resolve("output").toFile()))
                        .start();
        children.add(process);
        return process;
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private void awaitCounts(String name, long least) {
        await().atMost(SOON).until(() -> status().at("/counts/" + name).asLong() >= least);
    }

    private JsonNode status() throws Exception {
        return new ObjectMapper().readTree(get("/status").body());
    }

    private HttpResponse<String> report(String worker, Form work) throws Exception {
        return post(
                "/result", Map.of("worker", worker, "token", work.get("token"), "result", "ok"));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(at(path)).build());
    }

    private HttpResponse<String> post(String path, Map<String, String> form) throws Exception {
        return send(
                HttpRequest.newBuilder(at(path))
                        .POST(HttpRequest.BodyPublishers.ofString(new Form(form).encoded()))
                        .build());
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
