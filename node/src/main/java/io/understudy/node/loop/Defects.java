package io.understudy.node.loop;

import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adapters promise not to throw. One that does all the same must neither end the looks, after which
 * a dead database would seem alive for ever, nor leave the loop waiting for an answer: what it was
 * asked is unknown, and the defect is logged when it changes.
 */
final class Defects {

    private static final Logger LOG = LoggerFactory.getLogger(Defects.class);

    private volatile String latest = "";

    /** What the call returns, or what {@code unknown} makes of a sentence. Any thread may call. */
    <T> T survive(Supplier<T> call, Function<String, T> unknown) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            String what = e.toString();
            if (!latest.equals(what)) {
                latest = what;
                LOG.error("a defect in an adapter, please report it", e);
            }
            return unknown.apply(
                    "a defect, please report it with this node's log: "
                            + e.getClass().getSimpleName());
        }
    }
}
