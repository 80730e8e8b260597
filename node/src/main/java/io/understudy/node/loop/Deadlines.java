package io.understudy.node.loop;

import io.understudy.core.model.Timings;
import java.time.Duration;

/**
 * How long each kind of call may take.
 *
 * @param register one read or write: two of them, and the stop, fit into a lease
 * @param look one look at the database, the server or the address
 * @param fence one question to another node
 * @param guard one question to the guard
 * @param start until a database answers, crash recovery included
 * @param promote until a standby takes writes
 * @param change of what commits wait for
 * @param stopInOrder a stop with a checkpoint
 * @param stopAtOnce a kill
 * @param take until the virtual address is here, or another host has answered at it
 * @param release until it is gone: well within the time to stop
 * @param rewind going back to where the histories parted
 * @param copy a new copy of the whole database
 */
public record Deadlines(
        Duration register,
        Duration look,
        Duration fence,
        Duration guard,
        Duration start,
        Duration promote,
        Duration change,
        Duration stopInOrder,
        Duration stopAtOnce,
        Duration take,
        Duration release,
        Duration rewind,
        Duration copy) {

    public static Deadlines of(Timings timings) {
        return new Deadlines(
                timings.ttl().dividedBy(5),
                timings.ttl().dividedBy(2),
                timings.fence(),
                timings.ttl().dividedBy(10),
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                timings.switchover().dividedBy(2),
                Duration.ofSeconds(5),
                timings.ttl(),
                timings.stop().dividedBy(2),
                Duration.ofMinutes(30),
                Duration.ofHours(24));
    }
}
