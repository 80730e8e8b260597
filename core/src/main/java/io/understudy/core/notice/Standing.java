package io.understudy.core.notice;

import io.understudy.core.explain.Reason;

/** Whether a matter that is no concern of this node's now is over. Pure. */
enum Standing {
    FINE,
    /** This node can't tell. */
    UNKNOWN,
    /** Another node is primary, and tells of it where it lasts. */
    PASSED_ON;

    static Standing of(NoticeKind kind, View view) {
        return switch (kind) {
            case PRIMARY, HALT, CERTIFICATE, DISK -> FINE;
            case SERVICE, REFUSAL -> view.isActive() || view.anotherServes() ? FINE : UNKNOWN;
            case REGISTER ->
                    view.fresh().isPresent() && (view.mayServe() || !view.holds()) ? FINE : UNKNOWN;
            case SYNCHRONY, LAG, PAUSE ->
                    view.isActive() && view.fresh().isPresent() ? FINE : orPassedOn(view);
            case FILES ->
                    view.isActive()
                                    && view.state()
                                            .files()
                                            .flatMap(f -> f.view().seenAt())
                                            .isPresent()
                            ? FINE
                            : orPassedOn(view);
            case STANDBY -> {
                Reason reason = view.state().reason();
                yield reason instanceof Reason.Following || view.isActive() ? FINE : UNKNOWN;
            }
            case SERVER ->
                    view.isActive() && view.state().restarts().failures() == 0
                            ? FINE
                            : orPassedOn(view);
            case ADDRESS ->
                    view.isActive() && view.state().reason() instanceof Reason.Serving
                            ? FINE
                            : orPassedOn(view);
            case GUARD -> view.state().guard().state().isPresent() ? FINE : UNKNOWN;
        };
    }

    private static Standing orPassedOn(View view) {
        return view.anotherServes() ? PASSED_ON : UNKNOWN;
    }
}
