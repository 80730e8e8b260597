package io.understudy.node.arbiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Version;
import io.understudy.core.model.Versioned;
import io.understudy.core.port.Register;
import io.understudy.core.port.Register.CasResult;
import io.understudy.core.port.Register.ReadResult;
import io.understudy.node.arbiter.EnsembleCluster.Variant;
import io.understudy.node.arbiter.ZooKeeperSettings.Credentials;
import io.understudy.node.arbiter.ZooKeeperSettings.Member;
import io.understudy.node.arbiter.ZooKeeperSettings.Owner;
import io.understudy.node.arbiter.ZooKeeperSettings.Patience;
import io.understudy.node.arbiter.ZooKeeperSettings.Transport;
import io.understudy.testkit.BadInputPage;
import io.understudy.testkit.DebianEnsemble;
import io.understudy.testkit.InMemory;
import io.understudy.testkit.States;
import io.understudy.testkit.TestAuthority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an ensemble of somebody else's may be, do, and refuse, and what a person is told. */
@EnabledIf(
        value = "io.understudy.testkit.DebianEnsemble#installed",
        disabledReason = DebianEnsemble.MISSING)
final class ZooKeeperArbiterTest {

    private static final Duration CALL = Duration.ofMillis(500);
    private static final Duration SETTLED = Duration.ofSeconds(30);
    private static final Patience PATIENCE =
            new Patience(Duration.ofMillis(400), Duration.ofMillis(600));
    private static final TestAuthority AUTHORITY = new TestAuthority("authority of the ensemble");

    @TempDir(factory = InMemory.class)
    static Path shared = Path.of("");

    private static final List<DebianEnsemble> STARTED = new ArrayList<>();

    @TempDir(factory = InMemory.class)
    Path folder = Path.of("");

    @BeforeAll
    static void startEnsemble() throws IOException {
        STARTED.add(new DebianEnsemble(shared, AUTHORITY).start());
        ensemble().awaitAll();
    }

    @AfterAll
    static void stopEnsemble() {
        STARTED.forEach(DebianEnsemble::close);
    }

