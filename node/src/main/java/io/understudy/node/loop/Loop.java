package io.understudy.node.loop;

import io.understudy.core.action.Action;
import io.understudy.core.action.Durable;
import io.understudy.core.decision.Decider;
import io.understudy.core.decision.Decision;
import io.understudy.core.decision.NodeState;
import io.understudy.core.decision.Role;
import io.understudy.core.explain.Sentences;
import io.understudy.core.model.Moment;
import io.understudy.core.observation.Observation;
import io.understudy.core.port.DurableEpoch;
import io.understudy.node.journal.Journal;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Observe, decide, record, act: one thread owns the state. A decision that changes something is in
 * the journal, and what it wants durable is on disk, before anybody sees it, and before any of its
 * actions is run.
 */
public final class Loop {

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    private final Decider decider;
    private final Records records;
    private final Inbox inbox;
    private final Crew crew;
    private final Onlooker onlooker;
    private final AtomicReference<NodeState> state;
    private volatile boolean stopping;

    Loop(
            Decider decider,
            NodeState initial,
            Records records,
            Inbox inbox,
            Crew crew,
            Onlooker onlooker) {
        this.decider = decider;
        this.state = new AtomicReference<>(initial);
        this.records = records;
        this.inbox = inbox;
        this.crew = crew;
        this.onlooker = onlooker;
    }

    /** What is on disk before a decision shows. */
    record Records(DurableEpoch epochs, Journal journal) {}

    /** What the node knows and is, as of its latest decision. Any thread may call. */
    public NodeState state() {
        return state.get();
    }

    /** Lets {@link #run} return soon. Any thread may call. */
    void stop() {
        stopping = true;
        inbox.post(Observation.Tick::new);
    }

    /**
     * Decides and acts until the node has left, or was stopped, or must not go on: then says why,
     * and everything is stopped.
     */
    Optional<String> run(Moment start) {
        Moment wakeAt = start;
        crew.watch();
        try {
            while (!stopping) {
                Observation seen = inbox.next(wakeAt);
                Decision decision = decider.decide(state.get(), seen);
                record(seen, decision);
                onlooker.decided(state.get(), decision, seen.at());
                if (decision.asksForLooks(state.get())) {
                    crew.lookSoon();
                }
                state.set(decision.next());
                for (Action action : decision.actions()) {
                    crew.run(action);
                }
                if (decision.next().role() == Role.HALTED) {
                    crew.killEverything();
                    return Optional.of(halted(decision));
                }
                if (decision.next().hasLeft(seen.at())) {
                    return Optional.empty();
                }
                wakeAt = decision.wakeAt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (DurableEpoch.UnwritableException e) {
            crew.killEverything();
            return Optional.of(
                    e.getMessage()
                            + ". Nothing runs on this node: mend the disk, then start it again.");
        } catch (RuntimeException e) {
            // Whatever it is, nobody decides on this node any more, so nothing may serve on it.
            LOG.error("the loop has failed", e);
            crew.killEverything();
            return Optional.of(
                    "The daemon has failed: "
                            + e.getClass().getSimpleName()
                            + ". Nothing runs on this node: save its log, then start it again.");
        }
        return Optional.empty();
    }

    private static String halted(Decision decision) {
        return Sentences.of(decision.reason());
    }

    private void record(Observation seen, Decision decision) {
        records.journal().record(state.get(), seen, decision);
        for (Durable durable : decision.persist()) {
            switch (durable) {
                case Durable.SeenEpoch(var epoch) -> records.epochs().write(epoch);
            }
        }
    }
}
