package io.understudy.node.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log why a caller was turned away; seldom, so that a stranger can't fill the disk. */
final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final InstantSource clock;
    private final AtomicReference<Instant> quietUntil = new AtomicReference<>(Instant.MIN);

    Refusals(InstantSource clock) {
        this.clock = clock;
    }

    void tell(String sentence) {
        Instant now = clock.instant();
        Instant until = quietUntil.get();
        if (!now.isBefore(until) && quietUntil.compareAndSet(until, now.plus(BETWEEN_LINES))) {
            LOG.warn("Turned a caller away at the TLS handshake: {}", sentence);
        }
    }
}
