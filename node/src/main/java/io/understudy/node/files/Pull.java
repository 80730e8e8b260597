package io.understudy.node.files;

import io.understudy.core.model.NodeId;
import io.understudy.node.files.Tree.Known;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Fetches what a generation needs and this node lacks. For one thread at a time. */
final class Pull {

    private static final long FIRST_PARCEL = 8 << 20;
    private static final long LEAST_PARCEL = 256 << 10;
    private static final long MOST_PARCEL = 512 << 20;
    private static final int FASTER = 4;
    private static final Duration LONGEST_PARCEL = Duration.ofSeconds(30);
    private static final long QUICK_NANOS = 2_000_000_000L;
    private static final int PART = ReadAhead.PART;
    private static final String NOT_WHAT_WAS_PUBLISHED =
            "what came is not what was published; it is fetched anew";

    private final Store store;
    private final SortedMap<String, Tree> trees;
    private final FileSource source;
    private final byte[] part = new byte[PART];
    private final Set<Digest> partials = new HashSet<>();

    /** A file that is being received: what of it was hashed. */
    private @Nullable Unfinished unfinished;

    /** With how it lay there after that; one that lies there otherwise is hashed anew. */
    private record Unfinished(Digest digest, MessageDigest sha256, long length, Stat left) {}

    Pull(Store store, SortedMap<String, Tree> trees, FileSource source) {
        this.store = store;
        this.trees = trees;
        this.source = source;
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
     * Fetches all of that, and flushes it.
     *
     * @param progress told how many bytes are still lacking
     * @return what could not be had, by its hash; all else is here then
     */
    Map<Digest, String> fetch(NodeId holder, Map<Digest, Long> lacking, LongConsumer progress)
            throws IOException {
        partials.clear();
        partials.addAll(store.partials());
        Map<Digest, String> failed = new HashMap<>();
        Deque<Digest> queue = new ArrayDeque<>(lacking.keySet());
        long left = lacking.values().stream().mapToLong(Long::longValue).sum();
        boolean few = lacking.size() <= Unflushed.FEW;
        long most = FIRST_PARCEL;
        while (!queue.isEmpty()) {
            List<Want> wants = batch(queue, lacking, most);
            long start = System.nanoTime();
            Receipt receipt = receive(holder, new Want.Order(most, wants), lacking, few);
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
            long from = begun(digest, size);
            wants.add(new Want(digest, from));
            bytes += size - from;
        }
        return wants;
    }

    /** How much of it is here, of an earlier parcel. */
    private long begun(Digest digest, long size) throws IOException {
        Unfinished now = unfinished;
        if (now != null && now.digest().equals(digest)) {
            if (isAsLeft(now)) {
                return now.length();
            }
            unfinished = null;
        }
        if (!partials.contains(digest)) {
            return 0;
        }
        Path partial = store.partial(digest);
        if (!Files.exists(partial)) {
            return 0;
        }
        long length = Files.size(partial);
        if (length >= size) {
            Files.delete(partial);
            return 0;
        }
        return length;
    }

    /** Nobody else has written it since. */
    private boolean isAsLeft(Unfinished now) throws IOException {
        Path partial = store.partial(now.digest());
        return Files.exists(partial) && Stat.of(partial).sameContent(now.left());
    }

    private static final class Receipt {
        final List<Digest> over = new ArrayList<>();
        final Map<Digest, String> failed = new HashMap<>();
        long bytes;
    }

    private Receipt receive(NodeId holder, Want.Order order, Map<Digest, Long> lacking, boolean few)
            throws IOException {
        Receipt receipt = new Receipt();
        switch (source.contents(holder, order.text(), LONGEST_PARCEL)) {
            case FileSource.Reply.Silent(String why) -> throw new InterruptedPullException(why);
            case FileSource.Reply.Nothing() ->
                    throw new InterruptedPullException(holder + " gives out nothing now");
            case FileSource.Reply.Bytes(var bytes) -> {
                try (DataInputStream in = new DataInputStream(new ReadAhead(bytes))) {
                    for (Want want : order.wants()) {
                        receive(want, lacking.getOrDefault(want.digest(), 0L), in, receipt, few);
                    }
                }
            }
        }
        return receipt;
    }

    private void receive(Want want, long size, DataInputStream in, Receipt receipt, boolean few)
            throws IOException {
        int comes = in.readByte();
        long length = in.readLong();
        if (comes != Parcel.COMES) {
            receipt.over.add(want.digest());
            receipt.failed.put(want.digest(), "it has changed on the primary since");
            return;
        }
        if (length < 0 || length > size - want.from()) {
            throw new InterruptedPullException("more came than was asked for");
        }
        if (length == size && size <= PART) {
            receiveSmall(want.digest(), (int) size, in, receipt, few);
            return;
        }
        MessageDigest sha256 = resumed(want);
        Path partial = store.partial(want.digest());
        long now = want.from();
        partials.add(want.digest());
        try (BigFile out = new BigFile(partial)) {
            for (long left = length; left > 0; ) {
                int read = in.read(part, 0, (int) Math.min(left, part.length));
                if (read < 0) {
                    throw new EOFException("the answer ended early");
                }
                out.write(part, read);
                sha256.update(part, 0, read);
                left -= read;
                now += read;
                receipt.bytes += read;
            }
        } finally {
            unfinished = new Unfinished(want.digest(), sha256, now, Stat.of(partial));
        }
        if (now < size) {
            return;
        }
        unfinished = null;
        receipt.over.add(want.digest());
        // It may have been cut off while it was open.
        boolean whole = Files.size(partial) == size;
        if (whole && Digest.of(sha256.digest()).equals(want.digest())) {
            if (few) {
                Flush.one(partial);
            }
            store.admit(partial, want.digest());
        } else {
            Files.delete(partial);
            receipt.failed.put(want.digest(), NOT_WHAT_WAS_PUBLISHED);
        }
    }

    /** In one go: it gets its name in the store once it is known to be right. */
    private void receiveSmall(
            Digest digest, int size, DataInputStream in, Receipt receipt, boolean few)
            throws IOException {
        if (in.readNBytes(part, 0, size) < size) {
            throw new EOFException("the answer ended early");
        }
        receipt.bytes += size;
        receipt.over.add(digest);
        if (Sha256.of(part, size).equals(digest)) {
            store.admit(ByteBuffer.wrap(part, 0, size), digest, few);
        } else {
            receipt.failed.put(digest, NOT_WHAT_WAS_PUBLISHED);
        }
    }

    private MessageDigest resumed(Want want) throws IOException {
        Unfinished now = unfinished;
        if (now != null
                && now.digest().equals(want.digest())
                && now.length() == want.from()
                && isAsLeft(now)) {
            return now.sha256();
        }
        MessageDigest sha256 = Sha256.digest();
        if (want.from() > 0) {
            try (var in = Files.newInputStream(store.partial(want.digest()))) {
                for (int read = in.read(part); read > 0; read = in.read(part)) {
                    sha256.update(part, 0, read);
                }
            }
        }
        return sha256;
    }
}
