package io.understudy.lab.matrix;

import io.understudy.lab.Disk;
import io.understudy.lab.Victim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Faults as chance has them: one to three at a time, on anybody, close together. */
final class Mix {

    private static final int MOST = 3;
    private static final int LONGEST_PAUSE_MILLIS = 3000;

    private final Random random;

    /** The same seed, the same faults. */
    Mix(long seed) {
        this.random = new Random(seed);
    }

    /** After which somebody serves again, whoever that may be meanwhile. */
    Case next() {
        List<Deed> deeds = new ArrayList<>();
        int count = 1 + random.nextInt(MOST);
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                deeds.add(new Deed.Pause(Duration.ofMillis(random.nextInt(LONGEST_PAUSE_MILLIS))));
            }
            deeds.add(deed());
        }
        return new Case(deeds.toString(), new When.Steady(), deeds, Expected.whoever());
    }

    private Deed deed() {
        Part part = one(Part.values());
        return switch (random.nextInt(10)) {
            case 0 -> new Deed.PowerOff(part);
            case 1 -> new Deed.Cut(part);
            case 2 -> new Deed.OneWay(part, other(part));
            case 3 -> new Deed.Between(part, other(part));
            case 4 -> new Deed.Loss(part, 1 + random.nextInt(40));
            case 5 -> new Deed.Slow(part, 1 + random.nextInt(200));
            case 6 -> new Deed.Kill(part, Victim.DAEMON);
            case 7 -> new Deed.Freeze(part, Victim.DAEMON);
            case 8 -> new Deed.FillDisk(part, Disk.HOME);
            default ->
                    new Deed.Kill(
                            one(new Part[] {Part.PRIMARY, Part.STANDBY}),
                            one(Victim.GUARD, Victim.POSTMASTER));
        };
    }

    private Part other(Part part) {
        Part other = one(Part.values());
        return other == part ? other(part) : other;
    }

    @SafeVarargs
    private <T> T one(T... of) {
        return of[random.nextInt(of.length)];
    }
}
