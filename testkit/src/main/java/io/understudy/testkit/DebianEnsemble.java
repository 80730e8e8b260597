package io.understudy.testkit;

import io.understudy.testkit.TestAuthority.Issued;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Three servers of Debian's package {@code zookeeper} on loopback, as child processes. */
public final class DebianEnsemble implements AutoCloseable {

    /** Why a test is skipped. */
    public static final String MISSING =
            "needed Debian's package zookeeper, found none; type as root: apt-get install"
                    + " zookeeper";

    public static final int MEMBERS = 3;

    private static final Path JAR = Path.of("/usr/share/java/zookeeper.jar");

    /** Debian's jar does not name all of Netty, and leaves the log to whoever configures it. */
    private static final String CLASSES =
            JAR
                    + ":/usr/share/java/netty-codec.jar:/usr/share/java/netty-resolver.jar"
                    + ":/usr/share/java/slf4j-simple.jar";

    private static final Path JAVA = Path.of("/usr/bin/java");
    private static final Duration SETTLED = Duration.ofSeconds(20);
    private static final int PORTS = 4;

    private final Path folder;
    private final List<Integer> ports;
    private final List<Process> members = new ArrayList<>();

    /**
     * Prepares it, so that its addresses are known.
     *
     * @param authority of its servers' certificates, which vouches for clients, too
     */
    public DebianEnsemble(Path folder, TestAuthority authority) throws IOException {
        this.folder = folder;
        Orphans.endWithThisJvm(folder);
        this.ports = ClaimedPorts.some(MEMBERS * PORTS);
        for (int member = 0; member < MEMBERS; member++) {
            prepare(member, authority);
        }
    }

    private void prepare(int member, TestAuthority authority) throws IOException {
        Path own = Files.createDirectories(folder(member));
        Issued issued = authority.issue("zk" + member, own);
        Files.writeString(
                own.resolve("server.pem"),
                Files.readString(issued.key()) + Files.readString(issued.certificate()));
        Files.createDirectories(own.resolve("data"));
        Files.writeString(own.resolve("data").resolve("myid"), Integer.toString(member));
        Files.writeString(own.resolve("zoo.cfg"), configuration(member));
    }

    /**
     * Starts it, and waits until it has a leader.
     *
     * @param others whose clients it takes, too: the certificates of their authorities, PEM
     */
    public DebianEnsemble start(Path... others) throws IOException {
        try {
            for (int member = 0; member < MEMBERS; member++) {
                trust(folder(member).resolve("trusted.pem"), authority(), others);
                members.add(launch(member));
            }
            awaitLeader();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
        return this;
    }

    /** The certificate of whoever vouches for its servers, PEM. */
    public Path authority() {
        return folder(0).resolve("authority.crt");
    }

    private static void trust(Path file, Path authority, Path... others) throws IOException {
        StringBuilder all = new StringBuilder(Files.readString(authority));
        for (Path other : others) {
            all.append(Files.readString(other));
        }
        Files.writeString(file, all);
    }

    public static boolean installed() {
        return Files.exists(JAR) && Files.exists(JAVA);
    }

    private Path folder(int member) {
        return folder.resolve("zk" + member);
    }

    private int port(int member, int which) {
        return ports.get(member * PORTS + which);
    }

    private String configuration(int member) {
        Path own = folder(member);
        StringBuilder servers = new StringBuilder();
        for (int peer = 0; peer < MEMBERS; peer++) {
            servers.append(
                    "server.%d=127.0.0.1:%d:%d\n".formatted(peer, port(peer, 2), port(peer, 3)));
        }
        return """
        tickTime=200
        initLimit=50
        syncLimit=10
        dataDir=%s
        clientPortAddress=127.0.0.1
        clientPort=%d
        secureClientPortAddress=127.0.0.1
        secureClientPort=%d
        serverCnxnFactory=org.apache.zookeeper.server.NettyServerCnxnFactory
        authProvider.x509=org.apache.zookeeper.server.auth.X509AuthenticationProvider
        ssl.keyStore.location=%s
        ssl.trustStore.location=%s
        ssl.clientAuth=want
        admin.enableServer=false
        maxClientCnxns=0
        4lw.commands.whitelist=srvr
        %s\
        """
                .formatted(
                        own.resolve("data"),
                        port(member, 0),
                        port(member, 1),
                        own.resolve("server.pem"),
                        own.resolve("trusted.pem"),
                        servers);
    }

    private Process launch(int member) throws IOException {
        Path own = folder(member);
        return new ProcessBuilder(
                        JAVA.toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        CLASSES,
                        "org.apache.zookeeper.server.quorum.QuorumPeerMain",
                        own.resolve("zoo.cfg").toString())
                .directory(own.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(own.resolve("log").toFile()))
                .start();
    }

    /** Where clients are taken in clear text. */
    public List<InetSocketAddress> plain() {
        return addresses(0);
    }

    /** Where clients are taken by TLS. */
    public List<InetSocketAddress> secure() {
        return addresses(1);
    }

    private List<InetSocketAddress> addresses(int which) {
        return IntStream.range(0, MEMBERS)
                .mapToObj(member ->
                        InetSocketAddress.createUnresolved("127.0.0.1", port(member, which)))
                .toList();
    }

    /** The member that takes clients at that {@code host:port}. */
    public int memberAt(String address) {
        return IntStream.range(0, MEMBERS)
                .filter(member ->
                        Stream.of(0, 1)
                                .map(which -> "127.0.0.1:" + port(member, which))
                                .anyMatch(address::equals))
                .findFirst()
                .orElseThrow();
    }

    /** The member that leads; -1 while nobody does. */
    public int leader() {
        return IntStream.range(0, MEMBERS)
                .filter(member -> mode(member).contains("Mode: leader"))
                .findFirst()
                .orElse(-1);
    }

    public void awaitLeader() {
        Awaitility.await().atMost(SETTLED).until(() -> leader() >= 0);
    }

    /** Waits until every member serves. */
    public void awaitAll() {
        Awaitility.await()
                .atMost(SETTLED)
                .until(() ->
                        IntStream.range(0, MEMBERS)
                                .allMatch(member -> mode(member).contains("Mode: ")));
    }

    private String mode(int member) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(member, 0))) {
            socket.setSoTimeout(500);
            socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    public void freeze(int member) {
        signal(member, "STOP");
    }

    public void thaw(int member) {
        signal(member, "CONT");
    }

    private void signal(int member, String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(members.get(member).pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public void kill(int member) {
        try {
            members.get(member).destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public void revive(int member) {
        try {
            members.set(member, launch(member));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts every member that was killed. */
    public void reviveAll() {
        IntStream.range(0, members.size())
                .filter(member -> !members.get(member).isAlive())
                .forEach(this::revive);
    }

    @Override
    public void close() {
        IntStream.range(0, members.size()).forEach(this::kill);
    }
}
