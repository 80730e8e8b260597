package io.understudy.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.node.config.ArbiterConfig.KeyPair;
import io.understudy.node.config.ArbiterConfig.Login;
import io.understudy.node.config.ArbiterConfig.Member;
import io.understudy.node.config.ArbiterConfig.Plain;
import io.understudy.node.config.ArbiterConfig.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cluster whose register is in an ensemble outside of its nodes. */
class EnsembleConfigTest {

    @Test
    void readsEveryKeyOfAnEnsemble() throws IOException {
        ClusterConfig config = ConfigFileTest.valid(ConfigFileTest.resource("ensemble.yaml"));

        assertThat(config.arbiter())
                .isEqualTo(
                        new ArbiterConfig.ZooKeeper(
                                List.of(
                                        new Member("zk1.example.com", 2281),
                                        new Member("10.0.0.22", 2281),
                                        new Member("2001:db8::3", 2281)),
                                "/shared/acme-ci",
                                new Tls(
                                        Path.of("/etc/zookeeper/ca.crt"),
                                        Optional.of(
                                                new KeyPair(
                                                        Path.of("/etc/understudy/zookeeper.crt"),
                                                        Path.of("/etc/understudy/zookeeper.key"))),
                                        false),
                                Optional.of(
                                        new Login(
                                                "understudy",
                                                Path.of("/etc/understudy/zookeeper.password")))));
        assertThat(config.nodes()).hasSize(2);
    }

    @Test
    void readsTheSmallestEnsembleWithItsUsualValues() {
        assertThat(
                        arbiter(
                                "{ zookeeper: { connect: \"zk1:2281\", tls: { authority: /ca.crt"
                                        + " } } }"))
                .isEqualTo(
                        new ArbiterConfig.ZooKeeper(
                                List.of(new Member("zk1", 2281)),
                                "/understudy/acme",
                                new Tls(Path.of("/ca.crt"), Optional.empty(), true),
                                Optional.empty()));
    }

    @Test
    void takesClearTextOnlyWhereItIsSaidAndAPasswordIsAsked() {
        assertThat(
                        arbiter(
                                "{ zookeeper: { connect: \"zk1:2181\", tls: off, user: ci,"
                                        + " password-file: /pw } }"))
                .isEqualTo(
                        new ArbiterConfig.ZooKeeper(
                                List.of(new Member("zk1", 2181)),
                                "/understudy/acme",
                                new Plain(),
                                Optional.of(new Login("ci", Path.of("/pw")))));
    }

    @Test
    void listsAllMistakesAtOnceWithTheirPlaces() {
        assertThat(
                        sentences(
                                """
                                cluster: acme
                                nodes:
                                  ci-a: { address: 10.0.0.11, ports: { quorum: 7702 } }
                                  vote: { address: 10.0.0.13, witness: true }
                                arbiter:
                                  zookeeper:
                                    connect: "zk1:2281,zk1:2281"
                                    namespace: understudy
                                    tls: { key: /zk.key }
                                    user: under:study
                                    password: secret
                                database: { postgresql: { data: /data } }
                                """))
                .containsExactly(
                        "f:2:1: nodes: needed at least 2 nodes that are no witness, so that one can"
                                + " take over from the other, found 1",
                        "f:3:48: nodes.ci-a.ports.quorum: needed no quorum port, since no member of"
                                + " the ensemble of arbiter.zookeeper runs in a node, found '7702'",
                        "f:4:40: nodes.vote.witness: needed no witness, since the ensemble of"
                                + " arbiter.zookeeper votes, found true",
                        "f:6:3: arbiter.zookeeper.password-file: needed an absolute path, such as"
                                + " /srv/ci, found nothing",
                        "f:7:14: arbiter.zookeeper.connect: needed each member of the ensemble once"
                                + " as HOST:PORT, with commas between them, such as"
                                + " zk1.example.com:2281,zk2.example.com:2281, found"
                                + " 'zk1:2281,zk1:2281'",
                        "f:8:16: arbiter.zookeeper.namespace: needed the path of a znode, of"
                                + " letters, digits, '.', '_', '-' and '/', such as"
                                + " /understudy/acme, found 'understudy'",
                        "f:9:5: arbiter.zookeeper.tls.authority: needed an absolute path, such as"
                                + " /srv/ci, found nothing",
                        "f:9:5: arbiter.zookeeper.tls.certificate: needed an absolute path, such as"
                                + " /srv/ci, found nothing",
                        "f:10:11: arbiter.zookeeper.user: needed a name of letters, digits, '.',"
                                + " '_' and '-', such as understudy, found 'under:study'",
                        "f:11:5: arbiter.zookeeper.password: needed one of the keys connect,"
                                + " namespace, tls, user, password-file, found the unknown key"
                                + " 'password'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ }                                                | a block with at least",
                "{ zookeeper: { connect: \"zk:1\" } }               | or off for clear text",
                "{ zookeeper: { connect: \"zk:1\", tls: on } }      | or off for clear text",
                "{ zookeeper: { connect: \"zk:1\", tls: off } }     | a user and a password-file",
                "{ zookeeper: { connect: zk, tls: off } }           | as HOST:PORT",
                "{ zookeeper: { connect: \"zk:1/a\", tls: off } }   | as HOST:PORT",
                "{ zookeeper: { namespace: /zookeeper/a } }         | the path of a znode",
                "{ zookeeper: { namespace: /a/../b } }              | the path of a znode",
                "{ zookeeper: { namespace: /a/ } }                  | the path of a znode",
                "{ zookeper: { } }                                  | did you mean 'zookeeper'",
                "zookeeper                                          | quorum, operator, or a block",
            })
    void saysWhatAnEnsembleNeeds(String arbiter, String needed) {
        assertThat(sentences(file(arbiter))).anyMatch(sentence -> sentence.contains(needed));
    }

    private static ArbiterConfig arbiter(String arbiter) {
        return ConfigFileTest.valid(file(arbiter)).arbiter();
    }

    private static String file(String arbiter) {
        return """
        cluster: acme
        nodes: { ci-a: { address: 10.0.0.11 }, ci-b: { address: 10.0.0.12 } }
        arbiter: %s
        database: { postgresql: { data: /data } }
        """
                .formatted(arbiter);
    }

    private static List<String> sentences(String text) {
        return switch (ConfigFile.parse(text)) {
            case ConfigResult.Valid valid -> throw new AssertionError("taken: " + valid);
            case ConfigResult.Mistakes mistakes -> mistakes.text("f").lines().toList();
        };
    }
}
