package io.understudy.core.notice;

import java.time.Duration;

/**
 * From when on something is worth telling.
 *
 * @param grace how long most things have to last before they are told, and be over before that is;
 *     what may take longer by its nature is given a multiple of it
 * @param again after how long that which still lasts is told again
 * @param lagBytes how far behind a standby's log may be
 * @param filesLag how late a standby's files may be
 * @param certificateDays how many days before its end a certificate is told of; of the last quarter
 *     it is critical
 */
public record NoticeLimits(
        Duration grace, Duration again, long lagBytes, Duration filesLag, int certificateDays) {

    /** So often within {@link #inARow} makes a matter one that comes and goes. */
    static final int MANY = 3;

    public NoticeLimits {
        if (!grace.isPositive() || !again.isPositive() || !filesLag.isPositive()) {
            throw new IllegalArgumentException("grace, again and the files' lag are positive");
        }
        if (lagBytes < 1 || certificateDays < 1) {
            throw new IllegalArgumentException("at least a byte, and a day");
        }
    }

    /** What holds where the configuration says nothing. */
    public static NoticeLimits usual() {
        return new NoticeLimits(
                Duration.ofSeconds(20), Duration.ofHours(6), 64L << 20, Duration.ofMinutes(1), 30);
    }

    /** For what ends by itself as a rule: a standby that starts again, a server that comes up. */
    Duration longGrace() {
        return grace.multipliedBy(3);
    }

    /** How long a new primary waits for the report of its move before it tells without it. */
    Duration untilReport() {
        return grace.dividedBy(4);
    }

    /** Within that time {@link #MANY} times are too many. */
    Duration inARow() {
        return grace.multipliedBy(180);
    }

    /** How long what comes and goes must be away to count as over. */
    Duration quiet() {
        return grace.multipliedBy(90);
    }
}
