package io.understudy.node.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The last drill that went well.
 *
 * @param at by this host's wall clock, for people
 * @param late from the deadline until nothing was left of the decoy
 */
public record Proof(Instant at, Duration late) {

    static Optional<Proof> read(Path file) {
        try {
            String[] words = Files.readString(file).strip().split(" ", -1);
            return words.length == 3
                    ? Optional.of(
                            new Proof(
                                    Instant.ofEpochSecond(Long.parseLong(words[0])),
                                    Duration.ofNanos(Long.parseLong(words[1]))))
                    : Optional.empty();
        } catch (IOException | RuntimeException _) {
            // A proof that can't be read proves nothing: the next drill writes another.
            return Optional.empty();
        }
    }
}
