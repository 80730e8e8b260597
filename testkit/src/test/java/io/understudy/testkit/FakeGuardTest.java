package io.understudy.testkit;

import io.understudy.core.model.Moment;
import io.understudy.core.port.Guard;

class FakeGuardTest extends GuardContract {

    private Moment now = new Moment(5_000_000_000L);
    private boolean serving;
    private final FakeGuard guard = new FakeGuard(() -> now, () -> serving = false);

    @Override
    protected Guard guard() {
        return guard;
    }

    @Override
    protected Guard guardOfRestartedDaemon() {
        return guard;
    }

    @Override
    protected Moment now() {
        return now;
    }

    @Override
    protected void reach(Moment moment) {
        now = moment;
        guard.pass();
    }

    @Override
    protected void serve() {
        serving = true;
    }

    @Override
    protected boolean serving() {
        return serving;
    }

    @Override
    protected void guardDies() {
        guard.die();
    }

    @Override
    protected void guardBecomesUnusable() {
        guard.die();
        guard.makeMissing("needed the guard, found none: told so by a test");
    }
}
