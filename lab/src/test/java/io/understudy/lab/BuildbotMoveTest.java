package io.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.understudy.core.port.Workload;
import io.understudy.node.api.MoveReport;
import io.understudy.node.api.MoveReport.Side;
import io.understudy.node.api.Wire;
import io.understudy.node.api.WorkloadReport;
import io.understudy.node.api.WorkloadReport.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Buildbot on two hosts, with workers that know one address and are never touched. */
@Timeout(400)
class BuildbotMoveTest {

    private static final Path PROGRAM =
            Path.of(System.getProperty("understudy.root", "."), "cli/target/understudy");
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir Path folder = Path.of("");
    private Lab lab = Lab.in(folder);
    private Buildbot buildbot = new Buildbot(lab);

    @BeforeEach
    void make() throws LabException {
        var missing = Lab.missing();
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        assumeTrue(Buildbot.isInstalled(), Buildbot.NEEDED);
        lab = Lab.in(folder.resolve("lab"));
        buildbot = new Buildbot(lab);
        lab.make();
    }

    @AfterEach
    void remove() throws LabException {
        lab.remove();
    }

    @Test
    void movesInOrderAndByALossWithItsWorkersAndItsBuilds()
            throws LabException, Wire.MalformedException {
        Host a = lab.host("ci-a");
        Host b = lab.host("ci-b");
        found();
        buildbot.startWorkers();
        awaitConnected(a);
        awaitInSync(a);
        buildbot.grant(a);
        buildbot.change("long");
        awaitRunning(a, "long/1");

        long asked = System.nanoTime();
        a.run("understudy", "switchover", "--yes");
        MoveReport planned = awaitCounted(b, MoveReport.Kind.SWITCHOVER);
        assertThat(planned.workload().orElseThrow().builds())
                .containsExactly(runAgain(planned, "long/1", "long/2"));
        buildbot.change("short");
        awaitDone(b, 1);
        tell("switchover", planned, asked);

        awaitRunning(b, "long/2");
        awaitInSync(b);
        long lost = System.nanoTime();
        lab.powerOff(b);
        MoveReport takeover = awaitCounted(a, MoveReport.Kind.TAKEOVER);
        assertThat(takeover.workload().orElseThrow().builds())
                .containsExactly(runAgain(takeover, "long/2", "long/3"));
        buildbot.change("short");
        awaitDone(a, 2);
        tell("power-off", takeover, lost);
        assertThat(a.run("understudy", "history", "show", takeover.number().toString()))
                .contains("2 of 2 back, the last", "long/2 on", "it is run again as long/3");
        assertThat(a.run("understudy", "status"))
                .contains("ci-a's work:", "2 of 2 workers are back", "1 build was cut off");
    }

    private void found() throws LabException {
        Path postgresql = Installation.newestPostgresql();
        Installation product = new Installation(lab, PROGRAM, postgresql);
        product.unpack();
        buildbot.install(postgresql);
        product.found(Installation.plain() + Buildbot.configuration());
    }

    private void awaitConnected(Host primary) {
        await().atMost(SOON)
                .ignoreExceptionsInstanceOf(LabException.class)
                .until(() ->
                        buildbot.ask(primary, "select workerid from connected_workers").size()
                                == 2);
    }

    private static void awaitInSync(Host primary) {
        await().atMost(SOON)
                .ignoreExceptionsInstanceOf(LabException.class)
                .until(() ->
                        primary.run("understudy", "status")
                                .contains("Every acknowledged commit is there, too."));
    }

    private void awaitRunning(Host primary, String build) {
        await().atMost(SOON)
                .ignoreExceptionsInstanceOf(LabException.class)
                .until(() ->
                        buildbot.ask(
                                        primary,
                                        "select r.name || '/' || b.number from builds b join"
                                                + " builders r on r.id = b.builderid where"
                                                + " b.complete_at is null")
                                .contains(build));
    }

    private void awaitDone(Host primary, int builds) {
        await().atMost(SOON)
                .ignoreExceptionsInstanceOf(LabException.class)
                .until(() ->
                        buildbot.ask(
                                                primary,
                                                "select b.id from builds b join builders r on r.id"
                                                    + " = b.builderid where r.name = 'short' and"
                                                    + " b.results = 0")
                                        .size()
                                == builds);
    }

    /** The report of the node that took over, once the work is counted. */
    private static MoveReport awaitCounted(Host taker, MoveReport.Kind kind)
            throws LabException, Wire.MalformedException {
        await().atMost(SOON)
                .ignoreExceptionsInstanceOf(LabException.class)
                .until(() ->
                        took(taker, kind)
                                .flatMap(MoveReport::workload)
                                .filter(work -> work.state() == State.DONE)
                                .isPresent());
        MoveReport report = took(taker, kind).orElseThrow();
        WorkloadReport.Workers workers = report.workload().orElseThrow().workers();
        assertThat(workers.known()).as("workers of before").isEqualTo(2);
        assertThat(workers.back()).as("workers that are back").isEqualTo(2);
        return report;
    }

    private static Optional<MoveReport> took(Host taker, MoveReport.Kind kind)
            throws LabException, Wire.MalformedException {
        String json = taker.run("understudy", "history", "-o", "json");
        return new Wire()
                .read(json, Past.class).moves().stream()
                        .filter(report -> report.side() == Side.TOOK && report.kind() == kind)
                        .reduce((_, last) -> last);
    }

    private record Past(List<MoveReport> moves) {}

    private static WorkloadReport.Build runAgain(MoveReport report, String was, String is) {
        List<WorkloadReport.Build> builds = report.workload().orElseThrow().builds();
        return new WorkloadReport.Build(
                was, builds.getFirst().worker(), Optional.of(Workload.Kind.RUN_AGAIN), is);
    }

    private static void tell(String what, MoveReport report, long since) {
        System.out.printf(
                "%s: server answers after %d ms, the last worker is back after %d ms, the next"
                        + " build has ended after %d ms (its request alone takes about 1 s of"
                        + " Python)%n",
                what,
                report.took().toMillis(),
                report.workload().orElseThrow().workers().last().orElse(Duration.ZERO).toMillis(),
                Duration.ofNanos(System.nanoTime() - since).toMillis());
    }
}
