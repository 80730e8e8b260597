package io.understudy.demo.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.decision.Role;
import io.understudy.demo.client.Acknowledged;
import io.understudy.demo.client.RowWriter;
import io.understudy.node.api.NodeReport;
import io.understudy.node.api.Primacy;
import io.understudy.node.identity.NodeHome;
import io.understudy.testkit.Orphans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** Two carriers without a witness, and what a person types there. */
final class Duet implements AutoCloseable {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final int ROWS_BEFORE_A_STORY = 20;

    private final Stage stage;
    private final Programs programs;
    private final Troupe troupe;
    private Optional<Audience> audience = Optional.empty();

    /** Who serves and who stands by. */
    record Cast(StageNode primary, StageNode standby) {
        Cast swapped() {
            return new Cast(/* primary= */ standby, /* standby= */ primary);
        }
    }

    Duet(Path folder) throws IOException {
        Orphans.endWithThisJvm(folder);
        stage = Stage.in(folder, List.of("ci-a", "ci-b"));
        programs = new Programs(Playing.PROGRAM);
        troupe = new Troupe(stage, programs);
    }

    /**
     * Founds the cluster; nothing runs yet.
     *
     * @param arbiter its YAML, and of what follows it
     */
    void found(String arbiter) throws Exception {
        new Scenery(stage, programs, Programs.postgresql().orElseThrow(), arbiter).set();
        // On a machine with much else to do, a lease of 2 s is soon lost.
        replace(stage.configuration(), "timing: fast", "timing: normal");
        troupe.found(stage.first());
    }

    /** Brings both on, as a person would. */
    void enter() throws Exception {
        troupe.startDaemon(stage.first());
        audience = Optional.of(new Audience(stage));
        await(() -> audience().report(stage.first().id()));
        troupe.join(stage.first(), stage.second());
        troupe.startDaemon(stage.second());
    }

    /** Changes one thing in both nodes' copies of the configuration. */
    void configure(String from, String to) throws IOException {
        for (StageNode node : stage.nodes()) {
            replace(new NodeHome(node.home()).config(), from, to);
        }
    }

    private static void replace(Path file, String from, String to) throws IOException {
        String before = Files.readString(file);
        assertThat(before).contains(from);
        Files.writeString(file, before.replace(from, to));
    }

    Stage stage() {
        return stage;
    }

    Troupe troupe() {
        return troupe;
    }

    Audience audience() {
        return audience.orElseThrow();
    }

    StageNode other(StageNode node) {
        return node.equals(stage.first()) ? stage.second() : stage.first();
    }

    /** What the command line prints at that node; one that fails ends in its complaint. */
    String type(StageNode at, String... words) throws StageException, InterruptedException {
        return Programs.run(programs.understudy(at, words), stage.folder());
    }

    /** A whole line that a person types, with its first word. */
    String typeLine(StageNode at, String line) throws StageException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(line.split(" ", -1)));
        assertThat(words.removeFirst()).isEqualTo("understudy");
        words.add("--yes");
        return type(at, words.toArray(String[]::new));
    }

    /** Why the daemon of that node does not start. */
    String refusal(StageNode node) throws InterruptedException {
        try {
            return "it ran, and said " + type(node, "node");
        } catch (StageException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Waits until one serves and the other is in sync. */
    Cast settled() {
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
                        .report(cast.standby().id())
                        .filter(report -> report.standing().role() == Role.STANDBY)
                        .isPresent()
                && primacySeenBy(cast.primary())
                        .filter(seen -> seen.holder().equals(cast.primary().id()))
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

    Optional<Primacy> primacySeenBy(StageNode node) {
        return audience().report(node.id()).flatMap(NodeReport::primacy);
    }

    /** The epoch of the register as that node shows it now. */
    long epochAt(StageNode node) {
        return await(() -> primacySeenBy(node)).epoch().number();
    }

    /** A client that writes numbered rows, of which some are acknowledged already. */
    RowWriter rows(String run) {
        RowWriter rows = troupe.rowWriter(run);
        rows.start();
        await(() -> rows.lastAcknowledged().filter(row -> row.number() > ROWS_BEFORE_A_STORY));
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
        audience.ifPresent(Audience::close);
        troupe.close();
    }
}
