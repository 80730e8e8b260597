package io.understudy.node.arbiter;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** A way to a ZooKeeper server that is made anew whenever it is lost. */
interface Connection {

    /**
     * The line that is connected, as soon as there is one.
     *
     * @throws TimeoutException when there is none within the time given
     */
    Line await(Duration time) throws TimeoutException, InterruptedException;

    /** Why there is no line, or no answer, in one sentence. */
    String silence(Duration waited);
}
