package io.understudy.demo.client;

import java.time.Duration;

/**
 * How long a client waits.
 *
 * @param connect until it is connected; it tries again then
 * @param answer until it is answered; it leaves the connection then
 * @param afterError before it tries again
 */
public record Patience(Duration connect, Duration answer, Duration afterError) {

    /** As usual clients have. */
    public static final Patience USUAL =
            new Patience(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofMillis(10));

    /** Of one whose own waiting is not to be part of what it measures. */
    public static final Patience SHORT =
            new Patience(Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofMillis(10));

    public Patience {
        if (!connect.isPositive() || !answer.isPositive() || afterError.isNegative()) {
            throw new IllegalArgumentException(
                    "needed waits that end, found %s, %s, %s"
                            .formatted(connect, answer, afterError));
        }
    }

    /** The same, but that it leaves a server that will not have it alone for longer. */
    public Patience trying(Duration again) {
        return new Patience(connect, answer, again);
    }
}
