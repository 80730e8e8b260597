package io.understudy.node.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** By what a node proves without harm that it could do what it may have to do. */
final class TrialRoutes {

    static final String GUARD = "/v1/guard";
    static final String GUARD_TEST = "/v1/guard/test";
    static final String FENCE_TEST = "/v1/fence/test";
    static final String NOTIFY_TEST = "/v1/notify/test";

    private static final Answer NO_GUARD =
            new Answer.Said(404, "this node carries nothing, so it has no guard");
    private static final Answer NOTHING_TO_FENCE =
            new Answer.Said(404, "this node carries nothing, so it never takes over");
    static final Answer TELLS_NOBODY = new Answer.Said(404, NotifyDesk.NOBODY);
    private final Desk desk;
    private final Wire wire;

    TrialRoutes(Desk desk, Wire wire) {
        this.desk = desk;
        this.wire = wire;
    }

    Map<String, Route> byPath() {
        return Map.of(
                GUARD, new Route("GET", Routes.PEOPLE_AND_NODES, 0, this::guard),
                GUARD_TEST, trial(this::guardTest),
                FENCE_TEST, trial(this::fenceTest),
                NOTIFY_TEST, trial(this::notifyTest));
    }

    private static Route trial(Route.Handler handler) {
        return new Route("POST", Routes.PEOPLE_AND_NODES, Routes.SMALL, handler);
    }

    private Answer guard(Question question) {
        return desk.guard().<Answer>map(guard -> new Answer.Value(guard.sheet())).orElse(NO_GUARD);
    }

    private Answer guardTest(Question question) {
        return desk.guard().<Answer>map(guard -> new Answer.Value(guard.test())).orElse(NO_GUARD);
    }

    private Answer notifyTest(Question question) throws Wire.MalformedException {
        Optional<String> channel = wire.read(question.body(), NotifyCall.class).channel();
        Optional<NotifyDesk> notices = desk.notices();
        if (notices.isEmpty()) {
            return TELLS_NOBODY;
        }
        List<NotifyTrial> trials = notices.get().test(channel);
        return trials.isEmpty()
                ? new Answer.Said(
                        404,
                        "needed one of the channels %s, found none of that name"
                                .formatted(notices.get().report().names()))
                : new Answer.Value(new NotifyTrials(trials));
    }

    private Answer fenceTest(Question question) {
        return desk.fences()
                .<Answer>map(fences -> new Answer.Value(new Trials(fences.test())))
                .orElse(NOTHING_TO_FENCE);
    }

    /** The body of a call to test channels; of none in particular, all. */
    record NotifyCall(Optional<String> channel) {}

    record NotifyTrials(List<NotifyTrial> trials) {
        NotifyTrials {
            trials = List.copyOf(trials);
        }
    }

    /** The answer to a call for a test of the methods of fencing. */
    record Trials(List<FenceTrial> trials) {
        Trials {
            trials = List.copyOf(trials);
        }
    }
}
