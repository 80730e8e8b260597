package io.understudy.node.files;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
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

    /** Only what that manifest names, from where it is in this node's sets. */
    static Parcel of(Want.Order order, Manifest manifest, SortedMap<String, FileSet> sets) {
        Map<Digest, Found> found = find(order, manifest, sets);
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
            Want.Order order, Manifest manifest, SortedMap<String, FileSet> sets) {
        Set<Digest> wanted = new HashSet<>();
        order.wants().forEach(want -> wanted.add(want.digest()));
        Map<Digest, Found> found = new HashMap<>();
        for (FileSet set : sets.values()) {
            for (FileEntry entry : manifest.of(set.name())) {
                if (entry instanceof FileEntry.Content content
                        && wanted.contains(content.body().digest())
                        && isInPlace(set, content)) {
                    found.put(
                            content.body().digest(),
                            new Found(set.root().resolve(content.path()), content.body().size()));
                }
            }
        }
        return found;
    }

    /** No link on the way: it could lead out of the root. */
    private static boolean isInPlace(FileSet set, FileEntry.Content content) {
        try {
            Path file = set.root().resolve(content.path());
            Path above = file.getParent();
            Path root = set.root().toRealPath();
            Path relative = Path.of(content.path()).getParent();
            return above != null
                    && above.toRealPath().equals(relative == null ? root : root.resolve(relative))
                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Files.size(file) >= content.body().size();
        } catch (IOException _) {
            return false;
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
        byte[] part = new byte[PART];
        DataOutputStream data = new DataOutputStream(out);
        for (Piece piece : pieces) {
            data.writeByte(piece.length() < 0 ? GONE : COMES);
            data.writeLong(Math.max(0, piece.length()));
            if (piece.length() > 0) {
                write(piece, part, out);
            }
        }
        data.flush();
    }

    /** What is missing by now is zeros, which are found out. */
    private static void write(Piece piece, byte[] part, OutputStream out) throws IOException {
        long left = piece.length();
        try (InputStream in = Files.newInputStream(piece.file(), LinkOption.NOFOLLOW_LINKS)) {
            in.skipNBytes(piece.from());
            while (left > 0) {
                int read = in.read(part, 0, (int) Math.min(left, part.length));
                if (read < 0) {
                    break;
                }
                out.write(part, 0, read);
                left -= read;
            }
        } catch (java.nio.file.FileSystemException | java.io.EOFException _) {
            // It went, or shrank.
        }
        java.util.Arrays.fill(part, (byte) 0);
        while (left > 0) {
            int length = (int) Math.min(left, part.length);
            out.write(part, 0, length);
            left -= length;
        }
    }
}
