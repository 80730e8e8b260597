package io.understudy.node.arbiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.understudy.core.model.Version;
import io.understudy.core.model.Versioned;
import io.understudy.core.port.Register.CasResult;
import io.understudy.core.port.Register.ReadResult;
import io.understudy.testkit.BadInputPage;
import io.understudy.testkit.ClaimedPorts;
import io.understudy.testkit.InMemory;
import io.understudy.testkit.LoopDisk;
import io.understudy.testkit.SmallDisk;
import io.understudy.testkit.States;
import io.understudy.testkit.TestAuthority;
import io.understudy.testkit.TestAuthority.Issued;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What outsiders get, how long a loss takes, and what a person is told. The members' processes are
 * the same in all tests, and each test's ensemble is founded anew on empty disks.
 */
final class QuorumArbiterTest {

    private static final Duration CALL = Duration.ofMillis(300);
    private static final Duration SETTLED = Duration.ofSeconds(30);
    private static final int KILLS = 5;
    private static final int FULL_DISKS = 3;
    private static final int MOST_WRITES = 5000;

    private static final TestAuthority AUTHORITY = new TestAuthority("cluster");

    @TempDir(factory = InMemory.class)
    static Path shared = Path.of("");

    @TempDir(factory = InMemory.class)
    Path folder = Path.of("");

    private static Optional<MemberCluster> members = Optional.empty();

    @AfterAll
    static void endProcesses() {
        members.ifPresent(MemberCluster::close);
    }

    /** Three members that found each other, of an ensemble that was never written to. */
    private static MemberCluster founded() throws IOException {
        if (members.isPresent()) {
            members.get().foundAnew();
        } else {
            members = Optional.of(new MemberCluster(shared, AUTHORITY));
        }
        awaitEmpty(members.get());
        return members.get();
    }

    /** What is done before a disk is taken away. */
    private interface Ending extends AutoCloseable {
        @Override
        void close();
    }

    /** Members that ended on empty disks, which a test may change before they begin. */
    private static MemberCluster ended() throws IOException {
        if (members.isEmpty()) {
            members = Optional.of(new MemberCluster(shared, AUTHORITY));
        }
        members.get().end();
        return members.get();
    }

    @Test
    void letsNobodyInWithoutACertificateOfTheCluster() throws Exception {
        Issued member = AUTHORITY.issue("somebody", folder.resolve("somebody"));
        Issued stranger = new TestAuthority("cluster").issue("ci-0", folder.resolve("stranger"));
        MemberCluster cluster = founded();
        // Only a leader listens on its quorum port.
        for (int port : cluster.ports(cluster.leader())) {
            assertThat(plain(port)).as("plain text to %d", port).isEmpty();
            assertThat(admitted(port, noIdentity(), member)).as("none to %d", port).isFalse();
            assertThat(admitted(port, identity(stranger), member))
                    .as("a stranger's to %d", port)
                    .isFalse();
            assertThat(admitted(port, identity(member), member))
                    .as("a member's to %d", port)
                    .isTrue();
        }
        assertThat(cluster.registers().getFirst().read(CALL)).isEqualTo(new ReadResult.Absent());
    }

    @Test
    void prefersAWitnessAsLeader() throws Exception {
        MemberCluster cluster = founded();
        // The first two that find each other don't wait for the third.
        int first = cluster.leader();
        if (first != 1) {
            cluster.kill(first);
        }
        Awaitility.await().atMost(SETTLED).until(() -> cluster.leader() == 1);
    }

    @Test
    void namesADiskThatIsFullAndVotesAgainOnceThereIsRoom() throws Exception {
        MemberCluster cluster = ended();
        Optional<SmallDisk> small = SmallDisk.mount(cluster.folder(2).resolve("arbiter"), "90m");
        assumeTrue(small.isPresent(), "only root may mount a small disk");
        try (SmallDisk disk = small.orElseThrow();
                Ending _ = () -> cluster.kill(2)) {
            cluster.found();
            awaitEmpty(cluster);
            Version version = Version.ABSENT;
            for (int round = 0; round < FULL_DISKS; round++) {
                disk.fill();
                version = writeUntilItFails(cluster, version);
                assertThat(cluster.member(2).status()).isEqualTo("Failed");
                awaitSays(cluster, 2, "a voter's disk that is full");

                disk.makeRoom();
                awaitFollows(cluster, 2, version);
            }
        }
    }

