package io.understudy.node.arbiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Pair;
import io.understudy.core.model.PeerLoss;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Request;
import io.understudy.core.model.Synchrony;
import io.understudy.core.model.Version;
import io.understudy.core.model.Versioned;
import io.understudy.core.port.Register.CasResult;
import io.understudy.core.port.Register.ReadResult;
import io.understudy.testkit.BadInputPage;
import io.understudy.testkit.SmallDisk;
import io.understudy.testkit.States;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PairArbiterTest {

    private static final Duration CALL = Duration.ofSeconds(2);
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");

    @TempDir Path folder;

    @Test
    void thePrimaryWritesAloneWhereItMayGoOn() throws Exception {
        try (PairCluster pair = new PairCluster(folder, PeerLoss.PRIMARY_CONTINUES)) {
            Version founded = founded(pair);
            pair.kill(1);
            assertThat(cas(pair, 0, founded, inSync(2))).isInstanceOf(CasResult.Written.class);
        }
    }

    @Test
    void theStandbyWritesNothingAloneWhereThePrimaryMayGoOn() throws Exception {
        try (PairCluster pair = new PairCluster(folder, PeerLoss.PRIMARY_CONTINUES)) {
            Version founded = founded(pair);
            pair.kill(0);
            assertThat(cas(pair, 1, founded, won(inSync(1)))).isInstanceOf(CasResult.Unknown.class);
            assertThat(read(pair, 1)).isEqualTo(new Versioned(founded, inSync(1)));
        }
    }

    @Test
    void aPrimaryThatIsCutOffWritesNothingWhereTheStandbyTakesOver() throws Exception {
        try (PairCluster pair = new PairCluster(folder, PeerLoss.STANDBY_TAKES_OVER)) {
            Version founded = founded(pair);
            pair.isolate(0);
            assertThat(cas(pair, 0, founded, inSync(2))).isInstanceOf(CasResult.Unknown.class);
            assertThat(cas(pair, 0, founded, inSync(2).withSynchrony(new Synchrony.Solo())))
                    .isInstanceOf(CasResult.Unknown.class);
            ClusterState won = won(inSync(1));
            CasResult taken = cas(pair, 1, founded, won);
            assertThat(taken).isInstanceOf(CasResult.Written.class);
            pair.rejoin(0);
            assertThat(cas(pair, 0, founded, inSync(2))).isEqualTo(new CasResult.Conflict());
            assertThat(read(pair, 0).state()).isEqualTo(won);
        }
    }

    @Test
    void aNodeThatStartsAloneWritesNothingUntilItHasMetTheOther() throws Exception {
        try (PairCluster pair = new PairCluster(folder, PeerLoss.PRIMARY_CONTINUES)) {
            Version founded = founded(pair);
            pair.kill(1);
            pair.kill(0);
            pair.start(0);
            assertThat(cas(pair, 0, founded, inSync(2)))
                    .isEqualTo(new CasResult.Unknown("nothing listens there"));
            pair.start(1);
            assertThat(cas(pair, 0, founded, inSync(2))).isInstanceOf(CasResult.Written.class);
        }
    }

    @Test
    void aPersonsWordLetsTheStandbyWriteAloneAndWinsOnceBothMeet() throws Exception {
        try (PairCluster pair = new PairCluster(folder, PeerLoss.PRIMARY_CONTINUES)) {
            Version founded = founded(pair);
            pair.isolate(0);
            ClusterState asked =
                    inSync(1)
                            .withRequest(
                                    new Request.Failover(
                                            "r", B, new Epoch(7), Request.ANY_LOSS, Set.of()));
            Version worded = written(cas(pair, 1, founded, asked));
            Epoch epoch = Pair.of(A, B, PeerLoss.PRIMARY_CONTINUES).wordedEpoch(new Epoch(7), B);
            ClusterState taken =
                    asked.wonBy(B, asked.incarnation(), new Phase.Fencing(Set.of(A), A), epoch);
            written(cas(pair, 1, worded, taken));
            Version alone = written(cas(pair, 0, founded, inSync(2)));
            pair.rejoin(0);
            assertThat(cas(pair, 0, alone, inSync(3)))
                    .isEqualTo(new CasResult.Unknown("b has a newer value"));
            assertThat(read(pair, 0).state()).isEqualTo(taken);
        }
    }

    @Test
    void twoNodesThatGoByDifferentRightsDoNotAgreeOnAnything() throws Exception {
        try (PairCluster pair = new PairCluster(folder, PeerLoss.PRIMARY_CONTINUES)) {
            founded(pair);
            pair.kill(1);
            PairArbiter other = pair.open(1, PeerLoss.STANDBY_TAKES_OVER, Epoch.NONE);
            assertThat(other.register().read(CALL)).isInstanceOf(ReadResult.Found.class);
            assertThat(other.status())
                    .isEqualTo(
                            new ArbiterStatus.Alone(
                                    A,
                                    "needed one peer-loss on both nodes, found standby-takes-over"
                                            + " on b; make understudy.yaml the same on both, and"
                                            + " start both again"));
        }
    }

    /** What may become of a file, and of each nothing is made up. */
    static Stream<Damage> damages() {
        return Stream.of(
                new Damage("emptied", _ -> new byte[0]),
                new Damage("truncated in its first copy", bytes -> Arrays.copyOf(bytes, 200)),
                new Damage("torn in both copies", bytes -> zeroed(zeroed(bytes, 0), 1)),
                new Damage("corrupted in both copies", bytes -> flipped(flipped(bytes, 0), 1)));
    }

    /** What may become of one copy, which the other has, too. */
    static Stream<Damage> damagesOfOneCopy() {
        return Stream.of(
                new Damage("truncated", bytes -> Arrays.copyOf(bytes, bytes.length / 2)),
                new Damage("torn", bytes -> zeroed(bytes, 0)),
                new Damage("torn in the other", bytes -> zeroed(bytes, 1)),
                new Damage("corrupted", bytes -> flipped(bytes, 0)),
                new Damage("corrupted in the other", bytes -> flipped(bytes, 1)));
    }

    /** One way to spoil a file. */
    record Damage(String name, UnaryOperator<byte[]> spoil) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static byte[] flipped(byte[] bytes, int copy) {
        byte[] changed = bytes.clone();
        int begin = copy * bytes.length / 2;
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        changed[text.indexOf("epoch", begin) + 7] ^= 1;
        return changed;
    }

    /** The beginning of that copy never came to the disk. */
    private static byte[] zeroed(byte[] bytes, int copy) {
        byte[] changed = bytes.clone();
        int begin = copy * bytes.length / 2;
        Arrays.fill(changed, begin, begin + 300, (byte) 0);
        return changed;
    }

    @ParameterizedTest
    @MethodSource("damages")
    void aDamagedFileIsNotMendedAndOneSentenceSaysWhatToDo(Damage damage) throws Exception {
        try (PairCluster pair = new PairCluster(folder, PeerLoss.PRIMARY_CONTINUES)) {
            founded(pair);
            pair.kill(1);
            byte[] spoiled = damage.spoil().apply(Files.readAllBytes(pair.file(1)));
            Files.write(pair.file(1), spoiled);
            assertThatThrownBy(() -> pair.start(1))
                    .isInstanceOf(ArbiterUnavailableException.class)
                    .hasMessageStartingWith(
                            "needed the register in " + pair.file(1) + ", found it damaged; where");
            assertThat(pair.file(1)).hasBinaryContent(spoiled);
        }
    }

    @ParameterizedTest
    @MethodSource("damagesOfOneCopy")
    void oneDamagedCopyCostsNothingAndIsWrittenAgainFirst(Damage damage) throws Exception {
        try (PairCluster pair = new PairCluster(folder, PeerLoss.PRIMARY_CONTINUES)) {
            Version founded = founded(pair);
            pair.kill(0);
            byte[] spoiled = damage.spoil().apply(Files.readAllBytes(pair.file(0)));
            Files.write(pair.file(0), spoiled);
            pair.start(0);

            assertThat(read(pair, 0)).isEqualTo(new Versioned(founded, inSync(1)));
            written(cas(pair, 0, founded, inSync(2)));
            pair.kill(0);
            pair.start(0);
            assertThat(read(pair, 0).state()).isEqualTo(inSync(2));
        }
    }

    @Test
    void theOneCopyOfEarlierVersionsIsRead() throws Exception {
        try (PairCluster pair = new PairCluster(folder, PeerLoss.PRIMARY_CONTINUES)) {
            Version founded = founded(pair);
            pair.kill(0);
            String both = Files.readString(pair.file(0));
            Files.writeString(pair.file(0), both.substring(0, both.indexOf("}\n") + 2));
            pair.start(0);

            assertThat(read(pair, 0)).isEqualTo(new Versioned(founded, inSync(1)));
            written(cas(pair, 0, founded, inSync(2)));
            assertThat(pair.file(0)).hasSize(both.length());
        }
    }

    @Test
    void aFullDiskDoesNotKeepThePrimaryFromRenewing() throws Exception {
        try (SmallDisk disk = smallDisk("a");
                PairCluster pair = new PairCluster(folder, PeerLoss.PRIMARY_CONTINUES)) {
            Version version = founded(pair);
            disk.fill();
            for (long renewal = 2; renewal < 20; renewal++) {
                version = written(cas(pair, 0, version, inSync(renewal)));
            }
            pair.kill(0);
            pair.start(0);
            assertThat(read(pair, 0)).isEqualTo(new Versioned(version, inSync(19)));
        }
    }

    @Test
    void aDiskThatBecameReadOnlyIsSaidAndOnceWritableTheNodeGoesOn() throws Exception {
        try (SmallDisk disk = smallDisk("a");
                PairCluster pair = new PairCluster(folder, PeerLoss.PRIMARY_CONTINUES)) {
            Version founded = founded(pair);
            disk.makeReadOnly();
            assertThat(((CasResult.Unknown) cas(pair, 0, founded, inSync(2))).why())
                    .containsPattern(BadInputPage.says("a register on a read-only disk"));
            disk.makeWritable();
            written(cas(pair, 0, founded, inSync(2)));
        }
    }

    private SmallDisk smallDisk(String node) throws IOException {
        Optional<SmallDisk> small = SmallDisk.mount(folder.resolve(node), "1m");
        assumeTrue(small.isPresent(), "only root may mount a small disk");
        return small.orElseThrow();
    }

    @Test
    void aLostFileStaysLostUntilAPersonGivesUpTheEpochToo() throws Exception {
        try (PairCluster pair = new PairCluster(folder, PeerLoss.PRIMARY_CONTINUES)) {
            Version founded = founded(pair);
            pair.kill(1);
            Files.delete(pair.file(1));
            assertThatThrownBy(() -> pair.open(1, PeerLoss.PRIMARY_CONTINUES, new Epoch(7)).close())
                    .isInstanceOf(ArbiterUnavailableException.class)
                    .hasMessageContaining("found no file, though this node has seen epoch 7;");
            assertThat(pair.file(1)).doesNotExist();
            pair.start(1);
            assertThat(read(pair, 1)).isEqualTo(new Versioned(founded, inSync(1)));
        }
    }

    @Test
    void aDiskThatTakesNothingIsSaidAndNothingIsAcknowledged() throws Exception {
        try (PairCluster pair = new PairCluster(folder, PeerLoss.PRIMARY_CONTINUES)) {
            Version founded = founded(pair);
            blocked(pair, 0);
            assertThat(cas(pair, 0, founded, inSync(2)))
                    .isInstanceOfSatisfying(
                            CasResult.Unknown.class,
                            unknown ->
                                    assertThat(unknown.why())
                                            .startsWith(
                                                    "needed to write the register to "
                                                            + pair.file(0)
                                                            + ", found: ")
                                            .endsWith("; mend the disk, and the node goes on"));
            assertThat(read(pair, 0)).isEqualTo(new Versioned(founded, inSync(1)));
        }
    }

    @Test
    void aStandbyThatCannotKeepAValueDoesNotAgreeToIt() throws Exception {
        try (PairCluster pair = new PairCluster(folder, PeerLoss.STANDBY_TAKES_OVER)) {
            Version founded = founded(pair);
            blocked(pair, 1);
            assertThat(cas(pair, 0, founded, inSync(2)))
                    .isInstanceOfSatisfying(
                            CasResult.Unknown.class,
                            unknown ->
                                    assertThat(unknown.why())
                                            .startsWith("needed to write the register to "));
        }
    }

    /** The file is lost, and where a new one is to be made is a folder: no user writes there. */
    private static void blocked(PairCluster pair, int node) throws IOException {
        Files.delete(pair.file(node));
        Files.createDirectory(pair.file(node).resolveSibling("register.new"));
    }

    /** Founded by a, with b in sync. */
    private static Version founded(PairCluster pair) {
        return written(cas(pair, 0, Version.ABSENT, inSync(1)));
    }

    private static ClusterState inSync(long renewal) {
        return States.active("a", renewal).withSynchrony(new Synchrony.InSync(Set.of(B)));
    }

    private static ClusterState won(ClusterState from) {
        return from.wonBy(B, from.incarnation(), new Phase.Fencing(Set.of(A), A));
    }

    private static CasResult cas(PairCluster pair, int node, Version expected, ClusterState next) {
        return pair.registers().get(node).compareAndSet(expected, next, CALL);
    }

    private static Version written(CasResult result) {
        assertThat(result).isInstanceOf(CasResult.Written.class);
        return ((CasResult.Written) result).version();
    }

    private static Versioned read(PairCluster pair, int node) {
        ReadResult result = pair.registers().get(node).read(CALL);
        assertThat(result).isInstanceOf(ReadResult.Found.class);
        return ((ReadResult.Found) result).value();
    }
}
