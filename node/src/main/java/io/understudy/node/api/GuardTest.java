package io.understudy.node.api;

import java.util.Optional;

/**
 * What came of a drill.
 *
 * @param lateMicros from the deadline until nothing of the decoy was left; empty where the guard
 *     did not prove itself
 * @param processes of the decoy
 * @param why it did not, one sentence
 * @param sheet what it says of itself after that
 */
public record GuardTest(
        Optional<Long> lateMicros, int processes, Optional<String> why, GuardSheet sheet) {

    public boolean proved() {
        return lateMicros.isPresent();
    }
}
