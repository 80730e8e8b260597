package io.understudy.lab.matrix;

import io.understudy.core.action.Command;
import io.understudy.core.action.Outcome;
import io.understudy.core.model.NodeId;
import io.understudy.lab.Disk;
import io.understudy.lab.Fault;
import io.understudy.lab.Host;
import io.understudy.lab.Installation;
import io.understudy.lab.Lab;
import io.understudy.lab.LabException;
import io.understudy.lab.Victim;
import io.understudy.lab.cluster.CarriedFolder;
import io.understudy.lab.cluster.LabCluster;
import io.understudy.lab.observer.Ledger;
import io.understudy.node.api.ArbiterReport;
import io.understudy.node.api.NodeReport;
import io.understudy.node.api.Primacy;
import io.understudy.node.identity.NodeHome;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Does deeds, and undoes them all. */
final class Stagehand {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(40);
    private static final Set<ArbiterReport.Place> VOTES =
            EnumSet.of(ArbiterReport.Place.LEADING, ArbiterReport.Place.FOLLOWING);
    private static final String CONFIG = NodeHome.USUAL + "/understudy.yaml";
    private static final String KEPT = CONFIG + ".kept";
    private static final String BROKEN = "/etc/server-broken";

    private final LabCluster cluster;
    private final Lab lab;
    private final FileDeeds files;

    Stagehand(LabCluster cluster) {
        this.cluster = cluster;
        this.lab = cluster.lab();
        this.files = new FileDeeds(cluster);
    }

    void does(Deed deed, Cast cast) throws LabException, InterruptedException {
        switch (deed) {
            case Deed.Kill(Part part, Victim victim) -> victim.signal(cast.host(part), "KILL");
            case Deed.Freeze(Part part, Victim victim) -> victim.signal(cast.host(part), "STOP");
            case Deed.Thaw(Part part, Victim victim) -> victim.signal(cast.host(part), "CONT");
            case Deed.PowerOff(Part part) -> lab.powerOff(cast.host(part));
            case Deed.PowerOn(Part part) -> powerOn(cast.host(part));
            case Deed.Cut(Part part) -> lab.add(new Fault.Cut(cast.host(part).name()));
            case Deed.Between(Part one, Part other) -> {
                lab.add(new Fault.OneWay(cast.host(one).name(), cast.host(other).name()));
                lab.add(new Fault.OneWay(cast.host(other).name(), cast.host(one).name()));
            }
            case Deed.OneWay(Part from, Part to) ->
                    lab.add(new Fault.OneWay(cast.host(from).name(), cast.host(to).name()));
            case Deed.Loss(Part part, int percent) ->
                    lab.add(new Fault.Loss(cast.host(part).name(), percent));
            case Deed.Slow(Part part, int millis) ->
                    lab.add(new Fault.Slow(cast.host(part).name(), millis));
            case Deed.FillDisk(Part part, Disk disk) -> cast.host(part).fillDisk(disk);
            case Deed.BreakDisk(Part part, Disk disk) -> cast.host(part).breakDisk(disk);
            case Deed.WriteMuch(Part part) -> writeMuch(cast.host(part));
            case Deed.SetClock(Part part, Duration difference) ->
                    setClock(cast.host(part), difference);
            case Deed.BreakConfiguration(Part part) -> breakConfiguration(cast.host(part));
            case Deed.HoldAddress(Part part) -> cast.host(part).run(address("add"));
            case Deed.DamagePackets(Part part, int oneIn) ->
                    lab.add(new Fault.Damage(cast.host(part).name(), oneIn));
            case Deed.ChangeFiles(Part part) -> changeFiles(cast, part);
            case Deed.DamageHalf(Part part, Deed.DamageHalf.Harm harm) ->
                    files.damageHalf(cast.host(part), harm);
            case Deed.BreakConnections(Part part) -> files.breakConnections(cast.host(part));
            case Deed.SwitchOver() -> switchOver(cast);
            case Deed.Heal _ -> lab.heal();
            case Deed.BreakServer(Part part) -> cast.host(part).run("touch", BROKEN);
            case Deed.Type(Part part, List<String> words) -> type(cast.host(part), words);
            case Deed.Pause(Duration length) -> Thread.sleep(length);
            case Deed.AwaitServes(Part part) -> awaitServes(cast.host(part));
            case Deed.AwaitSilence(Duration silence) -> awaitSilence(silence);
            case Deed.AwaitAlone(Part part) -> awaitAlone(cast.host(part));
            case Deed.AwaitVotes(Part part) -> awaitVotes(cast.host(part));
        }
    }

    /**
     * Ends with the session, when PostgreSQL takes no more. Nothing of a table: on a disk without
     * any room that would be refused before the log is full.
     */
    private static void writeMuch(Host host) throws LabException {
        host.status(
                "sh",
                "-c",
                """
                export PGPASSWORD=%s PGOPTIONS='-c synchronous_commit=local' PGCONNECT_TIMEOUT=3
                for i in $(seq 60); do
                  timeout 5 psql -X -q -h 127.0.0.1 -U postgres -v ON_ERROR_STOP=1 \\
                    -c "SELECT pg_logical_emit_message(false, 'lab', 'much')" -c 'SELECT pg_switch_wal()' || break
                done >/dev/null 2>&1
                """
                        .formatted(Installation.PASSWORD));
    }

