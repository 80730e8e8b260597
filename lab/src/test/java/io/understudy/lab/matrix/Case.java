package io.understudy.lab.matrix;

import java.util.List;

/**
 * A row of the matrix.
 *
 * @param fault in words; with the moment it names the case
 * @param deeds in order
 */
record Case(String fault, When when, List<Deed> deeds, Expected expected) {
    Case {
        deeds = List.copyOf(deeds);
    }

    String name() {
        return fault + " · " + when.words();
    }
}
