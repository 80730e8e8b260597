package io.understudy.lab.matrix;

import static io.understudy.lab.matrix.Expected.goesOn;
import static io.understudy.lab.matrix.Expected.takenOver;
import static io.understudy.lab.matrix.Part.PRIMARY;
import static io.understudy.lab.matrix.Part.STANDBY;

import io.understudy.lab.Disk;
import io.understudy.lab.Victim;
import java.util.List;

/**
 * The cases in which files are on their way. No client of the primary notices any of them, and no
 * file is ever found in place, or by a server that starts, that was not whole on a primary once.
 */
final class CarriedFilesTable {

    private CarriedFilesTable() {}

    static List<Case> all() {
        return List.of(
                carrying(
                        "power-off of the primary",
                        takenOver(Table.TAKEOVER),
                        new Deed.PowerOff(PRIMARY)),
                carrying("cut of the primary", takenOver(Table.TAKEOVER), new Deed.Cut(PRIMARY)),
                carrying(
                        "kill -9 of the standby's daemon",
                        goesOn(Table.ALONE),
                        new Deed.Kill(STANDBY, Victim.DAEMON)),
                carrying(
                        "disk full under the standby's files",
                        goesOn(Table.NOTHING),
                        new Deed.FillDisk(STANDBY, Disk.FILES)),
                carrying(
                        "disk full under the standby's daemon",
                        goesOn(Table.RESTART),
                        new Deed.FillDisk(STANDBY, Disk.HOME)),
                carrying(
                        "a byte flipped on the standby's disk in a file that it has half",
                        goesOn(Table.NOTHING),
                        new Deed.DamageHalf(STANDBY, Deed.DamageHalf.Harm.FLIPPED)),
                carrying(
                        "a file that the standby has half cut off on its disk",
                        goesOn(Table.NOTHING),
                        new Deed.DamageHalf(STANDBY, Deed.DamageHalf.Harm.TRUNCATED)),
                carrying(
                        "the standby's connections broken in the midst of an answer",
                        goesOn(Table.NOTHING),
                        new Deed.BreakConnections(STANDBY)),
                new Case(
                        "a byte flipped in one of 50 packets to the standby's daemon, while files"
                                + " are carried",
                        new When.Steady(),
                        List.of(new Deed.DamagePackets(STANDBY, 50), new Deed.ChangeFiles(PRIMARY)),
                        goesOn(Table.NOTHING)));
    }

    private static Case carrying(String fault, Expected expected, Deed deed) {
        return new Case(fault, new When.Carrying(), List.of(deed), expected);
    }
}
