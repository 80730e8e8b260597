package io.understudy.node.server;

import io.understudy.core.observation.ServerState;
import io.understudy.node.process.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a server that runs says to its probe, and whether it has answered before. One thread at a
 * time.
 */
final class Pulse {

    private final Probe probe;
    private final Prober prober;
    // Kept on disk, so that a later daemon can tell a server that hangs from one that starts.
    private final Path answeredFile;
    private Optional<Long> lastGood = Optional.empty();

    /**
     * Asks nothing yet.
     *
     * @param server as whom and where a probe that is a command runs
     * @param stateDirectory a folder of the daemon's own
     */
    Pulse(Probe probe, Program server, Path stateDirectory) {
        this.probe = probe;
        this.prober = new Prober(server);
        this.answeredFile = stateDirectory.resolve("server.answered");
    }

    /** Of a process that runs: healthy, starting, or unhealthy. */
    ServerState feel(Duration deadline) throws InterruptedException {
        long now = System.nanoTime();
        if (lastGood.isPresent() && now - lastGood.get() < probe.every().toNanos()) {
            return new ServerState.Healthy();
        }
        Duration limit = deadline.compareTo(probe.timeout()) <= 0 ? deadline : probe.timeout();
        return switch (prober.ask(probe, limit)) {
            case Answer.Good() -> {
                noteAnswered(now);
                yield new ServerState.Healthy();
            }
            case Answer.Bad(String why) -> {
                lastGood = Optional.empty();
                yield Files.exists(answeredFile)
                        ? new ServerState.Unhealthy("The server does not answer: " + why + ".")
                        : new ServerState.Starting();
            }
        };
    }

    /** A new run begins, which has answered nobody. */
    void forget() throws IOException {
        lastGood = Optional.empty();
        Files.deleteIfExists(answeredFile);
    }

    private void noteAnswered(long now) {
        lastGood = Optional.of(now);
        try {
            if (!Files.exists(answeredFile)) {
                Files.createDirectories(answeredFile.resolveSibling(""));
                Files.createFile(answeredFile);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't write " + answeredFile, e);
        }
    }
}
