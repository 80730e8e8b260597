package io.understudy.node.fence;

import java.time.Duration;

/** How long a test may take: somebody waits for it, and the API answers within half a minute. */
final class TestTime {

    private static final Duration MOST = Duration.ofSeconds(20);

    private TestTime() {}

    static Duration of(Duration deadline) {
        return deadline.compareTo(MOST) < 0 ? deadline : MOST;
    }
}