    private static DebianEnsemble ensemble() {
        return STARTED.getFirst();
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void sharesTheRegisterWithThisClustersNodesAlone(Variant variant) throws Exception {
        String namespace = "/shared/" + variant.name();
        try (ZooKeeperArbiter one = start(settings(variant, namespace, 0));
                ZooKeeperArbiter other = start(settings(variant, namespace, 1));
                Stranger stranger = stranger()) {
            Version version = create(one.register());
            awaitState(other.register(), 1);
            assertThat(other.register().compareAndSet(version, States.active("b", 2), SETTLED))
                    .isInstanceOf(CasResult.Written.class);
            awaitState(one.register(), 2);

            for (String znode : List.of(namespace, namespace + "/register")) {
                assertThatThrownBy(() -> stranger.zooKeeper().setData(znode, new byte[0], -1))
                        .hasMessageContaining("NoAuth");
            }
            assertThatThrownBy(() ->
                            stranger.zooKeeper()
                                    .create(
                                            namespace + "/a",
                                            new byte[0],
                                            Ids.OPEN_ACL_UNSAFE,
                                            CreateMode.PERSISTENT))
                    .hasMessageContaining("NoAuth");
        }
    }

    @Test
    void refusesAWrongPasswordAndNeverSaysIt() throws Exception {
        try (ZooKeeperArbiter right = start(login("/wrong", "the right one"))) {
            create(right.register());
        }
        try (ZooKeeperArbiter wrong = start(login("/wrong", "hunter2"))) {
            awaitTrouble(wrong, "an ensemble's wrong password");
            assertThat(wrong.status().toString()).doesNotContain("hunter2");
        }
    }

    @Test
    void refusesAnotherClustersNamespace() throws Exception {
        try (ZooKeeperArbiter one = start(login("/taken", "word"))) {
            create(one.register());
        }
        ZooKeeperSettings same = login("/taken", "word");
        ZooKeeperSettings other =
                new ZooKeeperSettings(
                        new Owner("other", "0002", new NodeId("ci-0")),
                        same.members(),
                        same.namespace(),
                        same.transport(),
                        same.credentials(),
                        same.patience());
        try (ZooKeeperArbiter arbiter = start(other)) {
            awaitTrouble(arbiter, "a namespace of another cluster");
            assertThat(arbiter.status().toString()).contains("belongs to cluster test 0001");
        }
    }

    @Test
    void refusesANamespaceThatAnybodyMayChange() throws Exception {
        try (Stranger stranger = stranger()) {
            stranger.zooKeeper()
                    .create("/open", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        }
        try (ZooKeeperArbiter arbiter = start(login("/open", "word"))) {
            awaitTrouble(arbiter, "a namespace that anybody may change");
        }
    }

    @Test
    void saysWhereItMayNotMakeItsNamespace() throws Exception {
        try (Stranger owner = stranger()) {
            owner.zooKeeper()
                    .addAuthInfo("digest", "owner:secret".getBytes(StandardCharsets.UTF_8));
            owner.zooKeeper()
                    .create("/locked", new byte[0], Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
        }
        try (ZooKeeperArbiter arbiter = start(login("/locked/below", "word"))) {
            awaitAbsent(arbiter.register());
            Pattern sentence = BadInputPage.says("a namespace that may not be made");
            assertThat(
                            arbiter.register()
                                    .compareAndSet(Version.ABSENT, States.active("a", 1), SETTLED))
                    .isInstanceOfSatisfying(
                            CasResult.Unknown.class,
                            unknown -> assertThat(unknown.why()).containsPattern(sentence));
        }
    }

    @Test
    void trustsNoEnsembleOfAnotherAuthority() throws Exception {
        ZooKeeperSettings good = settings(Variant.TLS_AND_PASSWORD, "/untrusted", 0);
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        TestAuthority.Issued other = new TestAuthority("another").issue("ci-0", elsewhere);
        ZooKeeperSettings wrong =
                new ZooKeeperSettings(
                        good.owner(),
                        good.members(),
                        good.namespace(),
                        new Transport.Tls(
                                new TlsFiles(other.certificate(), other.key(), other.authority()),
                                true,
                                elsewhere),
                        good.credentials(),
                        good.patience());
        try (ZooKeeperArbiter arbiter = start(wrong)) {
            awaitTrouble(arbiter, "an ensemble of another authority");
            assertThat(arbiter.status().toString()).contains("the authority in " + elsewhere);
            assertThat(arbiter.register().read(CALL)).isInstanceOf(ReadResult.Unknown.class);
        }
    }

    @Test
    void goesToAnotherMemberWhenItsOwnIsKilledOrSilent() throws Exception {
        try (ZooKeeperArbiter arbiter = start(login("/moves", "word"))) {
            Version version = create(arbiter.register());
            int killed = memberOf(arbiter);
            ensemble().kill(killed);
            version = awaitWritten(arbiter.register(), version, 2, "killed member");
            assertThat(memberOf(arbiter)).isNotEqualTo(killed);
            ensemble().revive(killed);
            ensemble().awaitAll();

            int frozen = memberOf(arbiter);
            boolean leading = ensemble().leader() == frozen;
            ensemble().freeze(frozen);
            version =
                    awaitWritten(
                            arbiter.register(),
                            version,
                            3,
                            "silent " + (leading ? "leader" : "follower"));
            ensemble().thaw(frozen);
            ensemble().awaitAll();
            awaitWritten(arbiter.register(), version, 4, "thawed member");
        }
    }

    @Test
    void saysThatNoMemberAnswers() throws Exception {
        ZooKeeperSettings alive = login("/nobody", "word");
        ZooKeeperSettings allDown =
                new ZooKeeperSettings(
                        alive.owner(),
                        List.of(new Member("127.0.0.1", 1)),
                        alive.namespace(),
                        alive.transport(),
                        alive.credentials(),
                        alive.patience());
        try (ZooKeeperArbiter arbiter = start(allDown)) {
            awaitTrouble(arbiter, "an ensemble that does not answer");
            assertThat(arbiter.status().toString()).contains("127.0.0.1:1: connection refused");
        }
    }

    @Test
    void losesNoTimeWithMembersThatAreDown() throws Exception {
        ZooKeeperSettings alive = login("/down", "word");
        Member down = new Member("127.0.0.1", 1);
        ZooKeeperSettings mostlyDown =
                new ZooKeeperSettings(
                        alive.owner(),
                        List.of(down, down, alive.members().getFirst(), down),
                        alive.namespace(),
                        alive.transport(),
                        alive.credentials(),
                        new Patience(PATIENCE.answer(), SETTLED.multipliedBy(2)));
        try (ZooKeeperArbiter arbiter = start(mostlyDown)) {
            create(arbiter.register());
        }
    }

    @Test
    void neverSaysAbsentWithoutAMajority() throws Exception {
        try (ZooKeeperArbiter arbiter = start(login("/alone", "word"))) {
            awaitAbsent(arbiter.register());
            ensemble().freeze(0);
            ensemble().freeze(1);
            try (ZooKeeperArbiter late = start(login("/alone", "word"))) {
                for (int i = 0; i < 5; i++) {
                    assertThat(late.register().read(CALL)).isInstanceOf(ReadResult.Unknown.class);
                    assertThat(
                                    late.register()
                                            .compareAndSet(
                                                    Version.ABSENT, States.active("a", 1), CALL))
                            .isInstanceOf(CasResult.Unknown.class);
                }
            } finally {
                ensemble().thaw(0);
                ensemble().thaw(1);
            }
            ensemble().awaitAll();
        }
    }

    @Test
    void takesADeletedRegisterForNoFreshOne() throws Exception {
        try (ZooKeeperArbiter one = start(login("/deleted", "word"));
                ZooKeeperArbiter other = start(login("/deleted", "word"));
                Stranger owner = stranger()) {
            Version first = create(one.register());
            owner.zooKeeper()
                    .addAuthInfo("digest", "understudy:word".getBytes(StandardCharsets.UTF_8));
            ZKUtil.deleteRecursive(owner.zooKeeper(), "/deleted");
            awaitUnknown(one.register(), "a register that was deleted");

            Version again = create(other.register());
            assertThat(again).isGreaterThan(first);
            // Its znode's version is the very one that the first node remembers.
            assertThat(one.register().compareAndSet(first, States.active("a", 9), SETTLED))
                    .isEqualTo(new CasResult.Conflict());
            awaitState(one.register(), 1);
        }
    }

    @Test
    void tellsOfAChange() throws Exception {
        try (ZooKeeperArbiter one = start(login("/told", "word"));
                ZooKeeperArbiter other = start(login("/told", "word"))) {
            Version version = create(one.register());
            awaitState(other.register(), 1);
            CountDownLatch told = new CountDownLatch(1);
            other.onChange(told::countDown);
            assertThat(one.register().compareAndSet(version, States.active("a", 2), SETTLED))
                    .isInstanceOf(CasResult.Written.class);
            assertThat(told.await(SETTLED.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void takesNoPasswordThatOthersMayRead() throws Exception {
        Path file = EnsembleCluster.password(folder, "hunter2");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> start(login("/unread", file)))
                .isInstanceOf(ArbiterUnavailableException.class)
                .message()
                .containsPattern(BadInputPage.says("an ensemble's password that others may read"))
                .contains("found its permissions rw-r--r--")
                .doesNotContain("hunter2");
        assertThatThrownBy(() -> start(login("/unread", folder.resolve("nowhere"))))
                .message()
                .containsPattern(BadInputPage.says("an ensemble's password that is missing"));
    }

    private static ZooKeeperArbiter start(ZooKeeperSettings settings)
            throws ArbiterUnavailableException {
        return ZooKeeperArbiter.start(settings);
    }

    private ZooKeeperSettings settings(Variant variant, String namespace, int node)
            throws IOException {
        ZooKeeperSettings usual =
                EnsembleCluster.settings(ensemble(), AUTHORITY, folder, variant, node);
        return new ZooKeeperSettings(
                usual.owner(),
                usual.members(),
                namespace,
                usual.transport(),
                usual.credentials(),
                usual.patience());
    }

    private ZooKeeperSettings login(String namespace, String password) throws IOException {
        return login(namespace, EnsembleCluster.password(folder, password));
    }

    private static ZooKeeperSettings login(String namespace, Path password) {
        List<Member> members = EnsembleCluster.members(ensemble().plain());
        return new ZooKeeperSettings(
                new Owner("test", "0001", new NodeId("ci-0")),
                members,
                namespace,
                new Transport.Plain(),
                new Credentials.Login("understudy", password),
                PATIENCE);
    }

    private record Stranger(ZooKeeper zooKeeper) implements AutoCloseable {
        @Override
        public void close() {
            try {
                zooKeeper.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Somebody who is connected without any password. */
    private static Stranger stranger() throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper zooKeeper =
                new ZooKeeper(
                        EnsembleCluster.members(ensemble().plain()).getFirst().toString(),
                        10_000,
                        _ -> connected.countDown());
        assertThat(connected.await(SETTLED.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return new Stranger(zooKeeper);
    }

    private static int memberOf(ZooKeeperArbiter arbiter) {
        return Awaitility.await()
                                .atMost(SETTLED)
                                .until(arbiter::status, ArbiterStatus.Connected.class::isInstance)
                        instanceof ArbiterStatus.Connected(String member, var _, var _)
                ? ensemble().memberAt(member)
                : -1;
    }

    private static void awaitAbsent(Register register) {
        Awaitility.await()
                .atMost(SETTLED)
                .untilAsserted(
                        () -> assertThat(register.read(CALL)).isEqualTo(new ReadResult.Absent()));
    }

    /**
     * As the loop does: an answer that a busy member gave too late is no answer, so what is there
     * is read before it is written once more.
     */
    private static Version create(Register register) {
        return Awaitility.await()
                .atMost(SETTLED)
                .until(() -> created(register, States.active("a", 1)), Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<Version> created(Register register, ClusterState wanted) {
        return switch (register.read(CALL)) {
            case ReadResult.Found(var found) ->
                    Optional.of(found)
                            .filter(one -> one.state().equals(wanted))
                            .map(Versioned::version);
            case ReadResult.Absent() ->
                    register.compareAndSet(Version.ABSENT, wanted, SETTLED)
                                    instanceof CasResult.Written(var version)
                            ? Optional.of(version)
                            : Optional.empty();
            case ReadResult.Unknown _ -> Optional.empty();
        };
    }

    private static void awaitState(Register register, long renewal) {
        Awaitility.await()
                .atMost(SETTLED)
                .until(() ->
                        register.read(CALL) instanceof ReadResult.Found(var found)
                                && found.state().renewal() == renewal);
    }

    private static void awaitUnknown(Register register, String input) throws IOException {
        Pattern sentence = BadInputPage.says(input);
        Awaitility.await()
                .atMost(SETTLED)
                .until(() ->
                        register.read(CALL) instanceof ReadResult.Unknown(String said)
                                && sentence.matcher(said).find());
    }

    private static void awaitTrouble(ZooKeeperArbiter arbiter, String input) throws IOException {
        Pattern sentence = BadInputPage.says(input);
        Awaitility.await()
                .atMost(SETTLED)
                .until(() ->
                        arbiter.status() instanceof ArbiterStatus.Apart(String said)
                                && sentence.matcher(said).find());
    }

    private static Version awaitWritten(
            Register register, Version from, long renewal, String after) {
        long began = System.nanoTime();
        Version[] last = {from};
        Awaitility.await()
                .atMost(SETTLED)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    if (register.compareAndSet(last[0], States.active("a", renewal), CALL)
                            instanceof CasResult.Written(Version version)) {
                        last[0] = version;
                        return true;
                    }
                    if (register.read(CALL) instanceof ReadResult.Found(var found)) {
                        last[0] = found.version();
                    }
                    return false;
                });
        System.out.printf(
                "%s: %d ms to the next write%n", after, (System.nanoTime() - began) / 1_000_000);
        return last[0];
    }
}
