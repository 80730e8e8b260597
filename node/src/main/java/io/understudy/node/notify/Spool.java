package io.understudy.node.notify;

import io.understudy.core.notice.Book;
import io.understudy.node.api.PastNotice;
import io.understudy.node.disk.Trouble;
import io.understudy.node.disk.TwoCopies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was told and what is still to be sent, on this node's disk: written in place, so that a node
 * whose disk is full can tell of that, too. A file that can't be read costs a notice that comes
 * twice or not at all, and nothing else. For one thread.
 */
final class Spool {

    /** More than all letters that may wait take. */
    static final int BLOCK = 256 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final Pattern TEXT =
            Pattern.compile("notices crc32c ([0-9a-f]{8})\n([^\n]*)\n", Pattern.DOTALL);

    private final Path file;
    private final TwoCopies copies;
    private final LetterJson json = new LetterJson();
    private long number;
    private boolean failing;

    Spool(Path file) {
        this.file = file;
        this.copies = new TwoCopies(file, BLOCK, TwoCopies.Reader.OWNER_ALONE);
    }

    /** A letter, and the names of those who do not have it yet. */
    record Waiting(Letter letter, List<String> channels) {
        Waiting {
            channels = List.copyOf(channels);
        }
    }

    /**
     * All of it.
     *
     * @param number rises with each change
     * @param past what became of the latest letters; an older version kept none
     */
    record Content(
            long number, Book.Kept kept, List<Waiting> waiting, @Nullable List<PastNotice> past) {
        static final Content NOTHING = new Content(0, Book.Kept.NOTHING, List.of(), List.of());

        /** What became of the latest letters. */
        List<PastNotice> told() {
            return Objects.requireNonNullElse(past, List.of());
        }

        Content {
            waiting = List.copyOf(waiting);
            past = List.copyOf(Objects.requireNonNullElse(past, List.<PastNotice>of()));
        }
    }

    /** Empty where no daemon has kept anything yet. */
    Optional<Content> read() {
        try {
            Optional<Content> newest =
                    copies.read().stream()
                            .map(this::parsed)
                            .flatMap(Optional::stream)
                            .max(Comparator.comparingLong(Content::number));
            if (newest.isEmpty()) {
                LOG.warn(
                        "needed the notices that wait in {}, found them damaged: what was told may"
                                + " be told again",
                        file);
            }
            number = newest.map(Content::number).orElse(0L);
            return Optional.of(newest.orElse(Content.NOTHING));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("needed the notices that wait in {}, found: {}", file, Trouble.of(e));
            return Optional.of(Content.NOTHING);
        }
    }

    /**
     * Durable once it returns; where that can't be, it is said once, and kept in memory alone. Of
     * more than fits what became of others is left out first, and then the oldest: they are sent,
     * but not by another run of the daemon.
     */
    void write(Book.Kept kept, List<Waiting> waiting, List<PastNotice> past) {
        number++;
        String text = framed(json.write(new Content(number, kept, waiting, past)));
        if (text.length() >= BLOCK) {
            text = framed(json.write(new Content(number, kept, waiting, List.of())));
        }
        if (text.length() >= BLOCK) {
            text = framed(json.write(new Content(number, kept, newest(waiting), List.of())));
        }
        try {
            copies.write(text);
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOG.warn(
                        "needed to keep the notices that wait in {}, found: {}; they are sent all"
                                + " the same, unless the daemon ends before",
                        file,
                        Trouble.of(e));
            }
            failing = true;
        }
    }

    /** As many as fit with half of a block to spare for what was told. */
    private List<Waiting> newest(List<Waiting> waiting) {
        int room = BLOCK / 2;
        int first = waiting.size();
        while (first > 0) {
            room -= json.write(waiting.get(first - 1)).length() + 1;
            if (room < 0) {
                break;
            }
            first--;
        }
        return waiting.subList(first, waiting.size());
    }

    private Optional<Content> parsed(String text) {
        Matcher found = TEXT.matcher(text);
        return found.lookingAt() && found.group().equals(framed(found.group(2)))
                ? json.read(found.group(2), Content.class)
                : Optional.empty();
    }

    private static String framed(String text) {
        CRC32C sum = new CRC32C();
        sum.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return "notices crc32c %08x\n%s\n".formatted(sum.getValue(), text);
    }
}
