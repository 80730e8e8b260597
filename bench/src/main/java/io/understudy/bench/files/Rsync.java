package io.understudy.bench.files;

import io.understudy.testkit.ClaimedPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Its daemon on the loopback, into one folder. */
final class Rsync implements AutoCloseable {

    private static final String PROGRAM = "/usr/bin/rsync";
    private static final int MOST_LOOKS = 250;

    private final Process daemon;
    private final int port;

    /**
     * Starts it.
     *
     * @param folder for its configuration
     * @param target where it puts what it gets
     */
    Rsync(Path folder, Path target) throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of(PROGRAM))) {
            throw new IOException("needed rsync, found none; type as root: apt-get install rsync");
        }
        port = ClaimedPorts.one();
        Path file = folder.resolve("rsyncd.conf");
        Files.writeString(
                file,
                """
                use chroot = no
                pid file = %s
                [bench]
                path = %s
                read only = no
                uid = %s
                gid = *
                """
                        .formatted(
                                folder.resolve("rsyncd.pid"),
                                target,
                                System.getProperty("user.name")));
        daemon =
                new ProcessBuilder(
                                PROGRAM,
                                "--daemon",
                                "--no-detach",
                                "--address=127.0.0.1",
                                "--port=" + port,
                                "--config=" + file)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("rsyncd.log").toFile())
                        .start();
        // Also when the bench is told to end while it measures.
        Runtime.getRuntime().addShutdownHook(new Thread(daemon::destroy, "rsync"));
        for (int i = 0; i < MOST_LOOKS && !listens(); i++) {
            Thread.sleep(20);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** How long it takes until the folder there is as this one. */
    Duration carry(Path from) throws IOException, InterruptedException {
        long began = System.nanoTime();
        Process process =
                new ProcessBuilder(
                                List.of(
                                        PROGRAM,
                                        "-a",
                                        "--checksum",
                                        "--delete",
                                        from + "/",
                                        "rsync://127.0.0.1:" + port + "/bench/"))
                        .inheritIO()
                        .start();
        if (process.waitFor() != 0) {
            throw new IOException("needed rsync to succeed, found status " + process.exitValue());
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Override
    public void close() {
        daemon.destroy();
    }
}
