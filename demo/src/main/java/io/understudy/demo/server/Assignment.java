package io.understudy.demo.server;

import io.understudy.demo.Form;
import java.util.Map;

/**
 * A build handed out to a worker.
 *
 * @param token names this one hand-out, and no other of the same build
 * @param attempt 1 for the first hand-out of the build
 */
record Assignment(String token, long build, int attempt, String pipeline, long number) {

    Form form() {
        return new Form(
                Map.of(
                        "token", token,
                        "build", Long.toString(build),
                        "attempt", Integer.toString(attempt),
                        "pipeline", pipeline,
                        "number", Long.toString(number)));
    }
}
