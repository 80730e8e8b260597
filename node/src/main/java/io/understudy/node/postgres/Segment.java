package io.understudy.node.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * One file of the log.
 *
 * @param timeline that it is of
 * @param begin the position of its first byte
 * @param end the position after its last
 */
record Segment(Path file, int timeline, long begin, long end) {

    private static final Pattern NAME = Pattern.compile("[0-9A-F]{24}(\\.partial)?");

    /** PostgreSQL's XLOG_BLCKSZ, which no package changes. */
    private static final int PAGE = 8192;

    private static final int HEADER = 16;

    /**
     * The segments in a folder, in order; none that was made ready for reuse, whose pages are of
     * another place.
     *
     * @param size of each in bytes
     */
    static List<Segment> in(Path folder, int size) throws IOException {
        List<Segment> found = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        try (var files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (NAME.matcher(name).matches()) {
                    Segment segment = named(file, name, size);
                    if (segment.pageIsOf(segment.begin())) {
                        found.add(segment);
                    }
                }
            }
        }
        return found;
    }

    private static Segment named(Path file, String name, int size) {
        int timeline = Integer.parseUnsignedInt(name.substring(0, 8), 16);
        long high = Long.parseLong(name.substring(8, 16), 16);
        long low = Long.parseLong(name.substring(16, 24), 16);
        long begin = (high << 32) + low * size;
        return new Segment(file, timeline, begin, begin + size);
    }

    String name() {
        return file.getFileName().toString();
    }

    /** The first page after that position that says it is of its own place. */
    OptionalLong wholePageAfter(long position) throws IOException {
        long first = Math.max(begin, (position / PAGE + 1) * PAGE);
        for (long page = first; page < end; page += PAGE) {
            if (pageIsOf(page)) {
                return OptionalLong.of(page);
            }
        }
        return OptionalLong.empty();
    }

    /** Whether the page there says that it is of that position; PostgreSQL's xlp_pageaddr. */
    private boolean pageIsOf(long position) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.nativeOrder());
            long at = position - begin;
            while (header.hasRemaining() && channel.read(header, at + header.position()) >= 0) {
                // Until the header is whole or the file ends.
            }
            return !header.hasRemaining() && header.getLong(8) == position;
        }
    }
}
