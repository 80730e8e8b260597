package io.understudy.node.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.action.Outcome;
import io.understudy.core.action.Ticket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TicketsTest {

    private static final Duration LONG = Duration.ofSeconds(10);

    private final Tickets tickets = new Tickets();

    @Test
    void givesEachAskerItsOwnAnswer() {
        Outcome inner =
                tickets.ask(
                        first ->
                                assertThat(
                                                tickets.ask(
                                                        second -> {
                                                            tickets.answer(first, refused("one"));
                                                            tickets.answer(second, refused("two"));
                                                        },
                                                        LONG))
                                        .isEqualTo(refused("two")),
                        LONG);

        assertThat(inner).isEqualTo(refused("one"));
    }

    @Test
    void doesNotKnowWhatBecameOfAQuestionWithoutAnAnswer() {
        assertThat(tickets.ask(_ -> {}, Duration.ofMillis(5)))
                .isEqualTo(new Outcome.Unknown("the node did not answer within 5 ms"));
    }

    @Test
    void forgetsAnAnswerThatNobodyWaitsFor() {
        tickets.answer(new Ticket(1), refused("late"));

        assertThat(tickets.ask(ticket -> tickets.answer(ticket, refused("mine")), LONG))
                .isEqualTo(refused("mine"));
    }

    private static Outcome refused(String why) {
        return new Outcome.Refused(why);
    }
}
