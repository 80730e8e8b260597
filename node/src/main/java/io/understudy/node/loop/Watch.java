package io.understudy.node.loop;

import io.understudy.core.action.Action;
import io.understudy.core.action.Action.OnGuard;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.Moment;
import io.understudy.core.observation.GuardState;
import io.understudy.core.observation.Observation;
import io.understudy.core.port.Guard;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The calls to the guard, one after the other, each of which hands in what the guard said. */
final class Watch implements AutoCloseable {

    /** Whether it is there at all is for people to know; who serves asks it with each renewal. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    /** So often armed for one primacy until that is no news. For the thread of the calls. */
    private static final int CALM_AFTER = 10;

    private Epoch armedFor = Epoch.NONE;
    private int armed;

    private final Guard guard;
    private final Inbox inbox;
    private final Duration deadline;
    private final Defects defects;
    private final ScheduledExecutorService calls =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("guard").daemon().factory());

    Watch(Guard guard, Inbox inbox, Duration deadline, Defects defects) {
        this.guard = guard;
        this.inbox = inbox;
        this.deadline = deadline;
        this.defects = defects;
    }

    /**
     * Looks once before it returns: what an earlier run left may only go on where the guard is
     * known to be armed before anything else is seen. And then now and again.
     */
    void begin() {
        look();
        long pause = BETWEEN_LOOKS.toMillis();
        var _ = calls.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
    }

    void run(OnGuard action) {
        calls.execute(() -> tell(defects.survive(() -> call(action), GuardState.Missing::new)));
    }

    private void look() {
        tell(defects.survive(() -> guard.look(deadline), GuardState.Missing::new));
    }

    private GuardState call(OnGuard action) {
        return switch (action) {
            case Action.ArmGuard(Epoch epoch, Moment until) -> guard.arm(epoch, until, deadline);
            case Action.DisarmGuard() -> guard.disarm(deadline);
        };
    }

    private void tell(GuardState said) {
        Inbox.Sighting sighting = now -> new Observation.GuardSeen(now, said);
        if (isOld(said)) {
            inbox.lay(sighting);
        } else {
            inbox.post(sighting);
        }
    }

    /** Whether it was armed anew, as with each renewal before: nobody waits for that. */
    private boolean isOld(GuardState said) {
        if (said instanceof GuardState.Armed(Epoch epoch, var _)) {
            armed = epoch.equals(armedFor) ? armed + 1 : 1;
            armedFor = epoch;
            return armed > CALM_AFTER;
        }
        armed = 0;
        return false;
    }

    @Override
    public void close() {
        calls.shutdownNow();
    }
}
