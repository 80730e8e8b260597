package io.understudy.core.decision;

import io.understudy.core.model.Moment;
import java.util.Optional;

/**
 * What a node that does not hold the primacy remembers of its own data.
 *
 * @param method how it is to become a standby's again
 * @param tried what was done last without a stream since
 * @param detachedSince since when its standby has been without a stream from a serving primary
 * @param logGone whether a primary has said that it no longer has the log that this data needs
 */
public record RepairView(
        Method method, Method tried, Optional<Moment> detachedSince, boolean logGone) {

    public static final RepairView NOTHING =
            new RepairView(Method.NONE, Method.NONE, Optional.empty(), false);

    /** From the cheapest to the surest. */
    public enum Method {
        NONE,
        REWIND,
        COPY
    }

    RepairView by(Method changed) {
        return new RepairView(changed, tried, Optional.empty(), logGone);
    }

    /** Neither waiting nor going back brings that log back. */
    RepairView withoutItsLog() {
        return new RepairView(Method.COPY, tried, Optional.empty(), true);
    }

    /** The method did what it can; whether it helped shows when the stream opens. */
    RepairView done(Method method) {
        return new RepairView(Method.NONE, method, Optional.empty(), logGone);
    }

    /** Something surer than what was tried last. */
    RepairView harder() {
        return by(tried == Method.NONE ? Method.REWIND : Method.COPY);
    }

    RepairView detached(Moment since) {
        return new RepairView(method, tried, Optional.of(detachedSince.orElse(since)), logGone);
    }

    RepairView attached() {
        return NOTHING;
    }
}
