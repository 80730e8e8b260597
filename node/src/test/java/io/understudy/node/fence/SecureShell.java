package io.understudy.node.fence;

import io.understudy.testkit.ClaimedPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A real sshd as a child process: on a loopback port, with a host key and a user's key of its own.
 */
public final class SecureShell implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/sbin/sshd");

    private final Path folder;
    private final int port;
    private final Process process;

    private SecureShell(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    public static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    public static SecureShell start(Path folder) throws IOException, InterruptedException {
        int port = ClaimedPorts.one();
        makeKey(folder.resolve("host"));
        makeKey(folder.resolve("user"));
        Files.copy(folder.resolve("user.pub"), folder.resolve("authorized"));
        Path config =
                Files.writeString(
                        folder.resolve("sshd.conf"),
                        """
                        ListenAddress 127.0.0.1:%d
                        HostKey %s
                        AuthorizedKeysFile %s
                        PidFile none
                        StrictModes no
                        UsePAM no
                        PermitRootLogin yes
                        PasswordAuthentication no
                        """
                                .formatted(
                                        port,
                                        folder.resolve("host"),
                                        folder.resolve("authorized")));
        if (System.getProperty("user.name").equals("root")) {
            // The package's service makes it at each boot.
            Files.createDirectories(Path.of("/run/sshd"));
        }
        Process process =
                new ProcessBuilder(PROGRAM.toString(), "-D", "-e", "-f", config.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("sshd.log").toFile())
                        .start();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> listens(port));
        return new SecureShell(folder, port, process);
    }

    public int port() {
        return port;
    }

    /** The private key of whoever may log in. */
    public Path key() {
        return folder.resolve("user");
    }

    /** A private key that this host does not know. */
    Path keyPair(String name) throws IOException, InterruptedException {
        makeKey(folder.resolve(name));
        return folder.resolve(name);
    }

    public Path knownHosts() throws IOException {
        return Files.writeString(
                folder.resolve("known"), hostLine(Files.readString(folder.resolve("host.pub"))));
    }

    String hostLine(String publicKey) {
        return "[127.0.0.1]:%d %s".formatted(port, publicKey);
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static void makeKey(Path file) throws IOException, InterruptedException {
        Process made =
                new ProcessBuilder(
                                "ssh-keygen",
                                "-q",
                                "-t",
                                "ed25519",
                                "-N",
                                "",
                                "-f",
                                file.toString())
                        .start();
        if (made.waitFor() != 0) {
            throw new IOException("ssh-keygen made no " + file);
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
