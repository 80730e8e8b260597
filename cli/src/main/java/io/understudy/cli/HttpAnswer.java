package io.understudy.cli;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An answer of the API's, as it came over a connection that was closed behind it.
 *
 * @param status of HTTP
 * @param body whole
 */
record HttpAnswer(int status, String body) {

    private static final String VERSION = "HTTP/1.1 ";
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final String LENGTH = "\r\ncontent-length: ";

    /** Reads it; empty where it is none, or a part of one. */
    static Optional<HttpAnswer> of(byte[] bytes) {
        // One character for each byte, so that places are the same in both.
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(END_OF_HEAD);
        if (end < 0 || !text.startsWith(VERSION)) {
            return Optional.empty();
        }
        String head = text.substring(0, end + 2).toLowerCase(Locale.ROOT);
        int begin = end + END_OF_HEAD.length();
        int body = bytes.length - begin;
        OptionalInt status = number(head, VERSION.length());
        return status.isPresent() && length(head).orElse(-1) == body
                ? Optional.of(
                        new HttpAnswer(
                                status.getAsInt(),
                                new String(bytes, begin, body, StandardCharsets.UTF_8)))
                : Optional.empty();
    }

    private static OptionalInt length(String head) {
        int at = head.indexOf(LENGTH);
        return at < 0 ? OptionalInt.empty() : number(head, at + LENGTH.length());
    }

    /** The digits from there on, up to nine. */
    private static OptionalInt number(String head, int from) {
        int end = from;
        while (end < head.length() && end < from + 9 && Character.isDigit(head.charAt(end))) {
            end++;
        }
        return end == from
                ? OptionalInt.empty()
                : OptionalInt.of(Integer.parseInt(head.substring(from, end)));
    }
}
