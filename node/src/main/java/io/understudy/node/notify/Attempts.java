package io.understudy.node.notify;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Single tries to deliver, of which each ends in time with a value, whatever is wrong.
 *
 * @param longest of one try
 */
record Attempts(Courier courier, Duration longest) {

    private static final Logger LOG = LoggerFactory.getLogger("understudy");

    Delivery of(Channel channel, Letter letter) throws InterruptedException {
        try {
            return courier.deliver(channel, letter, longest);
        } catch (RuntimeException e) {
            LOG.error("a notice can't be delivered", e);
            return new Delivery.Later("it has failed: " + e.getClass().getSimpleName());
        }
    }
}
