package io.understudy.node.config;

import io.understudy.core.model.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the nodes, each with the shared database and server filled in. */
final class NodesReader {

    private static final long USUAL_KEEP_WAL = 4L << 30;

    private final List<ConfigMistake> mistakes;
    private final Optional<Block> sharedPostgresql;
    private final Optional<Block> sharedServer;
    private final Ports usual;
    private final AddressReader virtual;
    private final FilesReader files;

    NodesReader(List<ConfigMistake> mistakes, Shared shared, AddressReader virtual) {
        this.mistakes = mistakes;
        this.sharedPostgresql = shared.postgresql();
        this.sharedServer = shared.server();
        this.usual = shared.ports();
        this.virtual = virtual;
        this.files = new FilesReader(mistakes);
    }

    /**
     * What all nodes have, unless they have their own.
     *
     * @param ports that a node listens on unless it says otherwise
     */
    record Shared(Optional<Block> postgresql, Optional<Block> server, Ports ports) {}

    /** Each node with the block that it was read from, in the order of the file. */
    List<ReadNode> read(Block file) {
        List<ReadNode> nodes = new ArrayList<>();
        files.shared(file, sharedServer);
        Optional<Block.Entry> entry = file.entry("nodes");
        if (entry.isEmpty()) {
            file.missing("nodes", "a block with each node's name and address");
        } else {
            Block block = Block.ofAnyKeys(entry.get(), mistakes);
            block.entries().forEach((name, node) -> nodes.add(readNode(name, node)));
        }
        if (nodes.stream().noneMatch(ReadNode::carries)) {
            // Nobody uses the shared blocks, and their mistakes are still to be found.
            sharedPostgresql.ifPresent(this::postgresql);
            sharedServer.ifPresent(block -> new ServerReader(mistakes).read(block));
        }
        return nodes;
    }

    private ReadNode readNode(String name, Block.Entry entry) {
        Optional<String> label = Scalar.LABEL.read().apply(name);
        if (label.isEmpty()) {
            mistakes.add(
                    Place.of(entry.key(), entry.path())
                            .mistake(Scalar.LABEL.expected(), Block.describe(entry.key())));
        }
        Block block = Block.of(Section.NODE, entry, mistakes);
        NodeId id = new NodeId(label.orElse(Scalar.LABEL.standIn()));
        String address = block.required("address", Scalar.ADDRESS);
        Ports ports = block.block("ports", Section.PORTS).map(this::ports).orElse(usual);
        boolean witness = block.optional("witness", Scalar.TRUTH).orElse(false);
        return new ReadNode(
                block,
                witness
                        ? witness(block, new NodeConfig.Witness(id, address, ports))
                        : carrier(block, new NodeConfig.Witness(id, address, ports)));
    }

    private NodeConfig.Carrier carrier(Block block, NodeConfig.Witness node) {
        PostgresqlConfig postgresql = postgresqlOf(block);
        return new NodeConfig.Carrier(
                node.id(),
                node.address(),
                node.ports(),
                postgresql,
                serverOf(block),
                virtual.of(block),
                files.of(block, postgresql.data()));
    }

    private Ports ports(Block block) {
        return new Ports(
                block.optional("api", Scalar.PORT).orElse(usual.api()),
                block.optional("quorum", Scalar.PORT).orElse(usual.quorum()),
                block.optional("election", Scalar.PORT).orElse(usual.election()),
                block.optional(DashboardReader.PORT, Scalar.PORT).orElse(usual.dashboard()));
    }

    private NodeConfig.Witness witness(Block block, NodeConfig.Witness witness) {
        for (String key : List.of("interface", "postgresql", "server", "files")) {
            if (block.has(key)) {
                mistakes.add(
                        block.placeOf(key)
                                .mistake(
                                        "nothing to carry, since a witness only votes",
                                        "a " + key + " of its own"));
            }
        }
        return witness;
    }

    private PostgresqlConfig postgresqlOf(Block node) {
        Optional<Block> own = node.block("postgresql", Section.NODE_POSTGRESQL);
        Optional<Block> effective = laidOver(own, sharedPostgresql);
        if (effective.isEmpty()) {
            mistakes.add(
                    new Place(1, 1, "database.postgresql")
                            .mistake("a block with at least its data directory", "nothing"));
        }
        return postgresql(
                effective.orElseGet(
                        () -> new Block(Place.WHOLE_FILE, Map.of(), new ArrayList<>())));
    }

    private Optional<ServerConfig> serverOf(Block node) {
        Optional<Block> own = node.block("server", Section.SERVER);
        return laidOver(own, sharedServer).map(block -> new ServerReader(mistakes).read(block));
    }

    private static Optional<Block> laidOver(Optional<Block> own, Optional<Block> shared) {
        return own.isPresent() && shared.isPresent()
                ? Optional.of(own.get().over(shared.get()))
                : own.or(() -> shared);
    }

    private PostgresqlConfig postgresql(Block block) {
        return new PostgresqlConfig(
                block.required("data", Scalar.ABSOLUTE_PATH),
                block.optional("port", Scalar.PORT).orElse(5432),
                block.optional("bin", Scalar.ABSOLUTE_PATH),
                block.optional("user", Scalar.USER).orElse("postgres"),
                block.optional("socket", Scalar.ABSOLUTE_PATH),
                block.optional("keep-wal", Scalar.WAL_SIZE).orElse(USUAL_KEEP_WAL));
    }
}
