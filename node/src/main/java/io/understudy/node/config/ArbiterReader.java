package io.understudy.node.config;

import io.understudy.core.model.PeerLoss;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;

/** Reads who keeps the register. */
final class ArbiterReader {

    private static final Scalar<String> WORD =
            new Scalar<>(
                    "quorum, operator, or a block with zookeeper (database is not in this"
                            + " version)",
                    "quorum",
                    text ->
                            List.of("quorum", "operator").contains(text)
                                    ? Optional.of(text)
                                    : Optional.empty());

    private static final Scalar<List<ArbiterConfig.Member>> MEMBERS =
            new Scalar<>(
                    "each member of the ensemble once as HOST:PORT, with commas between them, such"
                            + " as zk1.example.com:2281,zk2.example.com:2281",
                    List.of(),
                    ArbiterReader::members);

    private static final String NAME = "(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+";

    private static final Scalar<String> NAMESPACE =
            new Scalar<>(
                    "the path of a znode, of letters, digits, '.', '_', '-' and '/', such as"
                            + " /understudy/acme",
                    "/x",
                    Scalar.matching(
                            Pattern.compile("(?!/zookeeper(/|$))(/NAME)+".replace("NAME", NAME))));

    /** A colon would end it in ZooKeeper's own form. */
    private static final Scalar<String> LOGIN =
            new Scalar<>(
                    "a name of letters, digits, '.', '_' and '-', such as understudy",
                    "x",
                    Scalar.matching(Pattern.compile("[A-Za-z0-9._-]{1,64}")));

    private static final Scalar<String> OFF =
            new Scalar<>(
                    "a block with the ensemble's authority, or off for clear text",
                    "off",
                    text -> text.equals("off") ? Optional.of(text) : Optional.empty());

    private final List<ConfigMistake> mistakes;

    ArbiterReader(List<ConfigMistake> mistakes) {
        this.mistakes = mistakes;
    }

    ArbiterConfig read(Block file, String cluster) {
        Optional<Block.Entry> entry = file.entry("arbiter");
        if (entry.isPresent() && entry.get().value() instanceof MappingNode) {
            Block arbiter = Block.of(Section.ARBITER, entry.get(), mistakes);
            Optional<Block> zooKeeper = arbiter.block("zookeeper", Section.ZOOKEEPER);
            if (zooKeeper.isEmpty()) {
                arbiter.missing("zookeeper", "a block with at least connect and tls");
            }
            return zooKeeper
                    .<ArbiterConfig>map(block -> zooKeeper(block, cluster))
                    .orElseGet(ArbiterConfig.Quorum::new);
        }
        boolean operator = file.optional("arbiter", WORD).filter("operator"::equals).isPresent();
        return operator
                ? new ArbiterConfig.Operator(
                        file.optional("peer-loss", Scalar.oneOf(PeerLoss.values()))
                                .orElse(PeerLoss.PRIMARY_CONTINUES))
                : new ArbiterConfig.Quorum();
    }

    private ArbiterConfig zooKeeper(Block block, String cluster) {
        ArbiterConfig.ZooKeeper ensemble =
                new ArbiterConfig.ZooKeeper(
                        block.required("connect", MEMBERS),
                        block.optional("namespace", NAMESPACE).orElse("/understudy/" + cluster),
                        transport(block),
                        login(block));
        if (ensemble.transport() instanceof ArbiterConfig.Plain
                && block.has("tls")
                && ensemble.login().isEmpty()) {
            mistakes.add(
                    block.placeOf("tls")
                            .mistake(
                                    "a user and a password-file beside tls: off, since otherwise"
                                            + " anybody who reaches the ensemble could move the"
                                            + " primary",
                                    "neither"));
        }
        return ensemble;
    }

    private ArbiterConfig.Transport transport(Block block) {
        Optional<Block.Entry> entry = block.entry("tls");
        if (entry.isPresent() && entry.get().value() instanceof MappingNode) {
            return tls(Block.of(Section.TLS, entry.get(), mistakes));
        }
        block.required("tls", OFF);
        return new ArbiterConfig.Plain();
    }

    private ArbiterConfig.Transport tls(Block block) {
        return new ArbiterConfig.Tls(
                block.required("authority", Scalar.ABSOLUTE_PATH),
                both(block, "certificate", "key")
                        ? Optional.of(
                                new ArbiterConfig.KeyPair(
                                        block.required("certificate", Scalar.ABSOLUTE_PATH),
                                        block.required("key", Scalar.ABSOLUTE_PATH)))
                        : Optional.empty(),
                block.optional("check-names", Scalar.TRUTH).orElse(true));
    }

    private Optional<ArbiterConfig.Login> login(Block block) {
        if (!both(block, "user", "password-file")) {
            return Optional.empty();
        }
        String user = block.required("user", LOGIN);
        Path file = block.required("password-file", Scalar.ABSOLUTE_PATH);
        return Optional.of(new ArbiterConfig.Login(user, file));
    }

    /** Whether there is one of two that belong together; the other is then missed. */
    private static boolean both(Block block, String one, String other) {
        return block.has(one) || block.has(other);
    }

    private static Optional<List<ArbiterConfig.Member>> members(String text) {
        List<ArbiterConfig.Member> members = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            if (Scalar.HOST_AND_PORT.read().apply(part.strip()).orElse(null)
                    instanceof Probe.Tcp(String host, int port, var _)) {
                members.add(new ArbiterConfig.Member(host, port));
            } else {
                return Optional.empty();
            }
        }
        return new HashSet<>(members).size() == members.size()
                ? Optional.of(members)
                : Optional.empty();
    }
}
