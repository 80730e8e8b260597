package io.understudy.node.guard;

import io.understudy.core.model.Moment;
import io.understudy.core.port.Guard;
import io.understudy.testkit.GuardContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;

class GuardProgramTest extends GuardContract {

    private final TestHome home = new TestHome();
    private final Guard guard = home.guard();

    @AfterEach
    void end() {
        home.close();
    }

    @Override
    protected Guard guard() {
        return guard;
    }

    @Override
    protected Guard guardOfRestartedDaemon() {
        return home.guard();
    }

    @Override
    protected Moment now() {
        return home.now();
    }

    @Override
    protected void reach(Moment moment) {
        TestHome.waitUntil(moment);
    }

    @Override
    protected void serve() {
        home.serve();
    }

    @Override
    protected boolean serving() {
        return home.serving();
    }

    @Override
    protected void guardDies() {
        home.kill();
    }

    @Override
    protected void guardBecomesUnusable() {
        home.kill();
        try {
            Files.delete(home.program());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
