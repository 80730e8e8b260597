package io.understudy.testkit;

import io.understudy.core.model.Epoch;
import io.understudy.core.port.Server;

class FakeServerTest extends ServerContract {

    private final FakeServer server = new FakeServer();

    @Override
    protected Server server() {
        return server;
    }

    @Override
    protected Server serverOfRestartedDaemon() {
        return server;
    }

    @Override
    protected void serverDies() {
        server.die();
    }

    @Override
    protected void serverFallsSilent() {
        server.answer(false);
    }

    @Override
    protected void serverBecomesUnusable() {
        server.makeUnusable("Needed the program run-server, found none.");
    }

    @Override
    protected Epoch epochThatTheServerKnows() {
        return server.epoch();
    }

    @Override
    protected Object run() {
        return server.starts();
    }
}
