package io.understudy.lab.matrix;

import io.understudy.lab.Victim;
import java.util.List;
import java.util.Optional;

/**
 * A row of the matrix.
 *
 * @param fault in words; with the moment it names the case
 * @param deeds in order
 * @param open what is known to be wrong with the product there, and not mended yet; empty where the
 *     case has to be as expected
 */
record Case(String fault, When when, List<Deed> deeds, Expected expected, Optional<String> open) {
    Case {
        deeds = List.copyOf(deeds);
    }

    Case(String fault, When when, List<Deed> deeds, Expected expected) {
        this(fault, when, deeds, expected, Optional.empty());
    }

    /** The same, with what is known to be wrong. */
    Case open(String finding) {
        return new Case(fault, when, deeds, expected, Optional.of(finding));
    }

    /** Whose loss it is, and nothing else: what the cluster promises about. */
    Optional<Part> loses() {
        if (!(when instanceof When.Steady) || deeds.size() != 1) {
            return Optional.empty();
        }
        return switch (deeds.getFirst()) {
            case Deed.PowerOff(Part part) -> Optional.of(part);
            case Deed.Cut(Part part) -> Optional.of(part);
            case Deed.Kill(Part part, Victim victim) when victim == Victim.DAEMON ->
                    Optional.of(part);
            case Deed.Freeze(Part part, Victim victim) when victim == Victim.DAEMON ->
                    Optional.of(part);
            case Deed _ -> Optional.empty();
        };
    }

    String name() {
        return fault + " · " + when.words();
    }
}
