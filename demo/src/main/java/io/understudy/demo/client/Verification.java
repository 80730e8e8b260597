package io.understudy.demo.client;

import java.util.List;

/** What the table says about the rows that were acknowledged. */
public sealed interface Verification {

    /**
     * The table was read.
     *
     * @param lost numbers that were acknowledged and are missing
     * @param unknownPresent how many rows of unknown outcome are there
     * @param unknownAbsent how many are not
     * @param unexpected numbers that are there although their insert had failed, or that were never
     *     sent
     */
    record Verified(List<Long> lost, long unknownPresent, long unknownAbsent, List<Long> unexpected)
            implements Verification {
        public Verified {
            lost = List.copyOf(lost);
            unexpected = List.copyOf(unexpected);
        }
    }

    /** The table could not be read: this says nothing about the rows. */
    record NotVerified(String why) implements Verification {}
}
