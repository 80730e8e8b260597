package io.understudy.node.config;

import io.understudy.core.model.Limits;
import io.understudy.core.model.SynchronousMode;
import io.understudy.core.model.TakeoverMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the whole file once; what is wrong is noted, and reading goes on to the end. */
final class ClusterReader {

    private static final int USUAL_GENERATIONS = 3;
    private static final long USUAL_LAG_LIMIT = 16L << 20;

    private enum Synchronous {
        STRICT,
        PREFERRED,
        OFF
    }

    private final List<ConfigMistake> mistakes = new ArrayList<>();

    ConfigResult read(Node root) {
        Block file = Block.of(Section.FILE, new Block.Entry("", root, root), mistakes);
        Optional<Block> postgresql =
                file.block("database", Section.DATABASE)
                        .flatMap(database -> database.block("postgresql", Section.POSTGRESQL));
        Optional<Block> server = file.block("server", Section.SERVER);
        String cluster = file.required("cluster", Scalar.LABEL);
        ArbiterConfig arbiter = new ArbiterReader(mistakes).read(file, cluster);
        AddressReader virtual = new AddressReader(mistakes, file);
        DashboardReader page = new DashboardReader(mistakes, file);
        List<ReadNode> nodes =
                new NodesReader(
                                mistakes,
                                new NodesReader.Shared(postgresql, server, page.ports()),
                                virtual)
                        .read(file);
        new Electorate(mistakes, arbiter).check(file, nodes);
        page.checkAgainst(nodes);
        ClusterConfig config =
                new ClusterConfig(
                        cluster,
                        nodes.stream().map(ReadNode::node).toList(),
                        arbiter,
                        file.optional("takeover", Scalar.oneOf(TakeoverMode.values()))
                                .orElse(TakeoverMode.AUTOMATIC),
                        file.optional("timing", Scalar.oneOf(Timing.values()))
                                .orElse(Timing.NORMAL),
                        postgresql.map(this::synchronous).orElseGet(SynchronousMode.Preferred::new),
                        file.optional("watchdog", Scalar.oneOf(WatchdogMode.values()))
                                .orElse(WatchdogMode.AUTOMATIC),
                        file.optional("file-generations", Scalar.GENERATIONS)
                                .orElse(USUAL_GENERATIONS),
                        limits(file, postgresql),
                        new FenceReader(mistakes).read(file),
                        page.config(),
                        new NotifyReader(mistakes).read(file));
        new PeerLossCheck(mistakes).check(file, arbiter, config.synchronous());
        new Clashes(mistakes, arbiter, page.config().isPresent()).check(nodes);
        virtual.checkAgainst(nodes);
        return mistakes.isEmpty()
                ? new ConfigResult.Valid(config)
                : new ConfigResult.Mistakes(mistakes);
    }

    private static Limits limits(Block file, Optional<Block> postgresql) {
        Limits usual = Limits.usual();
        Optional<Block> flapping = file.block("flapping", Section.FLAPPING);
        return new Limits(
                usual.server(),
                new Limits.Flapping(
                        flapping.flatMap(block -> block.optional("moves", Scalar.MOVES))
                                .orElse(usual.flapping().moves()),
                        flapping.flatMap(block -> block.optional("within", Scalar.DURATION))
                                .orElse(usual.flapping().within())),
                postgresql
                        .flatMap(block -> block.optional("start-timeout", Scalar.DURATION))
                        .orElse(usual.databaseStart()));
    }

    private SynchronousMode synchronous(Block postgresql) {
        Synchronous mode =
                postgresql
                        .optional("synchronous", Scalar.oneOf(Synchronous.values()))
                        .orElse(Synchronous.PREFERRED);
        Optional<Long> lagLimit = postgresql.optional("lag-limit", Scalar.SIZE);
        if (lagLimit.isPresent() && mode != Synchronous.OFF) {
            mistakes.add(
                    postgresql
                            .placeOf("lag-limit")
                            .mistake(
                                    "synchronous: off beside a lag limit, since otherwise a standby"
                                            + " takes over only with every commit",
                                    "synchronous: "
                                            + (mode == Synchronous.STRICT
                                                    ? "strict"
                                                    : "preferred")));
        }
        return switch (mode) {
            case STRICT -> new SynchronousMode.Strict();
            case PREFERRED -> new SynchronousMode.Preferred();
            case OFF -> new SynchronousMode.Off(lagLimit.orElse(USUAL_LAG_LIMIT));
        };
    }
}
