package io.understudy.node.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.understudy.core.model.Epoch;
import java.time.Duration;
import java.util.Optional;

/**
 * What the protected server works at, where its profile says how that is read.
 *
 * @param seen the latest look; empty where there was none yet
 * @param unseen why the latest look saw nothing, and what to do; empty where it saw something
 * @param move what became of its work over the move that made this node primary; empty where none
 *     is known
 */
public record WorkReport(Optional<Seen> seen, Optional<String> unseen, Optional<AfterMove> move) {

    /**
     * What a look saw.
     *
     * @param workers that are connected
     * @param builds that run
     * @param age how long ago that was
     */
    public record Seen(int workers, int builds, @JsonProperty("ageMillis") Duration age) {}

    /** The same as in that move's own report. */
    public record AfterMove(Epoch number, WorkloadReport workload) {}
}
