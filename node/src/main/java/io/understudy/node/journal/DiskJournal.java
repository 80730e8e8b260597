package io.understudy.node.journal;

import io.understudy.core.decision.Decision;
import io.understudy.core.decision.NodeState;
import io.understudy.core.explain.Sentences;
import io.understudy.core.observation.Observation;
import io.understudy.node.disk.Trouble;
import io.understudy.node.journal.EntryCodec.UnreadableException;
import io.understudy.node.journal.Segment.Located;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal in a folder. One thread of its own writes, in order; who records waits for it, up to
 * a bound. While the disk does not answer, records queue up to a number; what finds no room, or
 * can't be written, is counted, and the count is the next record.
 */
public final class DiskJournal implements Journal, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DiskJournal.class);
    private static final int MOST_WAITING = 256;

    /** Far more than one move has. */
    private static final int READ_ALONG = 300;

    private static final Duration LONGEST_END = Duration.ofSeconds(2);

    private final Path folder;
    private final Disk disk;
    private final Terms terms;
    private final EntryCodec codec = new EntryCodec();
    private final AtomicLong missed = new AtomicLong();
    private final ThreadPoolExecutor writer;
    private volatile Optional<String> trouble = Optional.empty();
    private volatile boolean behind;
    private Optional<Segments> segments = Optional.empty();
    private List<String> findings = List.of();

    private DiskJournal(Path folder, Disk disk, Terms terms) {
        this.folder = folder;
        this.disk = disk;
        this.terms = terms;
        this.writer =
                new ThreadPoolExecutor(
                        1,
                        1,
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(MOST_WAITING),
                        Thread.ofPlatform().daemon().name("journal").factory());
    }

    /**
     * How a journal is kept.
     *
     * @param patience how long {@link #record} waits for the disk
     * @param reader is handed each entry in order, on the journal's thread, once it was written or
     *     could not be; when the journal is opened, the latest that it holds
     */
    public record Terms(Duration patience, InstantSource wallClock, Consumer<Entry> reader) {}

    /**
     * Opens the journal in that folder, and makes it where there is none. A disk that can't be
     * written is told by {@link #trouble}, and tried again with each record.
     */
    public static DiskJournal open(Path folder, Terms terms) {
        return open(folder, new Folder(folder), terms);
    }

    static DiskJournal open(Path folder, Disk disk, Terms terms) {
        DiskJournal journal = new DiskJournal(folder, disk, terms);
        await(journal.writer.submit(journal::tryToOpen), LONGEST_END);
        return journal;
    }

    /** What was found damaged when it was opened, one sentence each. */
    public synchronized List<String> findings() {
        return findings;
    }

    @Override
    public Optional<String> trouble() {
        return trouble;
    }

    @Override
    public void record(NodeState before, Observation seen, Decision decision) {
        if (Worth.isRecorded(before, seen, decision)) {
            keep(
                    new Entry.Decided(
                            terms.wallClock().instant(),
                            before,
                            seen,
                            decision.next().role(),
                            Sentences.of(decision.reason())));
        }
    }

    /** As {@link #record}, of what is no decision. */
    public void keep(Entry entry) {
        try {
            Future<?> written = writer.submit(() -> write(entry));
            if (!behind && !await(written, terms.patience())) {
                tooSlow();
            }
        } catch (RejectedExecutionException _) {
            missed.incrementAndGet();
        }
    }

    private void tooSlow() {
        String late =
                "needed the disk of the journal in %s to take a record within %d ms, found that it does not answer; the node goes on, and its records follow when it does"
                        .formatted(folder, terms.patience().toMillis());
        behind = true;
        trouble = Optional.of(late);
        LOG.warn("{}", late);
        // The record may have been written in between, with nothing to recover from yet.
        writer.execute(() -> recoveredFrom(late));
    }

    /** A record that could not be written closes the segments: with it there is still trouble. */
    private synchronized void recoveredFrom(String late) {
        if (segments.isPresent() && trouble.equals(Optional.of(late))) {
            recovered();
        }
    }

    /**
     * All records that can be read, oldest first. Any thread may call; it reads the whole journal.
     */
    public List<Entry> entries() throws IOException {
        return entries(Integer.MAX_VALUE);
    }

    /**
     * Hands in the records that can be read, newest first, until {@code more} says that it is
     * enough. Any thread may call.
     *
     * @return how many on the way were written by a version whose values this one does not know
     */
    public int backwards(Predicate<Entry> more) throws IOException {
        int unreadable = 0;
        for (Located record : Segments.read(disk).reversed()) {
            try {
                if (!more.test(codec.entry(record.payload()))) {
                    return unreadable;
                }
            } catch (UnreadableException e) {
                LOG.debug("record {} of the journal can't be read", record.sequence(), e);
                unreadable++;
            }
        }
        return unreadable;
    }

    private List<Entry> entries(int last) throws IOException {
        List<Entry> entries = new ArrayList<>();
        List<Located> records = Segments.read(disk);
        for (Located record : records.subList(Math.max(0, records.size() - last), records.size())) {
            try {
                entries.add(codec.entry(record.payload()));
            } catch (UnreadableException e) {
                LOG.debug("record {} of the journal can't be read", record.sequence(), e);
            }
        }
        return entries;
    }

    /** Whether it is done. */
    private static boolean await(Future<?> written, Duration longest) {
        try {
            written.get(longest.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        } catch (ExecutionException e) {
            LOG.error("the journal's writer has failed", e.getCause());
            return true;
        }
    }

    private synchronized void tryToOpen() {
        try {
            open();
            List<Entry> entries = entries(READ_ALONG);
            entries.forEach(this::tell);
            entries.reversed().stream()
                    .filter(Entry.Decided.class::isInstance)
                    .findFirst()
                    .ifPresent(last -> writer.execute(() -> rehearse(last)));
        } catch (IOException e) {
            failed(e);
        }
    }

    /**
     * A process writes its first record slowly, for it learns how to, and the loop waits for it: so
     * it learns while the daemon still starts.
     */
    private void rehearse(Entry entry) {
        byte[] bytes = codec.bytes(entry);
        LOG.debug("{} bytes, as rehearsed", bytes.length);
    }

    private void tell(Entry entry) {
        try {
            terms.reader().accept(entry);
        } catch (RuntimeException e) {
            // What reads along only reports: the journal goes on without it.
            LOG.error("a reader of the journal has failed", e);
        }
    }

    private void open() throws IOException {
        Segments opened = Segments.open(disk);
        segments = Optional.of(opened);
        findings = opened.findings();
        for (String finding : findings) {
            LOG.warn("{}", finding);
            append(opened, new Entry.Damaged(terms.wallClock().instant(), finding));
        }
    }

    private synchronized void write(Entry entry) {
        try {
            if (segments.isEmpty()) {
                open();
            }
            Segments open = segments.orElseThrow();
            long lost = missed.get();
            if (lost > 0) {
                String why = trouble.orElse("too many waited");
                append(open, new Entry.Missed(terms.wallClock().instant(), lost, why));
                missed.addAndGet(-lost);
            }
            append(open, entry);
            recovered();
        } catch (IOException e) {
            missed.incrementAndGet();
            failed(e);
        }
        tell(entry);
    }

    private void append(Segments open, Entry entry) throws IOException {
        open.append(codec.bytes(entry));
    }

    private void recovered() {
        if (trouble.isPresent() && writer.getQueue().isEmpty()) {
            trouble = Optional.empty();
            behind = false;
            LOG.info("the journal in {} is written again", folder);
        }
    }

    /** What of the last record is on disk is unknown now: the next one opens everything anew. */
    private void failed(IOException e) {
        segments.ifPresent(DiskJournal::forget);
        segments = Optional.empty();
        String sentence =
                "needed to write to the journal in %s, found: %s; the node goes on without its records: make room or mend the disk"
                        .formatted(folder, Trouble.of(e));
        if (!trouble.equals(Optional.of(sentence))) {
            LOG.warn("{}", sentence);
        }
        trouble = Optional.of(sentence);
    }

    private static void forget(Segments open) {
        try {
            open.close();
        } catch (IOException e) {
            LOG.debug("closing the journal", e);
        }
    }

    @Override
    public void close() {
        writer.shutdown();
        try {
            if (writer.awaitTermination(LONGEST_END.toSeconds(), TimeUnit.SECONDS)) {
                segments.ifPresent(DiskJournal::forget);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
