package io.understudy.node.files;

import io.understudy.core.model.NodeId;
import io.understudy.node.files.Tree.Known;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.LongConsumer;

/** Fetches what a generation needs and this node lacks. For one thread at a time. */
final class Pull {

    private static final long FIRST_PARCEL = 8 << 20;
    private static final long LEAST_PARCEL = 256 << 10;
    private static final long MOST_PARCEL = 512 << 20;
    private static final int FASTER = 4;
    private static final Duration LONGEST_PARCEL = Duration.ofSeconds(30);
    private static final long QUICK_NANOS = 2_000_000_000L;

    private final Store store;
    private final SortedMap<String, Tree> trees;
    private final FileSource source;
    private final Laps laps;
    private final Intake intake;

    Pull(Store store, SortedMap<String, Tree> trees, FileSource source, Laps laps) {
        this.store = store;
        this.trees = trees;
        this.source = source;
        this.laps = laps;
        this.intake = new Intake(store, laps);
    }

    /** The primary did not answer, or not with what was asked; it may later. */
    static final class InterruptedPullException extends IOException {
        private static final long serialVersionUID = 1L;

        InterruptedPullException(String why) {
            super(why);
        }
    }

    /** The contents that are neither in the store nor in a place, with their sizes. */
    Map<Digest, Long> lacking(Manifest next) throws IOException {
        Map<Digest, Long> lacking = next.contents();
        recognize(next, lacking);
        Set<Digest> inPlace = new HashSet<>();
        trees.values()
                .forEach(tree ->
                        tree.known()
                                .values()
                                .forEach(known -> known.digest().ifPresent(inPlace::add)));
        lacking.keySet().removeAll(inPlace);
        List<Digest> here = new ArrayList<>();
        for (Map.Entry<Digest, Long> one : lacking.entrySet()) {
            if (store.isSound(one.getKey(), one.getValue())) {
                here.add(one.getKey());
            }
        }
        here.forEach(lacking::remove);
        return lacking;
    }

    /** What lies where it is to lie with the right size may be the right file already. */
    private void recognize(Manifest next, Map<Digest, Long> lacking) throws IOException {
        for (Tree tree : trees.values()) {
            for (FileEntry entry : next.of(tree.set().name())) {
                if (entry instanceof FileEntry.Content content
                        && lacking.containsKey(content.body().digest())) {
                    Known known = tree.known().get(content.path());
                    boolean candidate =
                            known != null
                                    && known.stat().kind() == Stat.Kind.CONTENT
                                    && known.digest().isEmpty()
                                    && known.stat().size() == content.body().size();
                    if (known != null && candidate) {
                        Sha256.of(tree.resolve(content.path()), known.stat().size())
                                .ifPresent(
                                        found -> tree.digest(content.path(), known.stat(), found));
                    }
                }
            }
        }
    }

    /**
     * Fetches what a generation will have, as far as nothing of that size is here: what has only
     * been touched or renamed is here already.
     */
    void fetchAhead(NodeId holder, Preview preview, LongConsumer progress) throws IOException {
        Map<Digest, Long> fresh = new LinkedHashMap<>(preview.sizes());
        fresh.values().removeAll(sizes());
        if (!fresh.isEmpty()) {
            intake.ahead(fresh);
            var _ = fetch(holder, fresh, progress);
        }
    }

    private Set<Long> sizes() throws IOException {
        Set<Long> sizes = new HashSet<>(store.sizes());
        trees.values()
                .forEach(tree ->
                        tree.known().values().forEach(known -> sizes.add(known.stat().size())));
        return sizes;
    }

    /**
     * Fetches all of that, and flushes it.
     *
     * @param progress told how many bytes are still lacking
     * @return what could not be had, by its hash; all else is here then
     */
    Map<Digest, String> fetch(NodeId holder, Map<Digest, Long> lacking, LongConsumer progress)
            throws IOException {
        intake.begin();
        intake.adopt(lacking);
        Map<Digest, String> failed = new HashMap<>();
        Deque<Digest> queue = new ArrayDeque<>(lacking.keySet());
        long left = lacking.values().stream().mapToLong(Long::longValue).sum();
        boolean few = lacking.size() <= Unflushed.FEW;
        long most = FIRST_PARCEL;
        while (!queue.isEmpty()) {
            List<Want> wants = batch(queue, lacking, most);
            long start = System.nanoTime();
            Intake.Receipt receipt = receive(holder, new Want.Order(most, wants), lacking, few);
            long took = System.nanoTime() - start;
            most =
                    took < QUICK_NANOS
                            ? Math.min(MOST_PARCEL, FASTER * most)
                            : took > 4 * QUICK_NANOS ? Math.max(LEAST_PARCEL, most / 2) : most;
            receipt.over.forEach(queue::remove);
            failed.putAll(receipt.failed);
            left -= receipt.bytes;
            progress.accept(Math.max(0, left));
        }
        if (!few) {
            Flush.all(store.folder());
            laps.to(Stage.FLUSH);
        }
        return failed;
    }

    private List<Want> batch(Deque<Digest> queue, Map<Digest, Long> lacking, long most)
            throws IOException {
        List<Want> wants = new ArrayList<>();
        long bytes = 0;
        for (Digest digest : queue) {
            if (wants.size() == Want.MOST_AT_ONCE || bytes >= most) {
                break;
            }
            long size = lacking.getOrDefault(digest, 0L);
            long from = intake.begun(digest, size);
            wants.add(new Want(digest, from));
            bytes += size - from;
        }
        return wants;
    }

    private Intake.Receipt receive(
            NodeId holder, Want.Order order, Map<Digest, Long> lacking, boolean few)
            throws IOException {
        Intake.Receipt receipt = new Intake.Receipt();
        switch (source.contents(holder, order.text(), LONGEST_PARCEL)) {
            case FileSource.Reply.Silent(String why) -> throw new InterruptedPullException(why);
            case FileSource.Reply.Nothing() ->
                    throw new InterruptedPullException(holder + " gives out nothing now");
            case FileSource.Reply.Bytes(var bytes) -> {
                laps.to(Stage.ORDER);
                try (DataInputStream in = new DataInputStream(new ReadAhead(bytes))) {
                    for (Want want : order.wants()) {
                        intake.receive(
                                want, lacking.getOrDefault(want.digest(), 0L), in, receipt, few);
                    }
                }
            }
        }
        return receipt;
    }
}
