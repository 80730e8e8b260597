package io.understudy.node.notify;

import io.understudy.node.api.PastNotice;
import io.understudy.node.api.PastNotice.Fate;
import io.understudy.node.api.PastNotice.Receiver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What became of the latest letters, with each receiver. For one thread. */
final class Letterbook {

    /** Older ones are forgotten. */
    static final int MOST = 50;

    /** More of a line is cut off: all of them have to fit on the disk beside what waits. */
    private static final int MOST_WORDS = 200;

    private final List<PastNotice> entries;

    /**
     * @param entries as an earlier run of the daemon has kept them, oldest first
     */
    Letterbook(List<PastNotice> entries) {
        this.entries = new ArrayList<>(entries);
    }

    /** Oldest first. */
    List<PastNotice> entries() {
        return List.copyOf(entries);
    }

    /** It is to be sent to those. */
    void written(Letter letter, List<String> channels) {
        entries.add(
                new PastNotice(
                        letter.id(),
                        letter.at(),
                        letter.key(),
                        letter.kind(),
                        letter.level(),
                        letter.stage(),
                        cut(letter.subject()),
                        channels.stream()
                                .map(channel ->
                                        new Receiver(
                                                channel,
                                                Fate.WAITING,
                                                0,
                                                letter.at(),
                                                Optional.empty()))
                                .toList()));
        if (entries.size() > MOST) {
            entries.removeFirst();
        }
    }

    void delivered(Letter letter, String channel, Instant at) {
        change(
                letter,
                channel,
                was -> new Receiver(channel, Fate.DELIVERED, was.tries() + 1, at, was.why()));
    }

    /** It is tried again. */
    void failed(Letter letter, String channel, String why) {
        change(
                letter,
                channel,
                was -> new Receiver(channel, was.fate(), was.tries() + 1, was.since(), words(why)));
    }

    /** It is tried no more, after a last try. */
    void givenUp(Letter letter, String channel, String why, Instant at) {
        change(
                letter,
                channel,
                was -> new Receiver(channel, Fate.GIVEN_UP, was.tries() + 1, at, words(why)));
    }

    /** It had to make room for others. */
    void dropped(Letter letter, Instant at) {
        abandon(letter.id(), _ -> true, "more waited than may", at);
    }

    /** As a daemon begins: what is in no box any more waits no more, either. */
    void onlyWaiting(List<Outbox> boxes, Instant at) {
        for (PastNotice entry : List.copyOf(entries)) {
            abandon(
                    entry.id(),
                    channel -> boxes.stream().noneMatch(box -> box.isFor(channel, entry.id())),
                    "its channel, or its place on the disk, was gone when the daemon began",
                    at);
        }
    }

    private void abandon(String id, Predicate<String> which, String why, Instant at) {
        change(
                id,
                was ->
                        was.fate() == Fate.WAITING && which.test(was.channel())
                                ? new Receiver(
                                        was.channel(),
                                        Fate.GIVEN_UP,
                                        was.tries(),
                                        at,
                                        Optional.of(why))
                                : was);
    }

    private void change(Letter letter, String channel, UnaryOperator<Receiver> changed) {
        change(letter.id(), was -> was.channel().equals(channel) ? changed.apply(was) : was);
    }

    /** What is forgotten already stays so. */
    private void change(String id, UnaryOperator<Receiver> changed) {
        entries.replaceAll(entry ->
                entry.id().equals(id)
                        ? new PastNotice(
                                entry.id(),
                                entry.at(),
                                entry.key(),
                                entry.kind(),
                                entry.level(),
                                entry.stage(),
                                entry.subject(),
                                entry.receivers().stream().map(changed).toList())
                        : entry);
    }

    private static Optional<String> words(String why) {
        return Optional.of(cut(why));
    }

    private static String cut(String text) {
        return text.length() <= MOST_WORDS ? text : text.substring(0, MOST_WORDS) + "…";
    }
}
