package io.understudy.core.port;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.observation.AddressState;
import java.time.Duration;

/**
 * The virtual address by which clients find the primary; several of them move as one. Calls block
 * at most about as long as their deadline and never throw for what a network or a program can do.
 * All are safe to repeat: already so is {@link Outcome.Done}. One thread at a time calls, except
 * for {@link #release}, which may be called at any time and makes a take that is under way fail.
 *
 * <p>Before a new action begins, whatever is left of an earlier unanswered one is dead: it does not
 * take effect later. A take that was called before a release has returned takes no effect after the
 * release has.
 */
public interface Address {

    /** For so long after it was asked, an answer that nobody has it counts. */
    Duration ANSWER_LASTS = Duration.ofSeconds(2);

    /** What is on this host now. Cheap: it asks nobody else. */
    AddressState look(Duration deadline);

    /**
     * Asks the network whether another host answers at it, and changes nothing. Done where none
     * does: then a take within {@link #ANSWER_LASTS} of the beginning of this call need not ask.
     * Refused where one does.
     */
    Outcome ask(Duration deadline);

    /**
     * Takes it, and tells the neighbours. Refused where another host answers at it: then nothing of
     * it is on this host that was not before; a host that has got it since it was asked is noticed
     * afterwards. Done is said once it can be used; whoever has it goes on telling the neighbours
     * now and again, and whenever another host has claimed it.
     */
    Outcome take(Epoch epoch, Duration deadline);

    /** Gives it away; done once nothing of it is on this host. */
    Outcome release(Duration deadline);
}
