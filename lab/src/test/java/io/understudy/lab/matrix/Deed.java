package io.understudy.lab.matrix;

import io.understudy.lab.Disk;
import io.understudy.lab.Victim;
import java.time.Duration;
import java.util.List;

/** One thing that is done to a cluster. */
sealed interface Deed {

    record Kill(Part part, Victim victim) implements Deed {}

    record Freeze(Part part, Victim victim) implements Deed {}

    record Thaw(Part part, Victim victim) implements Deed {}

    record PowerOff(Part part) implements Deed {}

    /** And its daemon is started, as its unit would. */
    record PowerOn(Part part) implements Deed {}

    record Cut(Part part) implements Deed {}

    /** Neither reaches the other; both reach all others. */
    record Between(Part one, Part other) implements Deed {}

    record OneWay(Part from, Part to) implements Deed {}

    record Loss(Part part, int percent) implements Deed {}

    /** Each packet to and from it takes so much longer. */
    record Slow(Part part, int millis) implements Deed {}

    record FillDisk(Part part, Disk disk) implements Deed {}

    /** It is read-only from now on. */
    record BreakDisk(Part part, Disk disk) implements Deed {}

    /** Has its PostgreSQL begin one segment of its log after the other, until it takes no more. */
    record WriteMuch(Part part) implements Deed {}

    /** Its wall clock jumps. */
    record SetClock(Part part, Duration difference) implements Deed {}

    /** Its understudy.yaml gets a mistake, and its daemon is ended and started again. */
    record BreakConfiguration(Part part) implements Deed {}

    /** That host has the virtual address, too, as by somebody's mistake. */
    record HoldAddress(Part part) implements Deed {}

    /** A byte is flipped in some of the big packets between its daemon and the others'. */
    record DamagePackets(Part part, int oneIn) implements Deed {}

    /** Files are changed there, so many that the other fetches for a while. */
    record ChangeFiles(Part part) implements Deed {}

    /** What its daemon has fetched half is changed on its disk. */
    record DamageHalf(Part part, Harm harm) implements Deed {
        /** How. */
        enum Harm {
            FLIPPED,
            TRUNCATED
        }
    }

    /** Each connection of its daemon's to another daemon ends at once. */
    record BreakConnections(Part part) implements Deed {}

    /** As a person asks for it, by the API. */
    record SwitchOver() implements Deed {}

    /** All faults of the network end. */
    record Heal() implements Deed {}

    /** Its server does not start there from now on. */
    record BreakServer(Part part) implements Deed {}

    /** A person types that there; it is not waited for, and may well be refused. */
    record Type(Part part, List<String> words) implements Deed {
        public Type {
            words = List.copyOf(words);
        }
    }

    /** Nothing is done for so long. */
    record Pause(Duration length) implements Deed {}

    /** Until a client's row is taken by that one. */
    record AwaitServes(Part part) implements Deed {}

    /** Until no client's row is taken for so long. */
    record AwaitSilence(Duration silence) implements Deed {}

    /** Until that host says that it is alone: nobody is in sync with it. */
    record AwaitAlone(Part part) implements Deed {}

    /** Its member of the arbiter leads or follows. */
    record AwaitVotes(Part part) implements Deed {}
}
