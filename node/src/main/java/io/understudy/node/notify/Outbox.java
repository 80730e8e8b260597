package io.understudy.node.notify;

import io.understudy.node.api.NotifyReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one receiver is to get, and how that goes. For one thread. */
final class Outbox {

    private final Channel channel;
    private final List<Letter> waiting = new ArrayList<>();
    private Optional<NotifyReport.Failing> failing = Optional.empty();
    private long sent;
    private long givenUp;
    private int failures;
    private int next;
    private boolean busy;

    Outbox(Channel channel) {
        this.channel = channel;
    }

    Channel channel() {
        return channel;
    }

    void add(Letter letter) {
        waiting.add(letter);
    }

    /** Whether that letter is still to be sent to the channel of that name, and this is it. */
    boolean isFor(String name, String id) {
        return channel.name().equals(name)
                && waiting.stream().anyMatch(letter -> letter.id().equals(id));
    }

    boolean has(Letter letter) {
        return waiting.contains(letter);
    }

    /** The one to send now; empty where there is none, or one is on its way. */
    Optional<Letter> begin() {
        if (busy || waiting.isEmpty()) {
            return Optional.empty();
        }
        busy = true;
        return Optional.of(waiting.get(next % waiting.size()));
    }

    int failures() {
        return failures;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** It has it. The oldest is the next. */
    void delivered(Letter letter) {
        ended(letter);
        sent++;
        failures = 0;
        failing = Optional.empty();
    }

    /** It will not get it; the receiver itself may be well. */
    void givenUp(Letter letter, String why, Instant at) {
        ended(letter);
        givenUp++;
        failures = 0;
        failing(why, at);
    }

    /** Another one is tried next, so that none that can't be sent holds up all others. */
    void failed(String why, Instant at) {
        busy = false;
        failures++;
        next++;
        failing(why, at);
    }

    /** It had to make room. */
    void dropped(Letter letter) {
        if (waiting.remove(letter)) {
            givenUp++;
            next = 0;
        }
    }

    private void ended(Letter letter) {
        busy = false;
        waiting.remove(letter);
        next = 0;
    }

    private void failing(String why, Instant at) {
        failing =
                Optional.of(
                        new NotifyReport.Failing(
                                failing.map(NotifyReport.Failing::since).orElse(at), why));
    }

    NotifyReport.Channel report() {
        return new NotifyReport.Channel(channel.name(), sent, givenUp, waiting.size(), failing);
    }
}
