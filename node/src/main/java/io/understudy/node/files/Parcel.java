package io.understudy.node.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * The contents that one order gets: for each a byte that says whether it comes, its length, and so
 * many bytes. Whoever gets them checks them: a file that changes meanwhile shows there.
 */
public final class Parcel {

    static final int COMES = 1;
    static final int GONE = 0;

    private static final int HEAD = 9;
    private static final int PART = 64 << 10;

    private final List<Piece> pieces;

    private record Piece(Path file, long from, long length) {}

    private Parcel(List<Piece> pieces) {
        this.pieces = pieces;
    }

    /** Only what is shown, by its name there, from where it is in this node's sets. */
    static Parcel of(
            Want.Order order,
            List<SortedMap<String, List<FileEntry>>> shown,
            SortedMap<String, FileSet> sets) {
        Map<Digest, Found> found = new HashMap<>();
        shown.forEach(entries -> found.putAll(find(order, entries, sets)));
        List<Piece> pieces = new ArrayList<>();
        long left = order.most();
        for (Want want : order.wants()) {
            Found at = found.get(want.digest());
            if (at == null || want.from() > at.size()) {
                pieces.add(new Piece(Path.of("/"), 0, -1));
                continue;
            }
            long length = Math.min(left, at.size() - want.from());
            left -= length;
            pieces.add(new Piece(at.file(), want.from(), length));
        }
        return new Parcel(pieces);
    }

    private record Found(Path file, long size) {}

    private static Map<Digest, Found> find(
            Want.Order order,
            SortedMap<String, List<FileEntry>> shown,
            SortedMap<String, FileSet> sets) {
        Set<Digest> wanted = new HashSet<>();
        order.wants().forEach(want -> wanted.add(want.digest()));
        Map<Digest, Found> found = new HashMap<>();
        for (FileSet set : sets.values()) {
            Folders folders = new Folders(set);
            for (FileEntry entry : shown.getOrDefault(set.name(), List.of())) {
                if (entry instanceof FileEntry.Content content
                        && wanted.contains(content.body().digest())
                        && folders.isInPlace(content)) {
                    found.put(
                            content.body().digest(),
                            new Found(set.root().resolve(content.path()), content.body().size()));
                }
            }
        }
        return found;
    }

    /** The folders of a set in which was looked: of no use but for one order. */
    private static final class Folders {
        private final FileSet set;
        private final Map<Path, Boolean> real = new HashMap<>();

        Folders(FileSet set) {
            this.set = set;
        }

        boolean isInPlace(FileEntry.Content content) {
            Path file = set.root().resolve(content.path());
            Path above = file.getParent();
            try {
                if (above == null || !real.computeIfAbsent(above, this::isReal)) {
                    return false;
                }
                BasicFileAttributes found =
                        Files.readAttributes(
                                file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                return found.isRegularFile() && found.size() >= content.body().size();
            } catch (IOException _) {
                return false;
            }
        }

        /** No link on the way: it could lead out of the root. */
        private boolean isReal(Path above) {
            try {
                return above.toRealPath()
                        .equals(set.root().toRealPath().resolve(set.root().relativize(above)));
            } catch (IOException _) {
                return false;
            }
        }
    }

    public long length() {
        long length = 0;
        for (Piece piece : pieces) {
            length += HEAD + Math.max(0, piece.length());
        }
        return length;
    }

    /** Writes exactly as much as its length says. */
    public void write(OutputStream out) throws IOException {
        Envelope envelope = new Envelope(out);
        for (Piece piece : pieces) {
            envelope.head(piece.length() < 0 ? GONE : COMES, Math.max(0, piece.length()));
            if (piece.length() > 0) {
                envelope.put(piece);
            }
        }
        envelope.flush();
    }

    /** Many small files go out in one write. */
    private static final class Envelope {
        private final OutputStream out;
        private final ByteBuffer bytes = ByteBuffer.allocate(PART);

        Envelope(OutputStream out) {
            this.out = out;
        }

        void head(int kind, long length) throws IOException {
            if (bytes.remaining() < HEAD) {
                flush();
            }
            bytes.put((byte) kind).putLong(length);
        }

        /** What is missing by now is zeros, which are found out. */
        void put(Piece piece) throws IOException {
            long left = piece.length();
            try (FileChannel in =
                    FileChannel.open(
                            piece.file(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
                for (long at = piece.from(); left > 0; ) {
                    int read = in.read(room(left), at);
                    if (read < 0) {
                        break;
                    }
                    bytes.position(bytes.position() + read);
                    at += read;
                    left -= read;
                }
            } catch (FileSystemException _) {
                // It went.
            }
            while (left > 0) {
                ByteBuffer zeros = room(left);
                left -= zeros.remaining();
                while (zeros.hasRemaining()) {
                    zeros.put((byte) 0);
                }
                bytes.position(zeros.position());
            }
        }

        /** Where up to so much more goes. */
        private ByteBuffer room(long length) throws IOException {
            if (!bytes.hasRemaining()) {
                flush();
            }
            ByteBuffer room = bytes.duplicate();
            return room.limit(room.position() + (int) Math.min(length, bytes.remaining()));
        }

        void flush() throws IOException {
            out.write(bytes.array(), 0, bytes.position());
            bytes.clear();
        }
    }
}
