package io.understudy.node.postgres;

import io.understudy.core.action.Outcome;
import java.io.IOException;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the steps of an action, and turns however they end into the action's one outcome. */
final class Attempt {

    private static final Logger log = LoggerFactory.getLogger(Attempt.class);

    private final PostgresSettings settings;
    private final LocalServer server;
    private final LocalSession local;

    Attempt(PostgresSettings settings, LocalServer server, LocalSession local) {
        this.settings = settings;
        this.server = server;
        this.local = local;
    }

    /** What an action does. */
    @FunctionalInterface
    interface Steps {
        void take() throws Troubled, SQLException, IOException;
    }

    Outcome at(Steps steps) {
        server.underWay().begin();
        try {
            steps.take();
            return server.underWay().halted() ? overtaken() : new Outcome.Done();
        } catch (Troubled e) {
            return e.outcome();
        } catch (SQLException e) {
            local.close();
            if (server.underWay().halted()) {
                return overtaken();
            }
            log.debug("PostgreSQL answered with an error", e);
            return new Outcome.Unknown(
                    Diagnosis.sentence(e, "this node's PostgreSQL", settings.access().role()));
        } catch (IOException e) {
            return new Outcome.Failed(Diagnosis.said(e));
        }
    }

    private static Outcome overtaken() {
        return new Outcome.Failed("a stop came meanwhile");
    }
}
