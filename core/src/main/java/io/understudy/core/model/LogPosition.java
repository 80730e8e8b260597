package io.understudy.core.model;

/**
 * A position in the write-ahead log, written as PostgreSQL writes it: {@code 0/3000148}.
 *
 * @param bytes bytes from the start of the log
 */
public record LogPosition(long bytes) implements Comparable<LogPosition> {

    public static final LogPosition START = new LogPosition(0);

    public LogPosition {
        if (bytes < 0) {
            throw new IllegalArgumentException(
                    "a log position is never negative, but was " + bytes);
        }
    }

    /**
     * Reads PostgreSQL's notation.
     *
     * @throws IllegalArgumentException when the text is not two hexadecimal numbers with a slash
     *     between
     */
    public static LogPosition parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 1) {
            throw new IllegalArgumentException(
                    "needed a log position such as 0/3000148, found '" + text + "'");
        }
        long high = Long.parseLong(text, 0, slash, 16);
        long low = Long.parseLong(text, slash + 1, text.length(), 16);
        return new LogPosition((high << 32) | low);
    }

    public boolean isAtLeast(LogPosition other) {
        return bytes >= other.bytes;
    }

    /** How many bytes this is behind the other; 0 when it is not behind. */
    public long behind(LogPosition other) {
        return Math.max(0, other.bytes - bytes);
    }

    @Override
    public int compareTo(LogPosition other) {
        return Long.compare(bytes, other.bytes);
    }

    @Override
    public String toString() {
        return "%X/%X".formatted(bytes >>> 32, bytes & 0xFFFF_FFFFL);
    }
}
