package io.understudy.node;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was opened so far: closed again, the last first, unless all of it is kept. */
final class Opened implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Opened.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T opened) {
        open.push(opened);
        return opened;
    }

    /** From now on somebody else closes them. */
    void keep() {
        open.clear();
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            closeOne(open.pop());
        }
    }

    private static void closeOne(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("{} did not close: {}", part.getClass().getSimpleName(), e.toString());
        }
    }
}
