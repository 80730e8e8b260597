package io.understudy.node.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.understudy.core.port.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What became of the server's work over a move.
 *
 * @param state whether these are the last figures
 * @param builds those that ran when the old primary stopped; the first ones, where there are many
 * @param moreBuilds how many others ran
 * @param sentence why there are no figures, or no more; empty where there is nothing to say
 */
public record WorkloadReport(
        State state, Workers workers, List<Build> builds, int moreBuilds, String sentence) {

    public WorkloadReport {
        builds = List.copyOf(builds);
    }

    public enum State {
        COUNTING,
        DONE,
        /** Not all of it could be known. */
        GIVEN_UP
    }

    /**
     * Workers of before that are there again.
     *
     * @param known how many were connected before
     * @param back how many of them are connected again
     * @param last when the last of those that are back came, from the beginning of the move
     * @param missing the names of those that are not back; the first ones, where they are many
     */
    public record Workers(
            int known,
            int back,
            @JsonProperty("lastMillis") Optional<Duration> last,
            List<String> missing) {
        public Workers {
            missing = List.copyOf(missing);
        }
    }

    /**
     * A build that was cut off.
     *
     * @param worker where it ran; empty where that is not known
     * @param fate empty while it is not known
     * @param note what it is called now, or what to do; may be empty
     */
    public record Build(String name, String worker, Optional<Workload.Kind> fate, String note) {}

    /** Nothing is known, for that reason. */
    public static WorkloadReport unknown(State state, String why) {
        return new WorkloadReport(
                state, new Workers(0, 0, Optional.empty(), List.of()), List.of(), 0, why);
    }
}
