package io.understudy.lab.matrix;

import static io.understudy.lab.matrix.Expected.either;
import static io.understudy.lab.matrix.Expected.goesOn;
import static io.understudy.lab.matrix.Expected.nobody;
import static io.understudy.lab.matrix.Expected.takenOver;
import static io.understudy.lab.matrix.Part.PRIMARY;
import static io.understudy.lab.matrix.Part.STANDBY;
import static io.understudy.lab.matrix.Part.WITNESS;

import io.understudy.lab.Disk;
import io.understudy.lab.Victim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The cases, with timing fast, whose ttl is 2 s. What is expected follows from that and from the
 * client's own patience: a second for an answer, a quarter of one for a connection.
 */
final class Table {

    /** A lease that runs out, a ttl, an election of the arbiter's, a promotion, the client. */
    static final long TAKEOVER = 6000;

    /** One process is started again, at once. */
    static final long RESTART = 3000;

    /** A database's silence for a ttl and a half, a look more, a restart, the client. */
    private static final long HUNG = 7000;

    /** Nothing that a client could notice, on a machine that is busy. */
    static final long NOTHING = 1500;

    /** The other is silent, is no longer waited for, and the register says so. */
    static final long ALONE = 6000;

    /**
     * TCP sends again after 0.2, 0.4, 0.8, 1.6 and 3.2 s, and one in three of these is lost, too.
     */
    private static final long LOSSY = 10_000;

    /** A planned move that is undone: stopped, given, not taken, taken back. */
    private static final long UNDONE = 15_000;

    /** A host's daemon starts, and a whole ttl passes before it may take anything. */
    private static final long BOOT = 30_000;

    /** From then on it may have acknowledged what nobody else has: the old primary waits. */
    private static final Instead ALONE_ALREADY =
            new Instead(Instead.Condition.SUCCESSOR_ALONE, Serves.NOBODY);

    private Table() {}

    /** Every one of them. */
    static List<Case> all() {
        List<Case> all = new ArrayList<>(daily());
        all.addAll(rest());
        all.addAll(clocks());
        return all;
    }

    /** The fastest and most telling, for each day. */
    static List<Case> daily() {
        return List.of(
                steady("power-off of the primary", takenOver(TAKEOVER), new Deed.PowerOff(PRIMARY)),
                steady("cut of the primary", takenOver(TAKEOVER), new Deed.Cut(PRIMARY)),
                steady(
                        "kill -9 of the primary's postmaster",
                        goesOn(RESTART),
                        new Deed.Kill(PRIMARY, Victim.POSTMASTER)),
                steady(
                        "the primary dies, the standby serves and dies, the primary returns",
                        nobody(),
                        new Deed.PowerOff(PRIMARY),
                        new Deed.AwaitServes(STANDBY),
                        new Deed.PowerOff(STANDBY),
                        new Deed.PowerOn(PRIMARY)),
                switchover(
                        PRIMARY,
                        "begins StopDatabase ORDERLY",
                        "power-off of the primary",
                        takenOver(TAKEOVER),
                        new Deed.PowerOff(PRIMARY)));
    }

    /** All others. */
    static List<Case> rest() {
        List<Case> all = new ArrayList<>();
        all.addAll(processes());
        all.addAll(hosts());
        all.addAll(network());
        all.addAll(disks());
        all.addAll(people());
        all.addAll(moves());
        all.addAll(CarriedFilesTable.all());
        return all;
    }

    private static List<Case> processes() {
        return List.of(
                kill(PRIMARY, Victim.DAEMON, takenOver(TAKEOVER)),
                kill(PRIMARY, Victim.GUARD, goesOn(NOTHING)),
                kill(PRIMARY, Victim.SERVER, goesOn(NOTHING)),
                kill(PRIMARY, Victim.WAL_SENDER, goesOn(RESTART)),
                kill(PRIMARY, Victim.CHECKPOINTER, goesOn(RESTART)),
                kill(PRIMARY, Victim.DATABASE, goesOn(RESTART)),
                kill(STANDBY, Victim.DAEMON, goesOn(ALONE)),
                kill(STANDBY, Victim.GUARD, goesOn(NOTHING)),
                kill(STANDBY, Victim.POSTMASTER, goesOn(ALONE)),
                kill(STANDBY, Victim.WAL_RECEIVER, goesOn(RESTART)),
                kill(WITNESS, Victim.DAEMON, goesOn(NOTHING)),
                freeze(PRIMARY, Victim.DAEMON, takenOver(TAKEOVER)),
                freeze(PRIMARY, Victim.GUARD, goesOn(NOTHING)),
                freeze(PRIMARY, Victim.SERVER, goesOn(NOTHING)),
                freeze(PRIMARY, Victim.DATABASE, goesOn(HUNG)),
                freeze(STANDBY, Victim.DAEMON, goesOn(ALONE)),
                freeze(STANDBY, Victim.DATABASE, goesOn(ALONE)),
                freeze(WITNESS, Victim.DAEMON, goesOn(NOTHING)));
    }