    @Test
    void namesADiskThatBecameReadOnlyAndVotesOnceItIsStartedOnItMended() throws Exception {
        MemberCluster cluster = ended();
        Optional<LoopDisk> loop = LoopDisk.mount(cluster.folder(2).resolve("arbiter"), 20);
        assumeTrue(loop.isPresent(), "only root may mount a loop disk, and with mkfs.ext4");
        try (LoopDisk disk = loop.orElseThrow();
                Ending _ = () -> cluster.kill(2)) {
            cluster.found();
            awaitEmpty(cluster);
            disk.breaks();
            Version version = writeUntilItFails(cluster, Version.ABSENT);
            assertThat(cluster.member(2).status()).isEqualTo("Failed");
            awaitSays(cluster, 2, "a voter's disk that is read-only");

            cluster.kill(2);
            disk.mend();
            cluster.revive(2);
            awaitFollows(cluster, 2, version);
        }
    }

    /** Through another member, until the third answers nothing. */
    private static Version writeUntilItFails(MemberCluster cluster, Version from) {
        Version version = from;
        for (int i = 0; i < MOST_WRITES; i++) {
            version = write(cluster, cluster.leader() == 2 ? 1 : 0, version);
            if (cluster.member(2).read(CALL) instanceof ReadResult.Unknown
                    && cluster.member(2).status().equals("Failed")) {
                return version;
            }
        }
        throw new AssertionError("its disk has taken " + MOST_WRITES + " writes");
    }

    private static void awaitSays(MemberCluster cluster, int node, String input)
            throws IOException {
        Pattern sentence = BadInputPage.says(input);
        Awaitility.await()
                .atMost(SETTLED)
                .until(() ->
                        cluster.member(node).read(CALL) instanceof ReadResult.Unknown(String why)
                                && sentence.matcher(why).find());
    }

    private static void awaitFollows(MemberCluster cluster, int node, Version version) {
        Awaitility.await().atMost(SETTLED).until(() -> has(cluster, node, version));
    }

    private static boolean has(MemberCluster cluster, int node, Version version) {
        return !cluster.member(node).status().equals("Failed")
                && cluster.member(node).read(CALL)
                        instanceof ReadResult.Found(Versioned(Version at, var _))
                && at.equals(version);
    }

    @Test
    void tellsOtherNodesOfAChange() throws Exception {
        MemberCluster cluster = founded();
        int before = cluster.member(2).changes();
        write(cluster, 0, Version.ABSENT);

        Awaitility.await().atMost(SETTLED).until(() -> cluster.member(2).changes() > before);
    }

    @Test
    void writesAgainSoonAfterALoss() throws Exception {
        MemberCluster cluster = founded();
        Version version = write(cluster, 0, Version.ABSENT);
        List<Long> leaders = new ArrayList<>();
        List<Long> followers = new ArrayList<>();
        for (int i = 0; i < KILLS; i++) {
            int leader = cluster.leader();
            leaders.add(lose(cluster, leader, (leader + 1) % 3));
            int next = cluster.leader();
            followers.add(lose(cluster, (next + 1) % 3, (next + 2) % 3));
        }
        System.out.printf(
                "next write after a leader's kill: median %d ms of %s; a follower's: median %d"
                        + " ms of %s%n",
                median(leaders), leaders, median(followers), followers);
        // A primary with fast timing stops 1.2 s after its last renewal.
        assertThat(median(leaders)).isLessThan(1200);
        assertThat(median(followers)).isLessThan(1000);
        assertThat(write(cluster, 0, current(cluster, 0))).isGreaterThan(version);
    }

    /** Kills one, writes through another, and waits until all are back. */
    private static long lose(MemberCluster cluster, int victim, int writer) {
        Version version = current(cluster, writer);
        cluster.kill(victim);
        long start = System.nanoTime();
        write(cluster, writer, version);
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        cluster.revive(victim);
        awaitServing(cluster);
        return millis;
    }

    private static void awaitServing(MemberCluster cluster) {
        for (int node = 0; node < 3; node++) {
            MemberProcess member = cluster.member(node);
            Awaitility.await()
                    .atMost(SETTLED)
                    .until(() -> member.read(CALL) instanceof ReadResult.Found);
        }
    }

    private static Version write(MemberCluster cluster, int node, Version expected) {
        long deadline = System.nanoTime() + SETTLED.toNanos();
        Version at = expected;
        while (System.nanoTime() < deadline) {
            switch (cluster.member(node).compareAndSet(at, States.active("a", 1), CALL)) {
                case CasResult.Written(Version version) -> {
                    return version;
                }
                case CasResult.Conflict() -> at = current(cluster, node);
                case CasResult.Unknown(String _) -> {
                    // Once more: an unknown write that came through shows as a conflict.
                }
            }
        }
        throw new AssertionError("no write within " + SETTLED);
    }

    private static Version current(MemberCluster cluster, int node) {
        return Awaitility.await()
                                .atMost(SETTLED)
                                .until(
                                        () -> cluster.member(node).read(CALL),
                                        ReadResult.Found.class::isInstance)
                        instanceof ReadResult.Found(var value)
                ? value.version()
                : Version.ABSENT;
    }

