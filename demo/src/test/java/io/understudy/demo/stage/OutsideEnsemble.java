package io.understudy.demo.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.decision.Role;
import io.understudy.demo.client.Acknowledged;
import io.understudy.demo.client.RowWriter;
import io.understudy.demo.client.RowWriterSettings;
import io.understudy.node.api.NodeReport;
import io.understudy.node.api.NodeReport.EnsembleReport;
import io.understudy.node.identity.NodeHome;
import io.understudy.testkit.DebianEnsemble;
import io.understudy.testkit.TestAuthority;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * Two carriers without a witness, whose register is in three servers of Debian's ZooKeeper; they
 * are known to it by their own certificates.
 */
final class OutsideEnsemble implements AutoCloseable {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final Stage stage;
    private final Programs programs;
    private final Troupe troupe;
    private final DebianEnsemble ensemble;
    private Optional<Audience> audience = Optional.empty();

    /** Who serves and who stands by. */
    record Cast(StageNode primary, StageNode standby) {}

    OutsideEnsemble(Path folder) throws IOException {
        stage = Stage.in(folder, List.of("ci-a", "ci-b"));
        programs = new Programs(launcher(folder));
        troupe = new Troupe(stage, programs);
        ensemble =
                new DebianEnsemble(
                        folder.resolve("zookeeper"), new TestAuthority("authority of ZooKeeper"));
    }

    /** The program as it was compiled: the installed one may be older. */
    private static Path launcher(Path folder) throws IOException {
        Path root = Path.of(System.getProperty("understudy.root"));
        Path program =
                Files.writeString(
                        folder.resolve("understudy"),
                        """
                        #!/bin/sh
                        exec %s @%s -Dunderstudy.guard=%s -cp %s io.understudy.cli.Understudy "$@"
                        """
                                .formatted(
                                        Path.of(System.getProperty("java.home"), "bin", "java"),
                                        root.resolve("cli/src/main/dist/node.options"),
                                        root.resolve("node/target/guard/understudy-guard"),
                                        System.getProperty("java.class.path")));
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Brings everybody on, as a person would. */
    void start() throws Exception {
        new Scenery(stage, programs, Programs.postgresql().orElseThrow(), arbiter()).set();
        // On a machine with much else to do, a lease of 2 s is soon lost.
        Files.writeString(
                stage.configuration(),
                Files.readString(stage.configuration()).replace("timing: fast", "timing: normal"));
        troupe.found(stage.first());
        ensemble.start(new NodeHome(stage.first().home()).authorityCertificate());
        troupe.startDaemon(stage.first());
        audience = Optional.of(new Audience(stage));
        await(() -> audience().report(stage.first().id()));
        troupe.join(stage.first(), stage.second());
        troupe.startDaemon(stage.second());
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
        return audience.orElseThrow();
    }

    Troupe troupe() {
        return troupe;
    }

    DebianEnsemble ensemble() {
        return ensemble;
    }

    /** What the command line prints. */
    String run(String... arguments) throws StageException, InterruptedException {
        return Programs.run(programs.understudy(stage.first(), arguments), stage.folder());
    }

    /** Waits until one serves and the other is in sync, and every member of the ensemble serves. */
    Cast settled() {
        ensemble.awaitAll();
        return await(() ->
                Optional.of(new Cast(stage.first(), stage.second()))
                        .filter(this::inSync)
                        .or(() ->
                                Optional.of(new Cast(stage.second(), stage.first()))
                                        .filter(this::inSync)));
    }

    private boolean inSync(Cast cast) {
        return serves(cast.primary())
                && audience()
                        .report(cast.primary().id())
                        .flatMap(NodeReport::primacy)
                        .filter(seen -> seen.inSync().contains(cast.standby().id()))
                        .isPresent();
    }

    boolean serves(StageNode node) {
        return audience()
                .report(node.id())
                .filter(report -> report.standing().role() == Role.ACTIVE)
                .filter(report ->
                        report.server()
                                .filter(server -> server.state().equals("healthy"))
                                .isPresent())
                .isPresent();
    }

    /** The ensemble's member that serves this node. */
    Optional<Integer> memberOf(StageNode node) {
        return audience()
                .report(node.id())
                .flatMap(report -> report.arbiter().ensemble())
                .map(EnsembleReport::member)
                .map(ensemble::memberAt);
    }

    /** A client that writes numbered rows, of which some are acknowledged already. */
    RowWriter rows(String run) {
        RowWriter rows =
                new RowWriter(
                        new RowWriterSettings(
                                stage.carriers().stream()
                                        .map(node -> "127.0.0.1:" + node.ports().database())
                                        .toList(),
                                Scenery.DATABASE,
                                Scenery.ROLE,
                                stage.password(),
                                run,
                                Duration.ofMillis(20)));
        rows.start();
        await(() -> rows.lastAcknowledged().filter(row -> row.number() > 50));
        return rows;
    }

    /** The first row that this node's database acknowledged after that moment. */
    Acknowledged firstRow(RowWriter rows, StageNode node, long nanos) {
        return await(() ->
                rows.acknowledged().stream()
                        .filter(row -> row.nanos() - nanos > 0)
                        .filter(row -> row.source().port() == node.ports().database())
                        .findFirst());
    }

    <T> T await(Supplier<Optional<T>> question) {
        Optional<T> answer =
                Awaitility.await()
                        .atMost(LONG)
                        .pollInterval(LOOK_EVERY)
                        .until(question::get, Optional::isPresent);
        assertThat(answer).isPresent();
        return answer.orElseThrow();
    }

    @Override
    public void close() {
        troupe.close();
        ensemble.close();
        audience.ifPresent(Audience::close);
    }
}
