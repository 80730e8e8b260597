package io.understudy.core.decision;

import io.understudy.core.model.Moment;
import java.util.Optional;

/**
 * What a node that does not hold the primacy remembers of its own data.
 *
 * @param method how it is to become a standby's again
 * @param tried what was done last without a stream since
 * @param detachedSince since when its standby has been without a stream from a serving primary
 */
public record RepairView(Method method, Method tried, Optional<Moment> detachedSince) {

    static final RepairView NOTHING = new RepairView(Method.NONE, Method.NONE, Optional.empty());

    /** From the cheapest to the surest. */
    public enum Method {
        NONE,
        REWIND,
        COPY
    }

    RepairView by(Method changed) {
        return new RepairView(changed, tried, Optional.empty());
    }

    /** The method did what it can; whether it helped shows when the stream opens. */
    RepairView done(Method method) {
        return new RepairView(Method.NONE, method, Optional.empty());
    }

    /** Something surer than what was tried last. */
    RepairView harder() {
        return by(tried == Method.NONE ? Method.REWIND : Method.COPY);
    }

    RepairView detached(Moment since) {
        return new RepairView(method, tried, Optional.of(detachedSince.orElse(since)));
    }

    RepairView attached() {
        return NOTHING;
    }
}
