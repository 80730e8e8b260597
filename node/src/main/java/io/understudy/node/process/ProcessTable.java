package io.understudy.node.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The processes of this host, read from {@code /proc}; processes may come and go meanwhile. */
final class ProcessTable {

    private final Path proc;

    /** Stays the same for as long as anybody can ask, and is asked for with each look. */
    private volatile @Nullable String boot;

    ProcessTable(Path proc) {
        this.proc = proc;
    }

    /** The process of that number, if it can still do anything. */
    Optional<ProcessEntry> alive(long pid) {
        return text(pid, "stat").flatMap(ProcessEntry::parse).filter(ProcessEntry::alive);
    }

    /**
     * All processes that can still do anything.
     *
     * @throws UncheckedIOException when there is no process table to read
     */
    List<ProcessEntry> allAlive() {
        var found = new ArrayList<ProcessEntry>();
        try (Stream<Path> entries = Files.list(proc)) {
            entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.chars().allMatch(c -> c >= '0' && c <= '9'))
                    .forEach(name -> alive(Long.parseLong(name)).ifPresent(found::add));
        } catch (IOException e) {
            throw new UncheckedIOException("can't read the process table in " + proc, e);
        }
        return found;
    }

    /** A variable of the environment that the process was started with; empty if unreadable. */
    Optional<String> variable(long pid, String name) {
        String start = name + "=";
        return text(pid, "environ")
                .flatMap(all ->
                        Stream.of(all.split("\0", -1))
                                .filter(one -> one.startsWith(start))
                                .map(one -> one.substring(start.length()))
                                .findFirst());
    }

    /** Differs after each boot: a pid and a start time mean nothing in another one. */
    String boot() {
        String known = boot;
        if (known != null) {
            return known;
        }
        try {
            String read = Files.readString(proc.resolve("sys/kernel/random/boot_id")).strip();
            boot = read;
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException("can't read the boot's id in " + proc, e);
        }
    }

    private Optional<String> text(long pid, String file) {
        try {
            byte[] bytes = Files.readAllBytes(proc.resolve(Long.toString(pid)).resolve(file));
            return Optional.of(new String(bytes, StandardCharsets.ISO_8859_1));
        } catch (IOException _) {
            // Gone meanwhile, or another user's: either way none that this daemon started.
            return Optional.empty();
        }
    }
}
