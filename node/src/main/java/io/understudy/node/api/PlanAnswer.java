package io.understudy.node.api;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.understudy.core.model.Epoch;
import java.util.List;

/** What a command would do, or why it can't be done. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "answer")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PlanAnswer.Plan.class, name = "plan"),
    @JsonSubTypes.Type(value = PlanAnswer.Refusal.class, name = "refusal"),
    @JsonSubTypes.Type(value = PlanAnswer.Already.class, name = "already")
})
public sealed interface PlanAnswer {

    /**
     * What would be done.
     *
     * @param steps in order, one sentence each
     * @param atRisk what may be lost or interrupted, one sentence
     * @param seen the epoch that the plan holds for; the command is sent with it
     */
    record Plan(List<String> steps, String atRisk, Epoch seen) implements PlanAnswer {
        public Plan {
            steps = List.copyOf(steps);
        }
    }

    /** It is so already; {@code why} is one sentence without an end. */
    record Already(String why) implements PlanAnswer {}

    /**
     * It can't be done now.
     *
     * @param why one sentence
     * @param remedy what would make it possible, one sentence
     */
    record Refusal(String why, String remedy) implements PlanAnswer {}
}