    private static long median(List<Long> values) {
        List<Long> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    private static void awaitEmpty(MemberCluster cluster) {
        for (int node = 0; node < 3; node++) {
            MemberProcess member = cluster.member(node);
            Awaitility.await()
                    .atMost(SETTLED)
                    .until(() -> member.read(CALL) instanceof ReadResult.Absent);
        }
    }

    @Test
    void copiesWhatTheOthersHaveAfterTheLossOfItsFolder() throws Exception {
        MemberCluster cluster = founded();
        Version written = write(cluster, 0, Version.ABSENT);
        cluster.kill(2);
        loseFolder(cluster, 2);
        cluster.revive(2);

        Awaitility.await().atMost(SETTLED).until(() -> current(cluster, 2).equals(written));
    }

    @Test
    void doesNotVoteTheLostMajorityOfFoldersAway() throws Exception {
        MemberCluster cluster = founded();
        write(cluster, 0, Version.ABSENT);
        for (int node = 0; node < 3; node++) {
            cluster.kill(node);
        }
        loseFolder(cluster, 1);
        loseFolder(cluster, 2);
        for (int node = 0; node < 3; node++) {
            cluster.revive(node);
        }

        Awaitility.await()
                .during(Duration.ofSeconds(8))
                .atMost(SETTLED)
                .until(() ->
                        cluster.registers().stream()
                                .allMatch(one -> one.read(CALL) instanceof ReadResult.Unknown));
    }

    private static void loseFolder(MemberCluster cluster, int node) throws IOException {
        Path data = cluster.folder(node).resolve("arbiter/ensemble");
        Files.move(data, cluster.folder(node).resolve("lost"));
    }

    @Test
    void namesAPortThatIsTaken() throws Exception {
        QuorumSettings settings = settings(new TestAuthority("cluster"));
        int port = settings.own().ports().quorum();
        try (var taken = new java.net.ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> QuorumArbiter.start(settings, _ -> OtherNode.NOBODY))
                    .isInstanceOf(ArbiterUnavailableException.class)
                    .hasMessageContaining("quorum port")
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void namesAnUnreadableCertificate() throws Exception {
        QuorumSettings settings = settings(new TestAuthority("cluster"));
        Files.writeString(settings.tls().certificate(), "nonsense");

        assertThatThrownBy(() -> QuorumArbiter.start(settings, _ -> OtherNode.NOBODY))
                .isInstanceOf(ArbiterUnavailableException.class)
                .hasMessageContaining("needed this node's certificate as PEM in")
                .hasMessageContaining("node.crt");
    }

    @Test
    void namesAnExpiredCertificate() throws Exception {
        TestAuthority authority = new TestAuthority("cluster");
        QuorumSettings settings = settings(authority);
        authority.issue("ci-0", folder.resolve("tls"), Duration.ofMinutes(-5));

        assertThatThrownBy(() -> QuorumArbiter.start(settings, _ -> OtherNode.NOBODY))
                .isInstanceOf(ArbiterUnavailableException.class)
                .hasMessageContaining("expired at");
    }

    @Test
    void namesAKeyThatIsNone() throws Exception {
        QuorumSettings settings = settings(new TestAuthority("cluster"));
        Files.writeString(settings.tls().key(), "nonsense");

        assertThatThrownBy(() -> QuorumArbiter.start(settings, _ -> OtherNode.NOBODY))
                .isInstanceOf(ArbiterUnavailableException.class)
                .hasMessageContaining("node.key")
                .hasMessageNotContaining("nonsense");
    }

    @Test
    void namesAFolderThatCanNotBeWritten() throws Exception {
        QuorumSettings settings = settings(new TestAuthority("cluster"));
        Files.writeString(settings.storage().folder(), "a file, not a folder");

        assertThatThrownBy(() -> QuorumArbiter.start(settings, _ -> OtherNode.NOBODY))
                .isInstanceOf(ArbiterUnavailableException.class)
                .hasMessageContaining("needed to write into the arbiter's folder");
    }

    /** What may become of the files that begin so. */
    private record Damage(String files, String how, UnaryOperator<byte[]> spoil) {

        static final List<Damage> ALL =
                List.of(
                        new Damage("log.", "cut", bytes -> Arrays.copyOf(bytes, 700)),
                        new Damage("log.", "emptied", _ -> new byte[0]),
                        new Damage("log.", "overwritten", Damage::overwritten),
                        new Damage("snapshot.", "cut", bytes -> Arrays.copyOf(bytes, 300)),
                        new Damage("snapshot.", "overwritten", Damage::overwritten),
                        new Damage("currentEpoch", "emptied", _ -> new byte[0]),
                        new Damage("", "overwritten", Damage::overwritten));

        private static byte[] overwritten(byte[] bytes) {
            byte[] garbage = bytes.clone();
            Arrays.fill(garbage, (byte) 0x5A);
            return garbage;
        }

        void befalls(Path data) throws IOException {
            try (Stream<Path> all = Files.list(data)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    if (String.valueOf(file.getFileName()).startsWith(files)) {
                        Files.write(file, spoil.apply(Files.readAllBytes(file)));
                    }
                }
            }
        }
    }

    @Test
    void namesWhatItKeptThatIsDamagedAndFollowsOnceThatIsMovedAway() throws Exception {
        followAgainAfter(List.of(Damage.ALL.getFirst(), Damage.ALL.getLast()));
    }

    @Test
    @Tag("long")
    void followsAgainWhateverBecameOfWhatItKept() throws Exception {
        followAgainAfter(Damage.ALL);
    }

    /** It copies what the others have, at once or once a person has done what it says. */
    private void followAgainAfter(List<Damage> damages) throws Exception {
        Pattern sentence = BadInputPage.says("what a voter kept is damaged");
        MemberCluster cluster = founded();
        Version version = write(cluster, 1, Version.ABSENT);
        Path log = cluster.folder(0).resolve("log");
        for (Damage damage : damages) {
            version = write(cluster, 1, version);
            cluster.kill(0);
            damage.befalls(cluster.folder(0).resolve("arbiter/ensemble/version-2"));
            int before = Files.readString(log).length();
            cluster.revive(0);

            boolean refused = refusesOrFollows(cluster, version, log, before, sentence);
            System.out.printf(
                    "%s* %s: %s%n", damage.files(), damage.how(), refused ? "refuses" : "follows");
            if (refused) {
                cluster.kill(0);
                Files.move(
                        cluster.folder(0).resolve("arbiter/ensemble"),
                        cluster.folder(0).resolve("kept-" + version));
                cluster.revive(0);
                awaitFollows(cluster, 0, version);
            }
        }
    }

    private static boolean refusesOrFollows(
            MemberCluster cluster, Version version, Path log, int before, Pattern sentence) {
        return Awaitility.await()
                .atMost(SETTLED)
                .until(
                        () -> {
                            String said = Files.readString(log).substring(before);
                            return sentence.matcher(said).find()
                                    ? Optional.of(true)
                                    : has(cluster, 0, version)
                                            ? Optional.of(false)
                                            : Optional.<Boolean>empty();
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    private QuorumSettings settings(TestAuthority authority) throws IOException {
        Issued issued = authority.issue("ci-0", folder.resolve("tls"));
        List<Integer> ports = ClaimedPorts.some(6);
        List<QuorumSettings.Member> members = new ArrayList<>();
        for (int node = 0; node < 3; node++) {
            members.add(
                    new QuorumSettings.Member(
                            MemberMain.name(node),
                            "127.0.0.1",
                            new QuorumSettings.Ports(ports.get(node * 2), ports.get(node * 2 + 1)),
                            node == 1));
        }
        return new QuorumSettings(
                "test",
                MemberMain.name(0),
                members,
                new QuorumSettings.Storage(folder.resolve("arbiter"), true),
                new TlsFiles(issued.certificate(), issued.key(), issued.authority()));
    }

    /** What a port answers to a four-letter command in plain text. */
    private static String plain(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(2000);
            socket.getOutputStream().write("srvr\n\n\n\n\n".getBytes(StandardCharsets.US_ASCII));
            return printable(socket.getInputStream());
        }
    }

    /** Letters only: a TLS alert is no answer. */
    private static String printable(InputStream in) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            in.transferTo(bytes);
        } catch (IOException e) {
            // Reset, or silence until the timeout: both give nothing.
        }
        return bytes.size() < 8 ? "" : bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /** In TLS 1.3 a refused client learns it only when it reads. */
    private static boolean admitted(int port, KeyManager[] own, Issued trusted)
            throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(own, trust(trusted), null);
        try (SSLSocket socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(1000);
            socket.startHandshake();
            socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
            // Whom it lets in it tells to go, or waits for the rest of a greeting.
            socket.getInputStream().read();
            return true;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static KeyManager[] noIdentity() {
        return new KeyManager[0];
    }

    private KeyManager[] identity(Issued issued) throws Exception {
        KeyStore store = load(stores(issued).identity());
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static TrustManager[] trust(Issued issued) throws GeneralSecurityException {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(load(stores(issued).trusted()));
            return factory.getTrustManagers();
        } catch (IOException | ArbiterUnavailableException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static KeyStores stores(Issued issued) throws ArbiterUnavailableException {
        return KeyStores.write(
                new TlsFiles(issued.certificate(), issued.key(), issued.authority()),
                issued.certificate().resolveSibling(""));
    }

    private static KeyStore load(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStores.TYPE);
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, new char[0]);
        }
        return store;
    }
}
