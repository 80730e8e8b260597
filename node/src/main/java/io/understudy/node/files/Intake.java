package io.understudy.node.files;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes contents into the store as they come, verified. For one thread at a time. */
final class Intake {

    private static final int PART = ReadAhead.PART;
    private static final String NOT_WHAT_WAS_PUBLISHED =
            "what came is not what was published; it is fetched anew";

    private final Store store;
    private final Laps laps;
    private final byte[] part = new byte[PART];
    private final Set<Digest> partials = new HashSet<>();

    /** What comes under a name that is not its hash, with its size. */
    private final Map<Digest, Long> ahead = new HashMap<>();

    /** A file that is being received: what of it was hashed. */
    private @Nullable Unfinished unfinished;

    /** With how it lay there after that; one that lies there otherwise is hashed anew. */
    private record Unfinished(Digest digest, MessageDigest sha256, long length, Stat left) {}

    Intake(Store store, Laps laps) {
        this.store = store;
        this.laps = laps;
    }

    /** What came of one answer. */
    static final class Receipt {
        final List<Digest> over = new ArrayList<>();
        final Map<Digest, String> failed = new HashMap<>();
        long bytes;
    }

    /** Looks at what an earlier run or a broken answer has left half. */
    void begin() throws IOException {
        partials.clear();
        partials.addAll(store.partials());
    }

    /**
     * These names are no hashes: what comes under them counts by the hash that it turns out to
     * have.
     */
    void ahead(Map<Digest, Long> named) {
        ahead.clear();
        ahead.putAll(named);
    }

    /** What came half under such a name goes on under the hash that has the same size. */
    void adopt(Map<Digest, Long> lacking) throws IOException {
        for (Map.Entry<Digest, Long> one : lacking.entrySet()) {
            for (Digest half : Set.copyOf(partials)) {
                boolean same =
                        !ahead.containsKey(one.getKey())
                                && one.getValue().equals(ahead.get(half))
                                && !partials.contains(one.getKey());
                if (same) {
                    Files.move(store.partial(half), store.partial(one.getKey()));
                    partials.remove(half);
                    partials.add(one.getKey());
                }
            }
        }
    }

    /** How much of it is here, of an earlier parcel. */
    long begun(Digest digest, long size) throws IOException {
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

    void receive(Want want, long size, DataInputStream in, Receipt receipt, boolean few)
            throws IOException {
        int comes = in.readByte();
        long length = in.readLong();
        if (comes != Parcel.COMES) {
            receipt.over.add(want.digest());
            receipt.failed.put(want.digest(), "it has changed on the primary since");
            return;
        }
        if (length < 0 || length > size - want.from()) {
            throw new Pull.InterruptedPullException("more came than was asked for");
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
                laps.to(Stage.RECEIVE);
                out.write(part, read);
                laps.to(Stage.WRITE);
                sha256.update(part, 0, read);
                laps.to(Stage.VERIFY);
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
        laps.to(Stage.FLUSH);
        unfinished = null;
        receipt.over.add(want.digest());
        // It may have been cut off while it was open.
        boolean whole = Files.size(partial) == size;
        Digest found = Digest.of(sha256.digest());
        if (whole && (found.equals(want.digest()) || ahead.containsKey(want.digest()))) {
            if (few) {
                Flush.one(partial);
                laps.to(Stage.FLUSH);
            }
            store.admit(partial, found);
            partials.remove(want.digest());
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
        laps.to(Stage.RECEIVE);
        boolean right = Sha256.of(part, size).equals(digest);
        laps.to(Stage.VERIFY);
        if (right) {
            store.admit(ByteBuffer.wrap(part, 0, size), digest, few);
            laps.to(Stage.WRITE);
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