    /** Returns once its daemon sees it; a jump that nobody sees would prove nothing. */
    private void setClock(Host host, Duration difference)
            throws LabException, InterruptedException {
        host.setClock(difference);
        Duration off = difference.abs().dividedBy(2);
        cluster.await(
                "the daemon of " + host.name() + " sees its clock jump",
                LONGEST_WAIT,
                () ->
                        cluster.operator()
                                .report(host)
                                .map(report -> report.about().time())
                                .filter(time ->
                                        Duration.between(Instant.now(), time).abs().compareTo(off)
                                                > 0));
    }

    private void changeFiles(Cast cast, Part part) throws LabException, InterruptedException {
        files.change(cast.host(part), CarriedFolder.MUCH);
        Host standby = cast.standby();
        cluster.await(
                "a packet of " + standby.name() + "'s daemon is damaged",
                LONGEST_WAIT,
                () -> Optional.of(lab.damaged(standby)).filter(count -> count > 0));
    }

    private static String[] address(String deed) {
        return new String[] {
            "ip", "address", deed, LabCluster.VIRTUAL_ADDRESS + "/24", "dev", "eth0"
        };
    }

    private static void breakConfiguration(Host host) throws LabException, InterruptedException {
        host.shell("cp %s %s && echo 'timing: [' >>%s".formatted(CONFIG, KEPT, CONFIG));
        Victim.DAEMON.signal(host, "TERM");
        long due = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (Victim.DAEMON.runs(host) && System.nanoTime() < due) {
            Thread.sleep(20);
        }
        Installation.start(host);
    }

    /** As a person asks for it. */
    void switchOver(Cast cast) throws LabException {
        Primacy seen =
                cluster.operator()
                        .report(cast.primary())
                        .flatMap(NodeReport::primacy)
                        .orElseThrow(() -> new LabException(cast.primary().name() + " is silent"));
        Outcome outcome =
                cluster.operator()
                        .tell(
                                cast.primary(),
                                new Command.Switchover(
                                        UUID.randomUUID().toString(),
                                        new NodeId(cast.standby().name()),
                                        seen.epoch()));
        // Its answer may be lost with the very host that is struck next; its cue tells.
        if (outcome instanceof Outcome.Refused(var why)) {
            throw new LabException("needed the switchover to be taken, found: " + why);
        }
    }

    private void powerOn(Host host) throws LabException {
        lab.powerOn(host);
        Installation.start(host);
    }

    private static void type(Host host, List<String> words) throws LabException {
        host.shell(
                "setsid %s >>/var/log/typed.log 2>&1 </dev/null &"
                        .formatted(String.join(" ", words)));
    }

    private void awaitServes(Host host) throws LabException, InterruptedException {
        long from = System.nanoTime();
        cluster.await(
                host.name() + " takes a client's row",
                LONGEST_WAIT,
                () -> cluster.ledger().firstAfter(from, host.name()));
    }

    private void awaitSilence(Duration silence) throws LabException, InterruptedException {
        Ledger ledger = cluster.ledger();
        cluster.await(
                "no row is taken for " + Seconds.of(silence),
                LONGEST_WAIT,
                () ->
                        ledger.latest()
                                .filter(row ->
                                        System.nanoTime() - row.acknowledged()
                                                > silence.toNanos()));
    }

    private void awaitAlone(Host host) throws LabException, InterruptedException {
        cluster.await(
                "nobody is in sync with " + host.name(),
                LONGEST_WAIT,
                () ->
                        cluster.operator()
                                .report(host)
                                .filter(report ->
                                        report.primacy()
                                                .filter(it -> it.inSync().isEmpty())
                                                .isPresent()));
    }

    private void awaitVotes(Host host) throws LabException, InterruptedException {
        cluster.await(
                host.name() + " leads or follows",
                LONGEST_WAIT,
                () ->
                        cluster.operator()
                                .report(host)
                                .map(report -> report.arbiter().place())
                                .filter(VOTES::contains));
    }

    /** Ends all faults: what is frozen goes on, what is off or has ended is started. */
    void endsAll() throws LabException {
        lab.heal();
        if (cluster.witness().hasPower()) {
            // No carrier's business: theirs is taken and given by the product.
            cluster.witness().status(address("delete"));
        }
        for (Host node : cluster.nodes()) {
            if (node.hasBrokenDisk()) {
                lab.mendDisks(node);
            } else if (node.hasPower()) {
                goOn(node);
            } else {
                lab.powerOn(node);
            }
            tidy(node);
            if (!Victim.DAEMON.runs(node)) {
                Installation.start(node);
            }
        }
    }

    private static void goOn(Host node) throws LabException {
        for (Victim victim : Victim.values()) {
            victim.letGoOn(node);
        }
    }

    private static void tidy(Host node) throws LabException {
        node.shell("rm -f %s; [ ! -e %s ] || mv %s %s".formatted(BROKEN, KEPT, KEPT, CONFIG));
        for (Disk disk : Disk.values()) {
            node.freeDisk(disk);
        }
        if (node.hasClock()) {
            node.setClock(Duration.ZERO);
        }
    }

    /** What a person then types, to its end. */
    void types(Host host, List<String> words) throws LabException {
        Optional<String> printed = host.answer(words, Duration.ofSeconds(90));
        if (printed.isEmpty()) {
            throw new LabException(
                    "needed '%s' on %s to succeed".formatted(String.join(" ", words), host.name()));
        }
    }
}
