package io.understudy.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.model.FencePlan;
import io.understudy.core.model.FencePlan.Kind;
import io.understudy.core.model.FencePlan.Method;
import io.understudy.core.model.Limits;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Pair;
import io.understudy.core.model.PeerLoss;
import io.understudy.core.model.Settings;
import io.understudy.core.model.SynchronousMode;
import io.understudy.core.model.TakeoverMode;
import io.understudy.core.model.Timings;
import io.understudy.core.model.Voting;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {

    private static final NodeId A = new NodeId("ci-a");
    private static final NodeId B = new NodeId("ci-b");
    private static final NodeId VOTE = new NodeId("vote");

    @Test
    void readsTheSmallestFileWithItsUsualValues() throws IOException {
        ClusterConfig config = valid(resource("small.yaml"));

        assertThat(config.cluster()).isEqualTo("acme");
        assertThat(config.takeover()).isEqualTo(TakeoverMode.AUTOMATIC);
        assertThat(config.timing()).isEqualTo(Timing.NORMAL);
        assertThat(config.synchronous()).isEqualTo(new SynchronousMode.Preferred());
        assertThat(config.nodes()).extracting(NodeConfig::id).containsExactly(A, B, VOTE);
        assertThat(config.forNode(B))
                .contains(
                        new NodeConfig.Carrier(
                                B,
                                "10.0.0.12",
                                new Ports(7700, 7701, 7702, 8155),
                                new PostgresqlConfig(
                                        Path.of("/var/lib/postgresql/15/main"),
                                        5432,
                                        Optional.empty(),
                                        "postgres",
                                        Optional.empty(),
                                        4L << 30),
                                Optional.empty(),
                                new AddressConfig.None(),
                                List.of()));
        assertThat(config.forNode(VOTE))
                .contains(new NodeConfig.Witness(VOTE, "10.0.0.13", Ports.USUAL));
        assertThat(config.forNode(new NodeId("other"))).isEmpty();
    }

    @Test
    void readsTheFilesThatGoWithTheServer() throws IOException {
        ClusterConfig config = valid(resource("whole.yaml"));

        NodeConfig.Carrier a = (NodeConfig.Carrier) config.forNode(A).orElseThrow();
        assertThat(a.files())
                .containsExactly(
                        new FileSetConfig(
                                "config",
                                Path.of("/etc/ci"),
                                List.of("*.xml", "keys/**"),
                                List.of("db.properties")),
                        new FileSetConfig(
                                "plugins", Path.of("/srv/ci/plugins"), List.of(), List.of()));
        assertThat(config.generations()).isEqualTo(5);
    }

    @Test
    void refusesFilesThatAreInTwoSets() throws IOException {
        String file = resource("whole.yaml").replace("/srv/ci/plugins", "/etc/ci/plugins");

        assertThat(ConfigFile.parse(file))
                .isInstanceOfSatisfying(
                        ConfigResult.Mistakes.class,
                        mistakes ->
                                assertThat(mistakes.mistakes().toString())
                                        .contains("folders of which none is in another"));
    }

    @Test
    void laysANodesOwnValuesOverTheSharedOnes() throws IOException {
        ClusterConfig config = valid(resource("whole.yaml"));

        NodeConfig.Carrier a = (NodeConfig.Carrier) config.forNode(A).orElseThrow();
        assertThat(a.ports()).isEqualTo(new Ports(17700, 17701, 17702, 8155));
        assertThat(a.postgresql())
                .isEqualTo(
                        new PostgresqlConfig(
                                Path.of("/srv/a/data"),
                                15432,
                                Optional.of(Path.of("/opt/pg/bin")),
                                "alice",
                                Optional.of(Path.of("/run/a")),
                                1L << 30));
        assertThat(a.server())
                .contains(
                        new ServerConfig(
                                new ServerConfig.Command(
                                        List.of("/usr/bin/python3", "server.py"),
                                        Path.of("/srv/a/ci"),
                                        Optional.of("alice"),
                                        Map.of("PORT", "18153", "LANGUAGE", "en")),
                                new Probe(
                                        new Probe.Http(URI.create("http://127.0.0.1:18153/health")),
                                        Duration.ofMillis(250),
                                        Duration.ofSeconds(2)),
                                Duration.ofSeconds(2),
                                new Limits.Server(
                                        4,
                                        Duration.ofMinutes(2),
                                        Duration.ofMinutes(3),
                                        Duration.ofSeconds(20)),
                                Optional.empty(),
                                Optional.of(List.of("/usr/bin/ci", "--version")),
                                Optional.empty()));
        NodeConfig.Carrier b = (NodeConfig.Carrier) config.forNode(B).orElseThrow();
        assertThat(((ServerConfig.Command) b.server().orElseThrow().run()).environment())
                .isEqualTo(Map.of("PORT", "8153", "LANGUAGE", "en"));
    }

    @Test
    void takesAUnitInsteadOfACommand() {
        String file =
                """
                cluster: acme
                nodes: { ci-a: { address: 10.0.0.11 }, ci-b: { address: 10.0.0.12 } }
                arbiter: operator
                database: { postgresql: { data: /data } }
                server: { unit: UNIT, probe: { tcp: "127.0.0.1:8153" } }
                """;

        assertThat(valid(file.replace("UNIT", "gocd@main.service")).carriers())
                .extracting(carrier -> carrier.server().orElseThrow().run())
                .containsOnly(new ServerConfig.Unit("gocd@main.service"));
        // Its command is of no use then, and its probe may be.
        assertThat(valid(file.replace("UNIT", "gocd.service, profile: gocd")).carriers())
                .extracting(carrier -> carrier.server().orElseThrow().run())
                .containsOnly(new ServerConfig.Unit("gocd.service"));
        assertThat(sentences(file.replace("UNIT", "../gocd.service")))
                .containsOnly(
                        "f:5:17: server.unit: needed the name of a systemd service, such as"
                                + " gocd.service, found '../gocd.service'");
        assertThat(sentences(file.replace("UNIT", "understudy.service")))
                .containsOnly(
                        "f:5:17: server.unit: needed the server's unit, found understudy.service,"
                                + " which is the daemon's own");
        assertThat(sentences(file.replace("UNIT", "gocd.service, user: ci")))
                .containsOnly(
                        "f:5:37: server.user: needed nothing beside a unit, which has its own,"
                                + " found a user");
    }

    @Test
    void derivesWhatDecisionsDependOn() throws IOException {
        Settings settings = valid(resource("whole.yaml")).settings(VOTE, true);

        assertThat(settings)
                .isEqualTo(
                        new Settings(
                                VOTE,
                                Set.of(A, B),
                                true,
                                TakeoverMode.GRACEFUL,
                                new SynchronousMode.Off(32L << 20),
                                Timings.fast(),
                                new Voting.Majority(),
                                new Limits(
                                        Limits.usual().server(),
                                        new Limits.Flapping(2, Duration.ofMinutes(30)),
                                        Duration.ofMinutes(4)),
                                new FencePlan(
                                        true,
                                        List.of(
                                                FencePlan.peer(Timings.fast()),
                                                new Method("ssh", Kind.SSH, seconds(4)),
                                                new Method("ipmi", Kind.COMMAND, seconds(9))))));
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    void twoNodesShareTheirRegisterAndAPersonIsTheThirdVote() {
        String nodes =
                """
                cluster: acme
                nodes: { ci-a: { address: 10.0.0.11 }, ci-b: { address: 10.0.0.12 } }
                database: { postgresql: { data: /data } }
                arbiter: operator
                """;
        assertThat(valid(nodes).settings(B, false).voting())
                .isEqualTo(new Voting.Person(Pair.of(A, B, PeerLoss.PRIMARY_CONTINUES)));
        assertThat(valid(nodes + "peer-loss: standby-takes-over").settings(A, true).voting())
                .isEqualTo(new Voting.Person(Pair.of(A, B, PeerLoss.STANDBY_TAKES_OVER)));
    }

    @Test
    void refusesWhatAPairCannotBe() {
        assertThat(
                        sentences(
                                """
                                cluster: acme
                                nodes:
                                  ci-a: { address: 10.0.0.11 }
                                  ci-b: { address: 10.0.0.12 }
                                  vote: { address: 10.0.0.13, witness: true }
                                database: { postgresql: { data: /data, synchronous: off } }
                                arbiter: operator
                                peer-loss: standby-takes-over
                                """))
                .containsExactly(
                        "f:2:1: nodes: needed 2 nodes and no witness beside arbiter: operator; with"
                                + " a third vote, quorum needs no person, found 3, of them 2 no"
                                + " witness",
                        "f:8:12: peer-loss: needed primary-continues beside synchronous: off, since"
                                + " only a standby in sync may take over by itself, found"
                                + " standby-takes-over");
    }

    @Test
    void refusesThePortsOfAnEnsembleInAPair() {
        assertThat(
                        sentences(
                                """
                                cluster: acme
                                nodes:
                                  ci-a: { address: 10.0.0.11, ports: { api: 7700, quorum: 7702 } }
                                  ci-b: { address: 10.0.0.12 }
                                database: { postgresql: { data: /data } }
                                arbiter: operator
                                """))
                .containsExactly(
                        "f:3:59: nodes.ci-a.ports.quorum: needed no quorum port, since the two"
                                + " nodes share their register over the api port, found '7702'");
    }

    @Test
    void listsAllMistakesAtOnceWithTheirPlaces() {
        assertThat(
                        sentences(
                                """
                                cluster: Acme!
                                nodes:
                                  ci-a: { adress: 10.0.0.11, ports: { api: 77000 } }
                                  CI-B: { address: 10.0.0.256 }
                                  vote: { address: 10.0.0.13, witness: maybe }
                                  spare: { address: 10.0.0.13, witness: true, server: {} }
                                arbiter: database
                                timing: quick
                                server:
                                  command: java
                                  probe: { http: "ftp://x", tcp: nowhere }
                                  stop-timeout: 5
                                database:
                                  postgresql: { data: main, synchronous: strict, lag-limit: 1MB }
                                """))
                .containsExactly(
                        "f:1:10: cluster: needed a name of 1 to 63 of a-z, 0-9 and '-', with no '-'"
                                + " at either end, found 'Acme!'",
                        "f:2:1: nodes: needed 3 or 5 nodes, so that a majority is left when one is"
                                + " lost, found 4",
                        "f:3:3: nodes.ci-a.address: needed a host name or an IP address that the"
                                + " other nodes reach, such as 10.0.0.11, found nothing",
                        "f:3:11: nodes.ci-a.adress: needed one of the keys address, interface,"
                            + " witness, ports, postgresql, server, files, found the unknown key"
                            + " 'adress' (did you mean 'address'?)",
                        "f:3:44: nodes.ci-a.ports.api: needed a port from 1 to 65535, found"
                                + " '77000'",
                        "f:4:3: nodes.CI-B: needed a name of 1 to 63 of a-z, 0-9 and '-', with no"
                                + " '-' at either end, found 'CI-B'",
                        "f:4:20: nodes.CI-B.address: needed a host name or an IP address that the"
                                + " other nodes reach, such as 10.0.0.11, found '10.0.0.256'",
                        "f:5:40: nodes.vote.witness: needed true or false, found 'maybe'",
                        "f:6:3: nodes.spare.ports: needed its own api port at 10.0.0.13, found"
                                + " 7700, which is vote's api port",
                        "f:6:3: nodes.spare.ports: needed its own election port at 10.0.0.13, found"
                                + " 7702, which is vote's election port",
                        "f:6:3: nodes.spare.ports: needed its own quorum port at 10.0.0.13, found"
                                + " 7701, which is vote's quorum port",
                        "f:6:55: nodes.spare.server: needed nothing to carry, since a witness only"
                                + " votes, found a server of its own",
                        "f:7:10: arbiter: needed quorum, operator, or a block with zookeeper"
                                + " (database is not in this version), found 'database'",
                        "f:8:9: timing: needed one of fast, normal, wide, found 'quick'",
                        "f:9:1: server.directory: needed an absolute path, such as /srv/ci, found"
                                + " nothing",
                        "f:10:12: server.command: needed a list, such as [/usr/bin/java, -jar,"
                                + " server.jar], found 'java'",
                        "f:11:3: server.probe: needed exactly one of http, tcp or command, found"
                                + " http and tcp",
                        "f:11:18: server.probe.http: needed an http or https URL with a host, such"
                                + " as http://127.0.0.1:8153/health, found 'ftp://x'",
                        "f:11:34: server.probe.tcp: needed a host and a port, such as"
                                + " 127.0.0.1:8153, found 'nowhere'",
                        "f:12:17: server.stop-timeout: needed a duration from 1ms to 1h with its"
                                + " unit (ms, s, m or h), such as 500ms, found '5'",
                        "f:14:23: database.postgresql.data: needed an absolute path, such as"
                                + " /srv/ci, found 'main'",
                        "f:14:61: database.postgresql.lag-limit: needed synchronous: off beside a"
                                + " lag limit, since otherwise a standby takes over only with every"
                                + " commit, found synchronous: strict");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, true",
        "ci-a.example.com, true",
        "2001:db8::1, true",
        "localhost, true",
        "10.0.0, false",
        "10.0.0.1.2, false",
        "0.0.0.0, false",
        "::, false",
        "a_b, false",
        "fe80::1%eth0, false",
        "224.0.0.1, false",
        "-a, false"
    })
    void takesOnlyAnAddressThatANodeCanHave(String address, boolean good) throws IOException {
        String file = resource("small.yaml").replace("10.0.0.11", "\"" + address + "\"");

        assertThat(ConfigFile.parse(file) instanceof ConfigResult.Valid).isEqualTo(good);
    }

    static ClusterConfig valid(String text) {
        return switch (ConfigFile.parse(text)) {
            case ConfigResult.Valid(ClusterConfig config) -> config;
            case ConfigResult.Mistakes mistakes -> throw new AssertionError(mistakes.text("f"));
        };
    }

    private static List<String> sentences(String text) {
        return switch (ConfigFile.parse(text)) {
            case ConfigResult.Valid valid -> throw new AssertionError("taken: " + valid);
            case ConfigResult.Mistakes mistakes -> mistakes.text("f").lines().toList();
        };
    }

    static String resource(String name) throws IOException {
        try (InputStream in = ConfigFileTest.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
