package io.understudy.core.decision;

import io.understudy.core.model.Moment;
import java.util.Optional;

/**
 * What a node that does not hold the primacy remembers of its own data.
 *
 * @param method how it is to become a standby's again
 * @param detachedSince since when its standby has been without a stream from a serving primary
 */
public record RepairView(Method method, Optional<Moment> detachedSince) {

    static final RepairView NOTHING = new RepairView(Method.NONE, Optional.empty());

    /** From the cheapest to the surest. */
    public enum Method {
        NONE,
        REWIND,
        COPY
    }

    RepairView by(Method changed) {
        return new RepairView(changed, Optional.empty());
    }

    RepairView detached(Moment since) {
        return new RepairView(method, Optional.of(detachedSince.orElse(since)));
    }

    RepairView attached() {
        return new RepairView(method, Optional.empty());
    }
}
