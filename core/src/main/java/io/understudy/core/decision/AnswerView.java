package io.understudy.core.decision;

import io.understudy.core.model.Moment;
import io.understudy.core.observation.DatabaseState;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether this node's database answers. One that says no answers; silence is counted from when it
 * was last heard, and over at least two looks, the second of which begins a connection of its own.
 *
 * @param heard when it last answered, or was last acted upon; empty before that
 * @param silentSince since when it has not answered; empty where the newest look had an answer
 * @param silentLooks how many looks in a row had none
 * @param stops how often it was stopped for that, since it last was well for long
 * @param wellSince since when it has been up and answered; empty while it does not
 */
public record AnswerView(
        Optional<Moment> heard,
        Optional<Moment> silentSince,
        int silentLooks,
        int stops,
        Optional<Moment> wellSince) {

    static final AnswerView NONE =
            new AnswerView(Optional.empty(), Optional.empty(), 0, 0, Optional.empty());

    private static final int LOOKS = 2;

    AnswerView saw(Moment at, DatabaseState found, Duration settledAfter) {
        return switch (found) {
            case DatabaseState.Silent _ ->
                    new AnswerView(
                            heard,
                            silentSince.or(() -> heard).or(() -> Optional.of(at)),
                            silentLooks + 1,
                            stops,
                            Optional.empty());
            case DatabaseState.Primary _, DatabaseState.Standby _ -> {
                Moment well = wellSince.orElse(at);
                int kept = at.reached(well.plus(settledAfter)) ? 0 : stops;
                yield new AnswerView(Optional.of(at), Optional.empty(), 0, kept, Optional.of(well));
            }
            case DatabaseState.Refused _, DatabaseState.Unknown _ ->
                    new AnswerView(Optional.of(at), Optional.empty(), 0, stops, wellSince);
            case DatabaseState.Absent _,
                    DatabaseState.Stopped _,
                    DatabaseState.Starting _,
                    DatabaseState.Unusable _ ->
                    new AnswerView(Optional.of(at), Optional.empty(), 0, stops, Optional.empty());
        };
    }

    /** Nobody looked while an action was under way, so nothing before its end counts. */
    AnswerView acted(Moment at) {
        return new AnswerView(Optional.of(at), Optional.empty(), 0, stops, wellSince);
    }

    AnswerView stopped() {
        return new AnswerView(heard, silentSince, silentLooks, stops + 1, wellSince);
    }

    /** Since when it surely has been silent; empty where one look alone has said so. */
    Optional<Moment> surelySilentSince() {
        return silentLooks >= LOOKS ? silentSince : Optional.empty();
    }
}
