package io.understudy.node.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A content that a node asks for: by its hash, never by a path.
 *
 * @param from how much of it is there already, in bytes
 */
record Want(Digest digest, long from) {

    static final int MOST_AT_ONCE = 4096;

    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) ([0-9]{1,18})");

    /**
     * Several of them, as they are sent.
     *
     * @param most how many bytes to send at most
     */
    record Order(long most, List<Want> wants) {
        Order {
            wants = List.copyOf(wants);
        }

        String text() {
            StringBuilder text = new StringBuilder().append(most).append('\n');
            wants.forEach(want ->
                    text.append(want.digest()).append(' ').append(want.from()).append('\n'));
            return text.toString();
        }

        /** Empty where it is not one. */
        static Optional<Order> parse(String text) {
            List<String> lines = text.lines().toList();
            if (lines.size() < 2
                    || lines.size() > MOST_AT_ONCE + 1
                    || !lines.getFirst().matches("[0-9]{1,12}")) {
                return Optional.empty();
            }
            List<Want> wants = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                Matcher found = LINE.matcher(line);
                if (!found.matches()) {
                    return Optional.empty();
                }
                wants.add(
                        new Want(
                                Digest.parse(found.group(1)).orElseThrow(),
                                Long.parseLong(found.group(2))));
            }
            return Optional.of(new Order(Long.parseLong(lines.getFirst()), wants));
        }
    }
}
