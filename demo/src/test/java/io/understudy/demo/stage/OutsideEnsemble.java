package io.understudy.demo.stage;

import io.understudy.demo.client.Acknowledged;
import io.understudy.demo.client.RowWriter;
import io.understudy.demo.stage.Duet.Cast;
import io.understudy.node.api.EnsembleReport;
import io.understudy.node.identity.NodeHome;
import io.understudy.testkit.DebianEnsemble;
import io.understudy.testkit.TestAuthority;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Two carriers without a witness, whose register is in three servers of Debian's ZooKeeper; they
 * are known to it by their own certificates.
 */
final class OutsideEnsemble implements AutoCloseable {

    private final Duet duet;
    private final DebianEnsemble ensemble;

    OutsideEnsemble(Path folder) throws IOException {
        duet = new Duet(folder);
        ensemble =
                new DebianEnsemble(
                        folder.resolve("zookeeper"), new TestAuthority("authority of ZooKeeper"));
    }

    /** Brings everybody on, as a person would. */
    void start() throws Exception {
        duet.found(arbiter());
        ensemble.start(new NodeHome(duet.stage().first().home()).authorityCertificate());
        duet.enter();
    }

    private String arbiter() {
        return """

          zookeeper:
            connect: "%s"
            tls: { authority: %s }\
        """
                .formatted(
                        ensemble.secure().stream()
                                .map(OutsideEnsemble::text)
                                .collect(Collectors.joining(",")),
                        ensemble.authority());
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    Audience audience() {
        return duet.audience();
    }

    Troupe troupe() {
        return duet.troupe();
    }

    DebianEnsemble ensemble() {
        return ensemble;
    }

    /** What the command line prints. */
    String run(String... arguments) throws StageException, InterruptedException {
        return duet.type(duet.stage().first(), arguments);
    }

    /** Waits until one serves and the other is in sync, and every member of the ensemble serves. */
    Cast settled() {
        ensemble.awaitAll();
        return duet.settled();
    }

    /** The ensemble's member that serves this node. */
    Optional<Integer> memberOf(StageNode node) {
        return audience()
                .report(node.id())
                .flatMap(report -> report.arbiter().ensemble())
                .map(EnsembleReport::member)
                .map(ensemble::memberAt);
    }

    RowWriter rows(String run) {
        return duet.rows(run);
    }

    Acknowledged firstRow(RowWriter rows, StageNode node, long nanos) {
        return duet.firstRow(rows, node, nanos);
    }

    <T> T await(Supplier<Optional<T>> question) {
        return duet.await(question);
    }

    @Override
    public void close() {
        duet.close();
        ensemble.close();
    }
}
