package io.understudy.node.files;

import io.understudy.core.model.NodeId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Two nodes that carry the same set, and a way between them on which things can go wrong. */
final class TwoNodes implements AutoCloseable {

    static final NodeId A = new NodeId("ci-a");
    static final NodeId B = new NodeId("ci-b");
    static final Duration TIME = Duration.ofSeconds(20);

    private final Path folder;
    private final Map<NodeId, NodeFiles> nodes = new HashMap<>();
    final AtomicInteger parcels = new AtomicInteger();

    /** The orders of both, as they were sent. */
    final List<String> orders = new CopyOnWriteArrayList<>();

    volatile UnaryOperator<byte[]> onTheWay = bytes -> bytes;

    TwoNodes(Path folder, List<String> includes, List<String> excludes) throws IOException {
        this.folder = folder;
        for (NodeId node : List.of(A, B)) {
            Files.createDirectories(root(node));
            open(node, includes, excludes);
        }
    }

    TwoNodes(Path folder) throws IOException {
        this(folder, List.of(), List.of());
    }

    private void open(NodeId node, List<String> includes, List<String> excludes)
            throws IOException {
        nodes.put(
                node,
                new NodeFiles(
                        home(node),
                        List.of(new FileSet("config", root(node), includes, excludes)),
                        3,
                        new Way(node)));
    }

    /** As after a crash: nothing is closed in order but the thread. */
    void restart(NodeId node) throws IOException {
        at(node).close();
        open(node, List.of(), List.of());
    }

    NodeFiles at(NodeId node) {
        return java.util.Objects.requireNonNull(nodes.get(node));
    }

    /** By which that node asks the other one. */
    FileSource way(NodeId node) {
        return new Way(node);
    }

    Path root(NodeId node) {
        return folder.resolve(node.name()).resolve("etc");
    }

    Path home(NodeId node) {
        return folder.resolve(node.name()).resolve("home");
    }

    @Override
    public void close() {
        nodes.values().forEach(NodeFiles::close);
    }

    /** From that node to the other one, by calls. */
    private final class Way implements FileSource {
        private final NodeId self;

        Way(NodeId self) {
            this.self = self;
        }

        @Override
        public Reply next(NodeId holder, Here here, Duration wait) {
            if (!nodes.containsKey(holder)) {
                return new Reply.Silent("there is no " + holder);
            }
            return at(holder)
                    .counter()
                    .next(
                            self,
                            new Counter.Asked(
                                    here.after(),
                                    here.applied(),
                                    Optional.of(here.ahead().orElse("none"))),
                            wait)
                    .<Reply>map(bytes -> new Reply.Bytes(new ByteArrayInputStream(bytes)))
                    .orElseGet(Reply.Nothing::new);
        }

        @Override
        public Reply contents(NodeId holder, String wanted, Duration deadline) {
            parcels.incrementAndGet();
            orders.add(wanted);
            if (!nodes.containsKey(holder)) {
                return new Reply.Silent("there is no " + holder);
            }
            Optional<Parcel> parcel = at(holder).counter().parcel(wanted);
            if (parcel.isEmpty()) {
                return new Reply.Silent("nothing is given out");
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try {
                parcel.get().write(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Reply.Bytes(new ByteArrayInputStream(onTheWay.apply(out.toByteArray())));
        }
    }
}
