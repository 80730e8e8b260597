package io.understudy.node.arbiter;

import io.understudy.core.model.PeerLoss;
import io.understudy.core.pair.Ask;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Questions to the other node, and when it last was heard of. Any thread may call. */
final class PairLine {

    private final OtherNode other;
    private final PeerLoss right;
    private final PairWire wire = new PairWire();
    private final AtomicReference<Contact> contact =
            new AtomicReference<>(new Contact(Optional.empty(), Optional.of("no answer yet")));

    PairLine(OtherNode other, PeerLoss right) {
        this.other = other;
        this.right = right;
    }

    private record Contact(Optional<Long> nanos, Optional<String> silence) {}

    /** Empty where it did not answer; {@link #silence} then says why. */
    Optional<Ask.Reply> ask(Ask ask, Duration deadline) {
        return switch (other.ask(wire.encode(right, ask), deadline)) {
            case OtherNode.Said.Answered(String json) -> understood(json);
            case OtherNode.Said.Declined(String why) -> silent(why);
            case OtherNode.Said.Silent(String why) -> silent(why);
        };
    }

    private Optional<Ask.Reply> understood(String json) {
        try {
            Ask.Reply reply = wire.reply(json);
            heard();
            return Optional.of(reply);
        } catch (VersionedJson.MalformedException e) {
            return silent("the other node's answer can't be understood: " + e.getMessage());
        }
    }

    private Optional<Ask.Reply> silent(String why) {
        failed(why);
        return Optional.empty();
    }

    void failed(String why) {
        contact.updateAndGet(before -> new Contact(before.nanos(), Optional.of(why)));
    }

    void heard() {
        contact.set(new Contact(Optional.of(System.nanoTime()), Optional.empty()));
    }

    /** Why it does not answer; empty where it does. */
    Optional<String> trouble() {
        return contact.get().silence();
    }

    String silence() {
        return trouble().orElse("the other node did not answer in time");
    }

    /** How long ago the two last spoke, whoever began; very long where they never did. */
    Duration sinceContact() {
        return contact.get()
                .nanos()
                .map(at -> Duration.ofNanos(System.nanoTime() - at))
                .orElse(Duration.ofDays(1));
    }
}
