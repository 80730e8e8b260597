package io.understudy.node.notify;

import io.understudy.core.notice.Book;
import io.understudy.core.notice.Notice;
import io.understudy.node.api.NotifyDesk;
import io.understudy.node.api.NotifyReport;
import io.understudy.node.api.NotifyTrial;
import io.understudy.node.api.PastNotice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is to be sent and sends it: one clerk owns all of it, and each receiver has a thread
 * while there is something for it. While there is nothing, nothing runs. Any thread may call, and
 * nobody who tells something waits.
 */
public final class Post implements NotifyDesk, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("understudy");

    /** The oldest make room. */
    static final int MOST_WAITING = 64;

    private static final Duration LAST_WRITE = Duration.ofSeconds(2);

    private final Letter.Sender sender;
    private final List<Outbox> boxes;
    private final Attempts attempts;
    private final Patience patience;
    private final Spool spool;
    private final ExecutorService clerk =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("notices").factory());
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
    private final Optional<Book.Kept> beginning;
    private final Letterbook past;
    private final CountDownLatch empty = new CountDownLatch(1);
    private Book.Kept kept;
    private final List<Letter> letters = new ArrayList<>();
    private volatile NotifyReport report;
    private volatile List<PastNotice> told;
    private boolean ending;

    /**
     * Whom to tell, and as whom.
     *
     * @param channels in the order of the configuration
     */
    public record Recipients(Letter.Sender sender, List<Channel> channels) {
        public Recipients {
            channels = List.copyOf(channels);
        }
    }

    /** Reads what an earlier run has left, and begins to send it. */
    public Post(
            java.nio.file.Path file, Recipients recipients, Courier courier, Patience patience) {
        this.sender = recipients.sender();
        this.boxes = recipients.channels().stream().map(Outbox::new).toList();
        this.attempts = new Attempts(courier, patience.attempt());
        this.patience = patience;
        this.spool = new Spool(file);
        Optional<Spool.Content> found = spool.read();
        Spool.Content content = found.orElse(Spool.Content.NOTHING);
        this.beginning = found.map(Spool.Content::kept);
        this.kept = content.kept();
        this.past = new Letterbook(content.told());
        this.report = reported();
        this.told = past.entries();
        clerk.execute(() -> resume(content.waiting()));
    }

    /** What was told by earlier runs; empty where this is the first. */
    public Optional<Book.Kept> kept() {
        return beginning;
    }

    /** Takes it on; returns at once. */
    public void tell(Book.Kept now, List<Notice> notices) {
        Instant at = Instant.now();
        List<Notice> all = List.copyOf(notices);
        hand(() -> accept(now, all, at));
    }

    private void resume(List<Spool.Waiting> waiting) {
        for (Spool.Waiting one : waiting) {
            boxes.stream()
                    .filter(box -> one.channels().contains(box.channel().name()))
                    .forEach(box -> box.add(one.letter()));
            letters.add(one.letter());
        }
        forget();
        past.onlyWaiting(boxes, Instant.now());
        publish();
        send();
    }

    private void accept(Book.Kept now, List<Notice> notices, Instant at) {
        kept = now;
        for (Notice notice : notices) {
            Letter letter = Letter.of(notice, UUID.randomUUID().toString(), sender, at);
            LOG.info("notice: {}", letter.subject());
            letters.add(letter);
            List<Outbox> receivers =
                    boxes.stream().filter(box -> box.channel().wants(notice)).toList();
            receivers.forEach(box -> box.add(letter));
            past.written(letter, receivers.stream().map(box -> box.channel().name()).toList());
        }
        forget();
        while (letters.size() > MOST_WAITING) {
            Letter oldest = letters.removeFirst();
            LOG.warn("too many notices wait, so this one is not sent: {}", oldest.subject());
            boxes.forEach(box -> box.dropped(oldest));
            past.dropped(oldest, at);
        }
        save();
        send();
    }

    /** What nobody waits for any more. */
    private void forget() {
        letters.removeIf(letter -> boxes.stream().noneMatch(box -> box.has(letter)));
    }

    private void save() {
        publish();
        spool.write(
                kept,
                letters.stream()
                        .map(letter ->
                                new Spool.Waiting(
                                        letter,
                                        boxes.stream()
                                                .filter(box -> box.has(letter))
                                                .map(box -> box.channel().name())
                                                .toList()))
                        .toList(),
                told);
    }

    /** For whoever asks. */
    private void publish() {
        report = reported();
        told = past.entries();
    }

    private NotifyReport reported() {
        return new NotifyReport(boxes.stream().map(Outbox::report).toList());
    }

    private void send() {
        for (Outbox box : boxes) {
            if (!(ending && box.failures() > 0)) {
                box.begin().ifPresent(letter -> send(box, letter, Duration.ZERO));
            }
        }
        if (ending && boxes.stream().allMatch(box -> box.isEmpty() || box.failures() > 0)) {
            empty.countDown();
        }
    }

    private void send(Outbox box, Letter letter, Duration pause) {
        var _ =
                senders.submit(() -> {
                    Thread.sleep(pause);
                    Delivery delivery = attempts.of(box.channel(), letter);
                    hand(() -> ended(box, letter, delivery));
                    return delivery;
                });
    }

    private void ended(Outbox box, Letter letter, Delivery delivery) {
        Instant now = Instant.now();
        switch (delivery) {
            case Delivery.Done() -> {
                if (box.failures() > 0) {
                    LOG.info("notices reach {} again", box.channel().name());
                }
                box.delivered(letter);
                past.delivered(letter, box.channel().name(), now);
                settled();
            }
            case Delivery.Refused(String why) -> giveUp(box, letter, why, now);
            case Delivery.Later(String why, var _)
                    when letter.at().plus(patience.age()).isBefore(now) ->
                    giveUp(box, letter, "it is too old by now; " + why, now);
            case Delivery.Later(String why, Duration wish) -> {
                if (box.failures() == 0) {
                    LOG.warn(
                            "a notice can't be sent to {}, and is tried again: {}",
                            box.channel().name(),
                            why);
                }
                box.failed(why, now);
                past.failed(letter, box.channel().name(), why);
                publish();
                again(box, wish);
            }
        }
    }

    private void again(Outbox box, Duration wish) {
        if (ending) {
            send();
            return;
        }
        double jitter = ThreadLocalRandom.current().nextDouble();
        Duration pause = patience.pause(box.failures(), wish, jitter);
        box.begin().ifPresent(letter -> send(box, letter, pause));
    }

    private void giveUp(Outbox box, Letter letter, String why, Instant now) {
        LOG.warn(
                "this notice is not sent to {}: {} ({})",
                box.channel().name(),
                letter.subject(),
                why);
        box.givenUp(letter, why, now);
        past.givenUp(letter, box.channel().name(), why, now);
        settled();
    }

    private void settled() {
        forget();
        save();
        send();
    }

    @Override
    public NotifyReport report() {
        return report;
    }

    @Override
    public List<PastNotice> past(int last) {
        List<PastNotice> all = told;
        return all.subList(Math.max(0, all.size() - last), all.size());
    }

    @Override
    public List<NotifyTrial> test(Optional<String> channel) {
        return new Rehearsal(attempts)
                .send(
                        Letter.test(UUID.randomUUID().toString(), sender, Instant.now()),
                        boxes.stream()
                                .map(Outbox::channel)
                                .filter(one -> channel.map(one.name()::equals).orElse(true))
                                .toList());
    }

    private void hand(Runnable work) {
        try {
            clerk.execute(work);
        } catch (RejectedExecutionException _) {
            // It was closed: what is to be sent is on the disk.
        }
    }

    /**
     * Sends for a short while what is still to be sent: of a node that has stopped nobody else may
     * tell.
     */
    public void farewell() {
        hand(() -> {
            ending = true;
            send();
        });
        try {
            boolean _ = empty.await(patience.farewell().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is still to be sent is on the disk: the next run of the daemon goes on. */
    @Override
    public void close() {
        senders.shutdownNow();
        clerk.shutdown();
        try {
            // What was told has to be on the disk, and an interrupt would cut that off.
            boolean _ = clerk.awaitTermination(LAST_WRITE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        clerk.shutdownNow();
    }
}
