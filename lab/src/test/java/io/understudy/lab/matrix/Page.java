package io.understudy.lab.matrix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The table of docs/failures/README.md: what was run is replaced there, all else stays. Each
 * writing locks the file and reads it again, so that several processes can write their rows into
 * it.
 */
final class Page {

    private static final String BEGIN = "<!-- written by the fault matrix from here -->";
    private static final String END = "<!-- to here -->";

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private final Path file;
    private final Map<String, String> before;
    private final Map<String, String> noted = new HashMap<>();

    Page(Path file) throws IOException {
        this.file = file;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                FileLock _ = channel.lock(0, Long.MAX_VALUE, /* shared= */ true)) {
            this.before = rows(text(channel));
        }
    }

    /** By the locked channel itself: closing another one of the file would end the lock. */
    private static String text(FileChannel channel) throws IOException {
        channel.position(0);
        return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    }

    private static Map<String, String> rows(String text) {
        Map<String, String> rows = new HashMap<>();
        for (String line : text.substring(text.indexOf(BEGIN), text.indexOf(END)).split("\n", -1)) {
            String[] cells = line.split(" \\| ", 3);
            if (cells.length == 3) {
                rows.put(key(cells[0].replaceFirst("^\\| ", ""), cells[1]), line);
            }
        }
        return rows;
    }

    private static String key(String fault, String moment) {
        return fault + " | " + moment;
    }

    /**
     * Whether its row is of that minute or later; one that names a day alone is of its midnight.
     */
    boolean wasRunSince(Case one, String minute) {
        String row = before.getOrDefault(key(one.fault(), one.when().words()), "| |");
        String[] cells = row.split("\\|", -1);
        return cells[cells.length - 2].strip().compareTo(minute) >= 0;
    }

    void measured(Case one, Measured measured) {
        note(one, measured.words());
    }

    void failed(Case one, String how) {
        note(one, how);
    }

    private void note(Case one, String outcome) {
        noted.put(
                key(one.fault(), one.when().words()),
                "| %s | %s | %s | %s | %s |"
                        .formatted(
                                one.fault(),
                                one.when().words(),
                                one.expected().words(),
                                outcome
                                        + one.open()
                                                .map(finding -> "; **open:** " + finding)
                                                .orElse(""),
                                LocalDateTime.now(ZoneOffset.UTC).format(MINUTE)));
    }

    /** All cases, in that order; one that was never run says so. */
    void write(List<Case> all) throws IOException {
        try (FileChannel channel =
                        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            byte[] whole = with(all, text(channel)).getBytes(StandardCharsets.UTF_8);
            channel.position(0);
            ByteBuffer bytes = ByteBuffer.wrap(whole);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.truncate(whole.length);
        }
    }

    private String with(List<Case> all, String text) {
        Map<String, String> rows = rows(text);
        rows.putAll(noted);
        List<String> lines = new ArrayList<>();
        lines.add(BEGIN);
        lines.add("");
        lines.add("| fault | moment | expected | measured | run |");
        lines.add("| --- | --- | --- | --- | --- |");
        for (Case one : all) {
            lines.add(
                    rows.getOrDefault(
                            key(one.fault(), one.when().words()),
                            "| %s | %s | %s | not run | |"
                                    .formatted(
                                            one.fault(),
                                            one.when().words(),
                                            one.expected().words())));
        }
        lines.add("");
        return text.substring(0, text.indexOf(BEGIN))
                + String.join("\n", lines)
                + "\n"
                + text.substring(text.indexOf(END));
    }
}
