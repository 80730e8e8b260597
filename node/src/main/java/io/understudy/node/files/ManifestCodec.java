package io.understudy.node.files;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.FileGeneration;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A manifest as bytes, with a SHA-256 of them at their end. Pure. */
final class ManifestCodec {

    private static final int MAGIC = 0x55464d31;
    private static final int MOST_ENTRIES = 2_000_000;

    private ManifestCodec() {}

    /** These are not the bytes of a manifest, or not all; the message says what was found. */
    static final class DamagedException extends IOException {
        private static final long serialVersionUID = 1L;

        DamagedException(String found) {
            super("needed a whole manifest, found " + found);
        }
    }

    static byte[] bytes(Manifest manifest) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            write(manifest, new DataOutputStream(bytes));
            bytes.write(Sha256.of(bytes.toByteArray()).bytes());
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Manifest read(byte[] bytes) throws DamagedException {
        int length = bytes.length - Digest.BYTES;
        if (length < 0 || !isWhole(bytes, length)) {
            throw new DamagedException("damaged or cut off bytes");
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, length))) {
            return read(in);
        } catch (DamagedException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw new DamagedException(String.valueOf(e.getMessage()));
        }
    }

    private static boolean isWhole(byte[] bytes, int length) {
        MessageDigest sha256 = Sha256.digest();
        sha256.update(bytes, 0, length);
        return Arrays.equals(sha256.digest(), Arrays.copyOfRange(bytes, length, bytes.length));
    }

    private static void write(Manifest manifest, DataOutputStream out) throws IOException {
        out.writeInt(MAGIC);
        out.writeLong(manifest.generation().epoch().number());
        out.writeLong(manifest.generation().number());
        out.writeLong(manifest.made().toEpochMilli());
        out.writeInt(manifest.sets().size());
        for (Map.Entry<String, List<FileEntry>> set : manifest.sets().entrySet()) {
            out.writeUTF(set.getKey());
            write(set.getValue(), out);
        }
    }

    private static void write(List<FileEntry> entries, DataOutputStream out) throws IOException {
        Map<Access, Integer> accesses = new LinkedHashMap<>();
        entries.forEach(entry -> accesses.putIfAbsent(entry.access(), accesses.size()));
        out.writeInt(accesses.size());
        for (Access access : accesses.keySet()) {
            out.writeInt(access.mode());
            out.writeUTF(access.owner().user());
            out.writeUTF(access.owner().group());
        }
        out.writeInt(entries.size());
        for (FileEntry entry : entries) {
            out.writeByte(kind(entry));
            out.writeUTF(entry.path());
            out.writeInt(accesses.getOrDefault(entry.access(), 0));
            switch (entry) {
                case FileEntry.Folder _ -> {}
                case FileEntry.Link link -> out.writeUTF(link.target());
                case FileEntry.Content content -> {
                    out.writeLong(content.body().size());
                    out.writeLong(content.body().modified());
                    out.write(content.body().digest().bytes());
                }
            }
        }
    }

    private static int kind(FileEntry entry) {
        return switch (entry) {
            case FileEntry.Folder _ -> 'd';
            case FileEntry.Content _ -> 'f';
            case FileEntry.Link _ -> 'l';
        };
    }

    private static Manifest read(DataInputStream in) throws IOException {
        if (in.readInt() != MAGIC) {
            throw new DamagedException("another version's bytes");
        }
        FileGeneration generation = new FileGeneration(new Epoch(in.readLong()), in.readLong());
        Instant made = Instant.ofEpochMilli(in.readLong());
        int count = count(in);
        SortedMap<String, List<FileEntry>> sets = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            sets.put(in.readUTF(), entries(in));
        }
        return new Manifest(generation, made, sets);
    }

    private static List<FileEntry> entries(DataInputStream in) throws IOException {
        Access[] accesses = new Access[count(in)];
        for (int i = 0; i < accesses.length; i++) {
            accesses[i] = new Access(in.readInt(), new Access.Owner(in.readUTF(), in.readUTF()));
        }
        int count = count(in);
        List<FileEntry> entries = new ArrayList<>(Math.min(count, 1 << 16));
        for (int i = 0; i < count; i++) {
            int kind = in.readByte();
            String path = inside(in.readUTF());
            int access = in.readInt();
            if (access < 0 || access >= accesses.length) {
                throw new DamagedException("an entry without its owner");
            }
            entries.add(entry(kind, path, accesses[access], in));
        }
        return entries;
    }

    private static FileEntry entry(int kind, String path, Access access, DataInputStream in)
            throws IOException {
        return switch (kind) {
            case 'd' -> new FileEntry.Folder(path, access);
            case 'l' -> new FileEntry.Link(path, access, in.readUTF());
            case 'f' ->
                    new FileEntry.Content(
                            path,
                            access,
                            new FileEntry.Body(
                                    in.readLong(),
                                    in.readLong(),
                                    Digest.of(in.readNBytes(Digest.BYTES))));
            default -> throw new DamagedException("an unknown kind of entry");
        };
    }

    /** Whoever wrote it, no path leads out of its root. */
    private static String inside(String path) throws DamagedException {
        if (!path.isEmpty()) {
            for (String name : path.split("/", -1)) {
                if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                    throw new DamagedException("a path that leads out of its root");
                }
            }
        }
        if (path.indexOf('\0') >= 0) {
            throw new DamagedException("a path with a zero byte");
        }
        return path;
    }

    private static int count(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MOST_ENTRIES) {
            throw new DamagedException("a count of " + count);
        }
        return count;
    }
}
