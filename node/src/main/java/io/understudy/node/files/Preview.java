package io.understudy.node.files;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.FileGeneration;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Big contents of a generation that is still being read: they are sent meanwhile, under names of
 * chance that say nothing of a path. What comes counts by its own hash alone.
 *
 * @param generation that will have them, if nothing changes until then
 * @param sizes of each by its name; at least one
 */
record Preview(FileGeneration generation, Map<Digest, Long> sizes) {

    static final int MOST = 64;

    private static final Pattern HEAD = Pattern.compile("ahead ([0-9]{1,18})-([1-9][0-9]{0,17})");
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) ([0-9]{1,18})");
    private static final SecureRandom CHANCE = new SecureRandom();

    Preview {
        sizes = new LinkedHashMap<>(sizes);
    }

    static Digest newName() {
        byte[] name = new byte[Digest.BYTES];
        CHANCE.nextBytes(name);
        return Digest.of(name);
    }

    /** Which one this is, for whoever has had it already. */
    String id() {
        return sizes.keySet().iterator().next().toString();
    }

    byte[] bytes() {
        StringBuilder text = new StringBuilder("ahead ").append(generation).append('\n');
        sizes.forEach((name, size) -> text.append(name).append(' ').append(size).append('\n'));
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Empty where it is none: a manifest, then. */
    static Optional<Preview> read(byte[] bytes) {
        if (bytes.length == 0 || bytes[0] != 'a' || bytes.length > 128 * (MOST + 1)) {
            return Optional.empty();
        }
        List<String> lines = new String(bytes, StandardCharsets.US_ASCII).lines().toList();
        Matcher head = HEAD.matcher(lines.getFirst());
        Map<Digest, Long> sizes = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            Matcher found = LINE.matcher(line);
            if (!found.matches()) {
                return Optional.empty();
            }
            sizes.put(Digest.parse(found.group(1)).orElseThrow(), Long.parseLong(found.group(2)));
        }
        return head.matches() && !sizes.isEmpty()
                ? Optional.of(
                        new Preview(
                                new FileGeneration(
                                        new Epoch(Long.parseLong(head.group(1))),
                                        Long.parseLong(head.group(2))),
                                sizes))
                : Optional.empty();
    }
}