    private static List<Case> hosts() {
        return List.of(
                steady("power-off of the standby", goesOn(ALONE), new Deed.PowerOff(STANDBY)),
                steady("power-off of the witness", goesOn(NOTHING), new Deed.PowerOff(WITNESS)),
                steady(
                        "witness lost, then the primary",
                        nobody(),
                        new Deed.PowerOff(WITNESS),
                        new Deed.PowerOff(PRIMARY)),
                steady(
                        "witness lost, then the standby",
                        nobody(),
                        new Deed.PowerOff(WITNESS),
                        new Deed.PowerOff(STANDBY)),
                steady(
                        "both off, the primary back",
                        goesOn(BOOT),
                        new Deed.PowerOff(PRIMARY),
                        new Deed.PowerOff(STANDBY),
                        new Deed.PowerOn(PRIMARY),
                        new Deed.AwaitServes(PRIMARY)),
                steady(
                        "both off, the standby back",
                        takenOver(BOOT),
                        new Deed.PowerOff(PRIMARY),
                        new Deed.PowerOff(STANDBY),
                        new Deed.PowerOn(STANDBY),
                        new Deed.AwaitServes(STANDBY)));
    }

    private static List<Case> network() {
        return List.of(
                steady("cut of the standby", goesOn(ALONE), new Deed.Cut(STANDBY)),
                steady("cut of the witness", goesOn(NOTHING), new Deed.Cut(WITNESS)),
                steady(
                        "the primary cut from the witness only",
                        goesOn(NOTHING),
                        new Deed.Between(PRIMARY, WITNESS)),
                steady(
                        "the primary cut from the standby only",
                        goesOn(ALONE),
                        new Deed.Between(PRIMARY, STANDBY)),
                // Where ci-a is primary, the standby's member leads the arbiter then.
                steady(
                        "the witness off and back, then the primary cut from the standby only",
                        goesOn(ALONE),
                        new Deed.PowerOff(WITNESS),
                        new Deed.PowerOn(WITNESS),
                        new Deed.AwaitVotes(WITNESS),
                        new Deed.Between(PRIMARY, STANDBY)),
                steady(
                        "nothing gets out of the primary to the others",
                        takenOver(TAKEOVER),
                        new Deed.OneWay(PRIMARY, STANDBY),
                        new Deed.OneWay(PRIMARY, WITNESS)),
                steady(
                        "nothing gets to the primary from the others",
                        takenOver(TAKEOVER),
                        new Deed.OneWay(STANDBY, PRIMARY),
                        new Deed.OneWay(WITNESS, PRIMARY)),
                steady(
                        "the virtual address held by a third host when the primary is lost",
                        nobody(),
                        new Deed.PowerOff(PRIMARY),
                        new Deed.HoldAddress(WITNESS)),
                steady(
                        "nothing gets from the standby to the primary",
                        either(ALONE),
                        new Deed.OneWay(STANDBY, PRIMARY)),
                steady(
                        "a tenth of the primary's packets lost",
                        either(TAKEOVER),
                        new Deed.Loss(PRIMARY, 10)),
                steady(
                        "a third of the standby's packets lost",
                        either(LOSSY),
                        new Deed.Loss(STANDBY, 33)),
                steady("100 ms more to the primary", goesOn(RESTART), new Deed.Slow(PRIMARY, 100)),
                steady("100 ms more to the standby", goesOn(RESTART), new Deed.Slow(STANDBY, 100)));
    }

    private static List<Case> disks() {
        return List.of(
                steady(
                        "disk full under the primary's log",
                        takenOver(UNDONE),
                        new Deed.FillDisk(PRIMARY, Disk.DATA),
                        new Deed.WriteMuch(PRIMARY)),
                steady(
                        "disk full under the primary's daemon",
                        takenOver(TAKEOVER),
                        new Deed.FillDisk(PRIMARY, Disk.HOME)),
                steady(
                        "disk full under the standby's daemon",
                        goesOn(RESTART),
                        new Deed.FillDisk(STANDBY, Disk.HOME)),
                steady(
                        "read-only disk under the primary's log",
                        takenOver(UNDONE),
                        new Deed.BreakDisk(PRIMARY, Disk.DATA)),
                steady(
                        "read-only disk under the primary's daemon",
                        takenOver(UNDONE),
                        new Deed.BreakDisk(PRIMARY, Disk.HOME)),
                steady(
                        "read-only disk under the standby's log",
                        goesOn(ALONE),
                        new Deed.BreakDisk(STANDBY, Disk.DATA)));
    }

