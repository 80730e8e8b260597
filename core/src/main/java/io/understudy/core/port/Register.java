package io.understudy.core.port;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Version;
import io.understudy.core.model.Versioned;
import java.time.Duration;

/**
 * The one small register in which everybody sees alike who is primary.
 *
 * <p>Both calls block, at most about as long as the deadline given, never throw for what a network
 * or an arbiter can do, may be called by any thread, and may be repeated.
 */
public interface Register {

    /**
     * What is there. A read may be old (a cut-off follower answers reads), so it proves nothing
     * about now.
     */
    ReadResult read(Duration deadline);

    /**
     * Writes {@code next} if the register is still at {@code expected}; {@link Version#ABSENT}
     * creates it. Only {@link CasResult.Written} says that the arbiter's majority has it.
     */
    CasResult compareAndSet(Version expected, ClusterState next, Duration deadline);

    /** The answer to a read. */
    sealed interface ReadResult {
        record Found(Versioned value) implements ReadResult {}

        record Absent() implements ReadResult {}

        record Unknown(String why) implements ReadResult {}
    }

    /** The answer to a compare-and-set. */
    sealed interface CasResult {
        /** The write was acknowledged, and made this version. */
        record Written(Version version) implements CasResult {}

        /** The register was at another version; nothing was written. Read to learn which. */
        record Conflict() implements CasResult {}

        /** It may have been written, or may still be. Read before deciding anything. */
        record Unknown(String why) implements CasResult {}
    }
}
