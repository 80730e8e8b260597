package io.understudy.bench.failover;

import io.understudy.core.action.Command;
import io.understudy.core.action.Outcome;
import io.understudy.core.model.NodeId;
import io.understudy.lab.Buildbot;
import io.understudy.lab.Fault;
import io.understudy.lab.Host;
import io.understudy.lab.Installation;
import io.understudy.lab.LabException;
import io.understudy.lab.LoneMaster;
import io.understudy.lab.Victim;
import io.understudy.lab.cluster.LabCluster;
import io.understudy.lab.observer.Commit;
import io.understudy.lab.observer.Commit.Row;
import io.understudy.lab.observer.Ledger;
import io.understudy.node.api.MoveReport;
import io.understudy.node.api.NodeReport;
import io.understudy.node.api.Primacy;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** One blow to the primary, from a cluster at rest to a cluster at rest. */
final class Trial {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final Duration CALM = Duration.ofSeconds(1);

    /** After which a database that was killed has long been back, and no lease is in question. */
    private static final Duration BACK = Duration.ofSeconds(4);

    private final LabCluster cluster;
    private final Buildbot buildbot;
    private final Ledger ledger;
    private final Tally tally;

    Trial(LabCluster cluster, Buildbot buildbot, Tally tally) {
        this.cluster = cluster;
        this.buildbot = buildbot;
        this.ledger = cluster.ledger();
        this.tally = tally;
    }

    /** Returns what came of it in a few words. */
    String strike(Blow blow) throws LabException, InterruptedException {
        Host primary = cluster.awaitWhole(LONG);
        return blow.moves() ? move(blow, primary) : kill(blow, primary);
    }

    private String kill(Blow blow, Host primary) throws LabException, InterruptedException {
        try (Aftermath aftermath = Aftermath.atRest(cluster, buildbot, primary)) {
            awaitRowAfter(CALM);
            long began = System.nanoTime();
            strike(blow, primary, cluster.other(primary));
            awaitRowAfter(BACK);
            String words = gap(blow, began);
            Duration build = aftermath.build(primary);
            tally.add(blow, Tally.BUILT_AT_HOME, build);
            count(whole(blow, primary));
            return words + ", a build then takes " + seconds(build);
        }
    }

    private String move(Blow blow, Host primary) throws LabException, InterruptedException {
        Host standby = cluster.other(primary);
        tally.add(blow, Tally.ALONE, LoneMaster.timeToAnswer(primary));
        try (Aftermath aftermath = Aftermath.atRest(cluster, buildbot, primary)) {
            awaitRowAfter(CALM);
            long began = System.nanoTime();
            strike(blow, primary, standby);
            Commit first =
                    cluster.await(
                            standby.name() + " takes a client's row",
                            LONG,
                            () -> ledger.firstAfter(began, standby.name()));
            Aftermath.Course course = aftermath.follow(standby, first);
            String words = gap(blow, began) + note(blow, began, first, course);
            Host serves = whole(blow, primary);
            addPhases(blow, standby);
            count(serves);
            return words;
        }
    }

    private String gap(Blow blow, long began) {
        Duration gap = ledger.longestGap(began, System.nanoTime());
        tally.add(blow, Tally.GAP, gap);
        return "gap %s".formatted(seconds(gap));
    }

    private String note(Blow blow, long began, Commit first, Aftermath.Course course) {
        Duration answers = Duration.ofNanos(course.answered() - began);
        Duration workers = Duration.ofNanos(course.workers() - began);
        Duration built = Duration.ofNanos(course.built() - began);
        tally.add(blow, Tally.ANSWERS, answers);
        tally.add(
                blow,
                Tally.ANSWERS_LATER,
                Duration.ofNanos(course.answered() - first.acknowledged()));
        tally.add(blow, Tally.WORKERS, workers);
        tally.add(blow, Tally.BUILT, built);
        tally.add(blow, Tally.BUILT_LATER, Duration.ofNanos(course.built() - course.answered()));
        return ", Buildbot answers after %s, last worker after %s, next build after %s"
                .formatted(seconds(answers), seconds(workers), seconds(built));
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f s", time.toMillis() / 1e3);
    }

    private Host whole(Blow blow, Host struck) throws LabException, InterruptedException {
        long healing = System.nanoTime();
        heal(blow, struck);
        Host serves = cluster.awaitWhole(LONG);
        tally.add(blow, "whole again after its end", since(healing));
        return serves;
    }

    private void awaitRowAfter(Duration calm) throws LabException, InterruptedException {
        long after = System.nanoTime() + calm.toNanos();
        cluster.await("a client's row", LONG, () -> ledger.firstAfter(after));
    }

    private void strike(Blow blow, Host primary, Host standby) throws LabException {
        switch (blow) {
            case POWER_OFF -> cluster.lab().powerOff(primary);
            case CUT -> cluster.lab().add(new Fault.Cut(primary.name()));
            case SWITCHOVER -> switchOver(primary, standby);
            case POSTGRESQL_KILL -> Victim.POSTMASTER.signal(primary, "KILL");
        }
    }

    private void switchOver(Host primary, Host standby) throws LabException {
        Primacy seen =
                cluster.operator()
                        .report(primary)
                        .flatMap(NodeReport::primacy)
                        .orElseThrow(() -> new LabException(primary.name() + " did not answer"));
        Command wish =
                new Command.Switchover(
                        UUID.randomUUID().toString(), new NodeId(standby.name()), seen.epoch());
        if (cluster.operator().tell(primary, wish) instanceof Outcome.Refused(var why)) {
            throw new LabException("needed the switchover to be taken, found: " + why);
        }
    }

    private void heal(Blow blow, Host primary) throws LabException {
        switch (blow) {
            case POWER_OFF -> {
                cluster.lab().powerOn(primary);
                Installation.start(primary);
            }
            case CUT -> cluster.lab().heal();
            case SWITCHOVER, POSTGRESQL_KILL -> {}
        }
    }

    private void addPhases(Blow blow, Host taker) {
        cluster.operator().moves(taker).stream()
                .filter(report -> report.side() == MoveReport.Side.TOOK)
                .reduce((_, later) -> later)
                .ifPresent(report -> report.phases().forEach(phase -> add(blow, phase)));
    }

    private void add(Blow blow, MoveReport.PhaseReport phase) {
        String name = phase.phase().name().toLowerCase(Locale.ROOT);
        phase.took().ifPresent(took -> tally.add(blow, "reported: " + name, took));
    }

    private void count(Host serves) throws LabException {
        long moment = System.nanoTime();
        Set<Row> there = cluster.rows(serves);
        tally.counts(ledger.lost(there, moment).size(), ledger.byTwoWriters().size());
    }

    private static Duration since(long moment) {
        return Duration.ofNanos(System.nanoTime() - moment);
    }
}