    private static List<Case> people() {
        return List.of(
                steady(
                        "a mistake in the primary's understudy.yaml, daemon started again",
                        takenOver(UNDONE),
                        new Deed.BreakConfiguration(PRIMARY)),
                steady(
                        "switchover to a standby whose server does not start",
                        goesOn(RESTART),
                        new Deed.BreakServer(STANDBY),
                        new Deed.SwitchOver(),
                        new Deed.AwaitServes(STANDBY),
                        new Deed.AwaitServes(PRIMARY)),
                steady(
                        "two switchovers typed at once",
                        takenOver(RESTART),
                        new Deed.Type(PRIMARY, List.of("understudy", "switchover", "--yes")),
                        new Deed.Type(STANDBY, List.of("understudy", "switchover", "--yes"))),
                new Case(
                        "switchover and pause typed at once",
                        new When.Steady(),
                        List.of(
                                new Deed.Type(
                                        PRIMARY, List.of("understudy", "switchover", "--yes")),
                                new Deed.Type(
                                        STANDBY, List.of("understudy", "pause", "10m", "--yes"))),
                        either(RESTART)));
    }

    private static List<Case> moves() {
        return List.of(
                switchover(
                        PRIMARY,
                        "told to: Switchover",
                        "power-off of the primary",
                        takenOver(TAKEOVER),
                        new Deed.PowerOff(PRIMARY)),
                switchover(
                        PRIMARY,
                        "begins StopServer ORDERLY",
                        "kill -9 of the primary's daemon",
                        takenOver(TAKEOVER),
                        new Deed.Kill(PRIMARY, Victim.DAEMON)),
                switchover(
                        PRIMARY,
                        "begins StopDatabase ORDERLY",
                        "power-off of the standby",
                        goesOn(UNDONE),
                        new Deed.PowerOff(STANDBY)),
                switchover(
                        PRIMARY,
                        "begins StopDatabase ORDERLY",
                        "cut of the primary",
                        takenOver(TAKEOVER),
                        new Deed.Cut(PRIMARY)),
                switchover(
                        PRIMARY,
                        "has written Ceded",
                        "power-off of the primary",
                        takenOver(TAKEOVER),
                        new Deed.PowerOff(PRIMARY)),
                switchover(
                        STANDBY,
                        "begins Promote",
                        "power-off of the standby",
                        goesOn(UNDONE).or(ALONE_ALREADY),
                        new Deed.PowerOff(STANDBY)),
                switchover(
                        STANDBY,
                        "begins Promote",
                        "cut of the standby",
                        goesOn(UNDONE).or(ALONE_ALREADY),
                        new Deed.Cut(STANDBY)),
                switchover(
                        STANDBY,
                        "is ACTIVE",
                        "power-off of the primary",
                        takenOver(TAKEOVER),
                        new Deed.PowerOff(PRIMARY)),
                rejoin(
                        "begins StartStandby",
                        "power-off of the primary",
                        new Deed.PowerOff(PRIMARY)),
                new Case(
                        "power-off of the standby",
                        new When.Rejoin("is STANDBY"),
                        List.of(new Deed.PowerOff(STANDBY)),
                        goesOn(ALONE)),
                new Case(
                        "cut of the standby",
                        new When.Rejoin("is STANDBY"),
                        List.of(new Deed.Cut(STANDBY)),
                        goesOn(ALONE)));
    }

    /** Those that need hosts whose wall clocks can be set. */
    static List<Case> clocks() {
        return List.of(
                steady(
                        "the primary's clock jumps an hour forward",
                        goesOn(NOTHING),
                        new Deed.SetClock(PRIMARY, Duration.ofHours(1))),
                steady(
                        "the primary's clock jumps an hour back",
                        goesOn(NOTHING),
                        new Deed.SetClock(PRIMARY, Duration.ofHours(-1))),
                steady(
                        "the standby's clock jumps an hour forward",
                        goesOn(NOTHING),
                        new Deed.SetClock(STANDBY, Duration.ofHours(1))));
    }

    private static Case kill(Part part, Victim victim, Expected expected) {
        return steady(
                "kill -9 of %s's %s".formatted(part.words(), victim.word()),
                expected,
                new Deed.Kill(part, victim));
    }

    private static Case freeze(Part part, Victim victim, Expected expected) {
        return steady(
                "SIGSTOP of %s's %s".formatted(part.words(), victim.word()),
                expected,
                new Deed.Freeze(part, victim));
    }

    private static Case steady(String fault, Expected expected, Deed... deeds) {
        return new Case(fault, new When.Steady(), List.of(deeds), expected);
    }

    private static Case switchover(
            Part whose, String step, String fault, Expected expected, Deed deed) {
        return new Case(fault, new When.Switchover(whose, step), List.of(deed), expected);
    }

    /** Whoever comes back then may lack what was acknowledged meanwhile. */
    private static Case rejoin(String step, String fault, Deed deed) {
        return new Case(fault, new When.Rejoin(step), List.of(deed), nobody());
    }
}
