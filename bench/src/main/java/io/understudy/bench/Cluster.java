package io.understudy.bench;

import io.understudy.testkit.ClaimedPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A cluster on the loopback of which only the witness is there, by the program as installed. */
final class Cluster {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Path program;
    private final Path folder;
    private final int api;

    private Cluster(Path program, Path folder, int api) {
        this.program = program;
        this.folder = folder;
        this.api = api;
    }

    /** Founds it in that empty folder. */
    static Cluster found(Path program, Path folder) throws IOException, InterruptedException {
        List<Integer> ports = ClaimedPorts.some(3);
        Files.writeString(
                folder.resolve("understudy.yaml"),
                """
                cluster: bench
                nodes:
                  vote:
                    address: 127.0.0.1
                    witness: true
                    ports: { api: %d, quorum: %d, election: %d }
                  one: { address: 127.0.0.2 }
                  two: { address: 127.0.0.3 }
                database: { postgresql: { data: /nowhere } }
                """
                        .formatted(ports.toArray()));
        Cluster cluster = new Cluster(program, folder, ports.getFirst());
        cluster.run(
                "init",
                "--node",
                "vote",
                "--config",
                folder.resolve("understudy.yaml").toString(),
                "--home",
                cluster.home());
        return cluster;
    }

    String home() {
        return folder.resolve("vote").toString();
    }

    /** Runs one command until it ends, and takes the time; its output goes into a file. */
    Duration run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        long began = System.nanoTime();
        Process process = start(command);
        if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        if (process.waitFor() != 0) {
            throw new IOException("needed %s to succeed, see %s".formatted(command, output()));
        }
        return took;
    }

    /** Starts the witness's daemon. */
    Process daemon() throws IOException {
        return start(List.of(program.toString(), "node", "--home", home()));
    }

    /** Until the daemon takes connections. */
    Duration untilListening(Process daemon) throws IOException, InterruptedException {
        long began = System.nanoTime();
        while (daemon.isAlive() && System.nanoTime() - began < LONGEST.toNanos()) {
            if (listens()) {
                return Duration.ofNanos(System.nanoTime() - began);
            }
            Thread.sleep(5);
        }
        throw new IOException("needed the daemon to listen, see " + output());
    }

    private Path output() {
        return folder.resolve("output");
    }

    private Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()))
                .start();
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), api), 200);
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
