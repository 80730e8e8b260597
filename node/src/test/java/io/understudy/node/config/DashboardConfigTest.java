package io.understudy.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.model.NodeId;
import io.understudy.testkit.BadInputPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether every node serves a page, and where. */
class DashboardConfigTest {

    private static final String APART = "10.0.0.12";

    @Test
    void thereIsNoPageUnlessTheFileSaysSo() {
        assertThat(valid("", APART, "").dashboard()).isEmpty();
    }

    @Test
    void everyNodeHasItsPageOnTheSamePort() {
        ClusterConfig config = valid("dashboard: { port: 9443 }", APART, "");

        assertThat(config.dashboard()).contains(new DashboardConfig(Optional.empty(), false));
        assertThat(config.nodes()).allMatch(node -> node.ports().dashboard() == 9443);
    }

    @Test
    void oldScriptsAreAnsweredOnlyWhereThatIsSaid() {
        assertThat(valid("dashboard: { gocd-scripts: true }", APART, "").dashboard())
                .contains(new DashboardConfig(Optional.empty(), true));
    }

    @Test
    void aNodeThatSharesItsHostHasAPortOfItsOwn() {
        ClusterConfig config =
                valid(
                        "dashboard: {}",
                        "10.0.0.11",
                        "ports: { api: 1, quorum: 2, election: 3, dashboard: 4 }");

        assertThat(config.forNode(new NodeId("ci-a")).orElseThrow().ports().dashboard())
                .isEqualTo(8155);
        assertThat(config.forNode(new NodeId("ci-b")).orElseThrow().ports().dashboard())
                .isEqualTo(4);
    }

    @Test
    void theUsersOwnCertificateComesWithItsKey() {
        assertThat(
                        valid(
                                        "dashboard: { certificate: /etc/page.crt, key:"
                                                + " /etc/page.key }",
                                        APART,
                                        "")
                                .dashboard()
                                .orElseThrow()
                                .own())
                .contains(
                        new DashboardConfig.Own(
                                Path.of("/etc/page.crt"), Path.of("/etc/page.key")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            emptyValue = "",
            value = {
                "a page's certificate without its key | dashboard: { certificate: /etc/page.crt } |"
                        + " 10.0.0.12 | ports: { api: 1 }",
                "a page's port that another has | dashboard: { port: 7700 } | 10.0.0.12 | ports: {"
                        + " api: 7700 }",
                "a node's port of a page that there is not | takeover: manual | 10.0.0.12 | ports:"
                        + " { dashboard: 8155 }",
            })
    void whatIsWrongWithAPageIsOneSentence(
            String input, String dashboard, String address, String ports) {
        assertThat(parsed(dashboard, address, ports))
                .isInstanceOfSatisfying(
                        ConfigResult.Mistakes.class,
                        mistakes ->
                                assertThat(mistakes.text("/etc/understudy.yaml").lines())
                                        .isNotEmpty()
                                        .allMatch(line -> matches(input, line)));
    }

    private static boolean matches(String input, String line) {
        try {
            return BadInputPage.says(input).matcher(line).matches();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClusterConfig valid(String dashboard, String address, String ports) {
        return switch (parsed(dashboard, address, ports)) {
            case ConfigResult.Valid(ClusterConfig config) -> config;
            case ConfigResult.Mistakes mistakes ->
                    throw new AssertionError(mistakes.text("understudy.yaml"));
        };
    }

    private static ConfigResult parsed(String dashboard, String address, String ports) {
        return ConfigFile.parse(
                """
                cluster: ci
                nodes:
                  ci-a: { address: 10.0.0.11 }
                  ci-b: { address: %s, postgresql: { data: /b, port: 5433 }%s }
                  vote: { address: 10.0.0.13, witness: true }
                database: { postgresql: { data: /var/lib/postgresql } }
                %s
                """
                        .formatted(address, ports.isEmpty() ? "" : ", " + ports, dashboard));
    }
}
