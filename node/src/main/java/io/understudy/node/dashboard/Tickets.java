package io.understudy.node.dashboard;

import io.understudy.core.action.Command;
import io.understudy.core.model.NodeId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The plans that a person was shown: nothing is done without one of them, and each is good once and
 * for some minutes. Any thread may call.
 */
final class Tickets {

    private static final int MOST = 32;
    private static final Duration GOOD_FOR = Duration.ofMinutes(5);

    private final Map<String, Kept> kept =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
                    return size() > MOST;
                }
            };

    /**
     * What was planned.
     *
     * @param asked who made the plan, and gets the command
     * @param typed what the person has to type first; empty where a click is enough
     */
    record Planned(Command command, NodeId asked, Optional<String> typed) {}

    private record Kept(Planned planned, long at) {}

    synchronized String issue(Planned planned) {
        String ticket = UUID.randomUUID().toString();
        kept.put(ticket, new Kept(planned, System.nanoTime()));
        return ticket;
    }

    synchronized Optional<Planned> find(String ticket) {
        return Optional.ofNullable(kept.get(ticket))
                .filter(found -> System.nanoTime() - found.at() < GOOD_FOR.toNanos())
                .map(Kept::planned);
    }

    /** Whether it was there to be used: of two who come with the same one, one gets it. */
    synchronized boolean use(String ticket) {
        return kept.remove(ticket) != null;
    }
}
