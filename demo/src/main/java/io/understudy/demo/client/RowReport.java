package io.understudy.demo.client;

import java.util.List;
import java.util.Optional;

/**
 * How a run of the row writer went.
 *
 * @param acknowledged how many commits were acknowledged
 * @param unknown how many commits got no clear answer: neither acknowledged nor lost
 * @param failed how many rows failed before their commit was sent
 * @param longestGap between two acknowledgements; empty with fewer than two
 * @param sources who took the rows, in order, each named again when it comes back
 * @param contradictions acknowledgements that only two primaries at once can explain: of a timeline
 *     after a higher one, or of one timeline by two servers
 * @param verification what the table says
 */
public record RowReport(
        long acknowledged,
        long unknown,
        long failed,
        Optional<Gap> longestGap,
        List<Source> sources,
        List<Acknowledged> contradictions,
        Verification verification) {

    public RowReport {
        sources = List.copyOf(sources);
        contradictions = List.copyOf(contradictions);
    }

    /** Whether it is known that no acknowledged row was lost and there was one primary only. */
    public boolean clean() {
        return contradictions.isEmpty()
                && verification instanceof Verification.Verified verified
                && verified.lost().isEmpty()
                && verified.unexpected().isEmpty();
    }
}
