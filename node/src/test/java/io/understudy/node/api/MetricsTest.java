package io.understudy.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.core.foresight.Foretold;
import io.understudy.core.model.NodeId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
    private static final Pattern NAME = Pattern.compile("understudy_[a-z_]+");

    private final NodeReport report =
            new FakeDesk()
                    .report()
                    .withForetold(
                            List.of(
                                    new Foretold(
                                            new NodeId("ci-b"), Foretold.Turn.GOES_ON, 900, 0, "")))
                    .withFiles(
                            Optional.of(
                                    new FilesReport(
                                            "publishing",
                                            Optional.empty(),
                                            Optional.of("3-14"),
                                            Optional.of(Instant.EPOCH.minusSeconds(5)),
                                            Optional.empty(),
                                            Optional.empty(),
                                            List.of(),
                                            List.of(),
                                            List.of(),
                                            Optional.empty(),
                                            List.of())));

    @Test
    void saysWhatTheNodeIs() {
        assertThat(lines())
                .contains(
                        "understudy_role{cluster=\"acme\",node=\"ci-a\",role=\"active\"} 1",
                        "understudy_role{cluster=\"acme\",node=\"ci-a\",role=\"standby\"} 0",
                        "understudy_primacy_epoch{cluster=\"acme\",node=\"ci-a\"} 3",
                        "understudy_lease_left_seconds{cluster=\"acme\",node=\"ci-a\"} 1.6",
                        "understudy_serves_if_lost{cluster=\"acme\",node=\"ci-a\",lost=\"ci-b\"} 1",
                        "understudy_replication_lag_bytes{cluster=\"acme\",node=\"ci-a\",standby=\"ci-b\"}"
                            + " 328",
                        "understudy_replication_lag_seconds{cluster=\"acme\",node=\"ci-a\",standby=\"ci-b\"}"
                            + " 0.12",
                        "understudy_files_generation_age_seconds{cluster=\"acme\",node=\"ci-a\"}"
                                + " 5.0",
                        "understudy_paused{cluster=\"acme\",node=\"ci-a\"} 1",
                        "understudy_certificate_left_seconds{cluster=\"acme\",node=\"ci-a\"}"
                                + " 60480000");
    }

    @Test
    void countsTheRegistersAnswersByHowLongTheyTook() {
        assertThat(lines())
                .contains(
                        "# TYPE understudy_register_write_seconds histogram",
                        "understudy_register_write_seconds_bucket{cluster=\"acme\",node=\"ci-a\",le=\"0.005\"}"
                            + " 40",
                        "understudy_register_write_seconds_bucket{cluster=\"acme\",node=\"ci-a\",le=\"+Inf\"}"
                            + " 100",
                        "understudy_register_write_seconds_sum{cluster=\"acme\",node=\"ci-a\"}"
                                + " 2.25",
                        "understudy_register_write_seconds_count{cluster=\"acme\",node=\"ci-a\"}"
                                + " 100",
                        "# TYPE understudy_register_unanswered_total counter",
                        "understudy_register_unanswered_total{cluster=\"acme\",node=\"ci-a\"} 2");
    }

    @Test
    void aChannelThatFailsIsOneLineToAlertOn() {
        NotifyReport told =
                new NotifyReport(
                        List.of(
                                new NotifyReport.Channel("chat", 7, 1, 0, Optional.empty()),
                                new NotifyReport.Channel(
                                        "mail",
                                        0,
                                        0,
                                        3,
                                        Optional.of(
                                                new NotifyReport.Failing(
                                                        Instant.EPOCH, "no answer")))));

        assertThat(Metrics.of(report.withNotices(Optional.of(told)), List.of()).lines())
                .contains(
                        "understudy_notices_sent{cluster=\"acme\",node=\"ci-a\",channel=\"chat\"}"
                                + " 7",
                        "understudy_notices_given_up{cluster=\"acme\",node=\"ci-a\",channel=\"chat\"}"
                            + " 1",
                        "understudy_notices_waiting{cluster=\"acme\",node=\"ci-a\",channel=\"mail\"}"
                            + " 3",
                        "understudy_notices_failing{cluster=\"acme\",node=\"ci-a\",channel=\"chat\"}"
                            + " 0",
                        "understudy_notices_failing{cluster=\"acme\",node=\"ci-a\",channel=\"mail\"}"
                            + " 1");
    }

    @Test
    void whatIsNotSoHasNoSample() {
        assertThat(Metrics.of(report.withFiles(Optional.empty()), List.of()))
                .doesNotContain("understudy_files_")
                .doesNotContain("understudy_moves");
    }

    /** An alert on a metric that nobody has never fires. */
    @Test
    void alertsAndTheDashboardAskForWhatThereIs() throws IOException {
        // Those that a report of a primary without a move and a proved guard lacks.
        Set<String> there = new TreeSet<>(names(Files.readString(source())));
        Set<String> asked =
                new TreeSet<>(names(Files.readString(monitoring("understudy.rules.yml"))));
        JsonNode dashboard = new ObjectMapper().readTree(monitoring("grafana.json").toFile());
        for (JsonNode panel : dashboard.get("panels")) {
            for (JsonNode target : panel.get("targets")) {
                asked.addAll(names(target.get("expr").asText()));
            }
        }
        assertThat(asked).hasSizeGreaterThan(10).isSubsetOf(there);
    }

    @Test
    void prometheusAcceptsTheFormatAndTheRules() throws Exception {
        assumeTrue(Files.isExecutable(PROMTOOL), "needed Debian's prometheus for promtool");

        assertThat(promtool(Metrics.of(report, List.of()), "check", "metrics")).isEmpty();
        assertThat(promtool("", "check", "rules", monitoring("understudy.rules.yml").toString()))
                .contains("SUCCESS: 15 rules found");
    }

    private List<String> lines() {
        return Metrics.of(report, List.of()).lines().toList();
    }

    private static List<String> names(String text) {
        Matcher matcher = NAME.matcher(text);
        return matcher.results()
                // The parts of a histogram.
                .map(result -> result.group().replaceFirst("_(bucket|sum|count)$", ""))
                .toList();
    }

    /** In the source a family's name stands without its prefix. */
    private static Path source() throws IOException {
        Path file = Files.createTempFile("metrics", ".txt");
        file.toFile().deleteOnExit();
        String source =
                Files.readString(
                        root().resolve("node/src/main/java/io/understudy/node/api/Metrics.java"));
        StringBuilder all = new StringBuilder();
        Matcher family =
                Pattern.compile("(?:family|counter|histogram)\\(\\s*\"([a-z_]+)\"").matcher(source);
        while (family.find()) {
            all.append("understudy_").append(family.group(1)).append('\n');
        }
        return Files.writeString(file, all);
    }

    private static Path monitoring(String name) {
        return root().resolve("docs/monitoring").resolve(name);
    }

    private static Path root() {
        return Path.of(System.getProperty("understudy.root"));
    }

    /** What it says, once it has ended well. */
    private static String promtool(String input, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(PROMTOOL.toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(Duration.ofSeconds(20).toMillis(), TimeUnit.MILLISECONDS))
                .isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
