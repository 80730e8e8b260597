package io.understudy.node.address;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a child process tell the neighbours where the addresses are, as long as they are here: more
 * often at first, then now and again, and again after another host has claimed one. The child ends
 * with this daemon. Any thread may call; nothing waits.
 */
final class Herald {

    private static final Logger LOG = LoggerFactory.getLogger(Herald.class);

    /** One that can't be kept running is not started over and over. */
    private static final long BETWEEN_STARTS_NANOS = 5_000_000_000L;

    private final List<String> command;
    private Optional<Process> child = Optional.empty();
    private Optional<Long> startedAt = Optional.empty();

    Herald(List<String> command) {
        this.command = List.copyOf(command);
    }

    /** The addresses are here. */
    synchronized void tell() {
        long now = System.nanoTime();
        boolean soon = startedAt.filter(at -> now - at < BETWEEN_STARTS_NANOS).isPresent();
        if (soon || child.filter(Process::isAlive).isPresent()) {
            return;
        }
        startedAt = Optional.of(now);
        try {
            Process started =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            child = Optional.of(started);
            Thread.ofVirtual().name("address-herald").start(() -> listen(started));
        } catch (IOException e) {
            LOG.warn("the neighbours are not told again where the address is: {}", e.getMessage());
        }
    }

    /** They are not. */
    synchronized void hush() {
        child.ifPresent(Process::destroyForcibly);
        child = Optional.empty();
        startedAt = Optional.empty();
    }

    private static void listen(Process process) {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                LOG.warn("{}", sentence(line));
            }
        } catch (IOException e) {
            // It was told to end.
        }
    }

    private static String sentence(String line) {
        String[] words = line.split(" ", -1);
        if (words[0].equals("conflict") && words.length == 3) {
            return "Another host, with the hardware address %s, claims this node's virtual address %s; find it and take it off there."
                    .formatted(words[2], words[1]);
        }
        return words[0].equals("over") && words.length == 2
                ? "No other host claims the virtual address %s any more; the neighbours are told again."
                        .formatted(words[1])
                : line;
    }
}
