package io.understudy.node.notify;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;

/** What came of one try to deliver a letter. Reasons are for people, and never have a secret. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Delivery.Done.class, name = "done"),
    @JsonSubTypes.Type(value = Delivery.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = Delivery.Later.class, name = "later")
})
public sealed interface Delivery {

    /** The receiver has it. */
    record Done() implements Delivery {}

    /** The receiver said no for good: to try again would be in vain. */
    record Refused(String why) implements Delivery {}

    /**
     * It may work another time, or has worked and nobody knows.
     *
     * @param pause the receiver's own wish for how long to wait; zero where it has none
     */
    record Later(String why, Duration pause) implements Delivery {
        Later(String why) {
            this(why, Duration.ZERO);
        }
    }
}
