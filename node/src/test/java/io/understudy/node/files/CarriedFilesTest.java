package io.understudy.node.files;

import static io.understudy.node.files.TwoNodes.A;
import static io.understudy.node.files.TwoNodes.B;
import static io.understudy.node.files.TwoNodes.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.observation.FilesState;
import io.understudy.core.observation.FilesState.Stock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files on one node, and what becomes of them on the other. */
class CarriedFilesTest {

    private static final Epoch FIRST = new Epoch(1);
    private static final Epoch SECOND = new Epoch(2);

    @TempDir Path folder;
    private TwoNodes nodes;

    @BeforeEach
    void begin() throws IOException {
        nodes = new TwoNodes(folder);
    }

    @AfterEach
    void end() {
        nodes.close();
    }

    @Test
    void carriesAllWithOwnerModeLinksAndOddNames() throws IOException {
        write("cipher.aes", "secret");
        Files.setPosixFilePermissions(
                on(nodes, "cipher.aes"), PosixFilePermissions.fromString("rw-------"));
        write("plugins/external/a b\nc ü.jar", "jar");
        Files.createDirectories(nodes.root(A).resolve("empty"));
        Files.createSymbolicLink(nodes.root(A).resolve("outside"), Path.of("/etc/passwd"));
        Files.setLastModifiedTime(
                on(nodes, "cipher.aes"), FileTime.from(Instant.parse("2020-01-02T03:04:05.678Z")));

        carry(FIRST);

        assertThat(read("cipher.aes")).isEqualTo("secret");
        assertThat(Files.getPosixFilePermissions(nodes.root(B).resolve("cipher.aes")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getLastModifiedTime(nodes.root(B).resolve("cipher.aes")))
                .isEqualTo(FileTime.from(Instant.parse("2020-01-02T03:04:05.678Z")));
        assertThat(read("plugins/external/a b\nc ü.jar")).isEqualTo("jar");
        assertThat(nodes.root(B).resolve("empty")).isDirectory();
        assertThat(Files.readSymbolicLink(nodes.root(B).resolve("outside")))
                .isEqualTo(Path.of("/etc/passwd"));
    }

    @Test
    void followsChangesWithinASecond() throws IOException {
        write("config.xml", "one");
        carry(FIRST);
        write("config.xml", "two, and longer");
        write("new/deep/file", "new");
        until(() -> read("config.xml").equals("two, and longer"));
        until(() -> read("new/deep/file").equals("new"));
        Files.delete(on(nodes, "config.xml"));
        until(() -> !Files.exists(nodes.root(B).resolve("config.xml")));
        write("new/deep/file", "changed in a folder that is new");
        until(() -> read("new/deep/file").equals("changed in a folder that is new"));
    }

    @Test
    void keepsAsideWhatOnlyTheStandbyHad() throws IOException {
        write("config.xml", "the primary's");
        Files.createDirectories(nodes.root(B));
        Files.writeString(nodes.root(B).resolve("config.xml"), "the standby's own");
        Files.writeString(nodes.root(B).resolve("other.xml"), "nobody else has that");

        carry(FIRST);

        assertThat(read("config.xml")).isEqualTo("the primary's");
        assertThat(nodes.root(B).resolve("other.xml")).doesNotExist();
        until(() -> !nodes.at(B).sheet().aside().isEmpty());
        Path aside = nodes.at(B).sheet().aside().getFirst();
        assertThat(aside.resolve("config/config.xml")).hasContent("the standby's own");
        assertThat(aside.resolve("config/other.xml")).hasContent("nobody else has that");
    }

    @Test
    void neverPutsInPlaceWhatWasDamagedInFlight() throws IOException {
        write("good.xml", "good");
        write("bad.xml", "this is changed on its way");
        nodes.onTheWay =
                bytes -> {
                    String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
                    return text.replace("changed", "CHANGED")
                            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
                };
        assertThat(nodes.at(A).publish(FIRST, TIME)).isEqualTo(new Outcome.Done());
        nodes.at(B).follow(A, FIRST, TIME);

        until(() ->
                nodes.at(B).sheet().problems().stream()
                        .anyMatch(problem -> problem.path().equals("bad.xml")));
        assertThat(nodes.root(B).resolve("good.xml")).doesNotExist();
        assertThat(stock().whole()).isEmpty();

        nodes.onTheWay = bytes -> bytes;
        until(() -> stock().inPlace());
        assertThat(read("bad.xml")).isEqualTo("this is changed on its way");
        until(() -> nodes.at(B).sheet().problems().isEmpty());
    }

    @Test
    void refusesAGenerationOfAnOlderEpoch() throws IOException {
        write("config.xml", "old");
        assertThat(nodes.at(A).publish(FIRST, TIME)).isEqualTo(new Outcome.Done());
        nodes.at(B).follow(A, SECOND, TIME);

        until(() ->
                nodes.at(B).sheet().problems().stream()
                        .anyMatch(problem -> problem.why().contains("not taken")));
        assertThat(nodes.root(B).resolve("config.xml")).doesNotExist();
    }

    @Test
    void appliesTheNewestAgainAfterATamperedCopyAndThenLeavesTheServersFilesAlone()
            throws IOException {
        write("config.xml", "right");
        carry(FIRST);
        assertThat(nodes.at(B).apply(SECOND, TIME)).isEqualTo(new Outcome.Done());
        Files.writeString(nodes.root(B).resolve("config.xml"), "written by the server of epoch 2");

        nodes.restart(B);

        assertThat(nodes.at(B).apply(SECOND, TIME)).isEqualTo(new Outcome.Done());
        assertThat(read("config.xml")).isEqualTo("written by the server of epoch 2");
        assertThat(stock().ownAreNewest()).isTrue();
    }

    @Test
    void refusesToApplyWhatItNeverHad() {
        assertThat(nodes.at(B).apply(FIRST, TIME)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void doesNotEmptyTheStandbyWithAnUnmountedDisk() throws IOException {
        write("config.xml", "one");
        carry(FIRST);
        Files.delete(on(nodes, "config.xml"));

        until(() ->
                nodes.at(A).sheet().problems().stream()
                        .anyMatch(problem -> problem.why().contains("is its disk mounted?")));
        assertThat(read("config.xml")).isEqualTo("one");
    }

    @Test
    void goesOnWithABigFileWhereTheWayBroke() throws IOException {
        byte[] big = new byte[20 << 20];
        new java.util.Random(7).nextBytes(big);
        Files.write(on(nodes, "big.bin"), big);
        nodes.onTheWay =
                bytes ->
                        nodes.parcels.get() == 2
                                ? java.util.Arrays.copyOf(bytes, bytes.length / 2)
                                : bytes;
        carry(FIRST);

        assertThat(Files.mismatch(on(nodes, "big.bin"), nodes.root(B).resolve("big.bin")))
                .isEqualTo(-1);
        assertThat(nodes.parcels.get()).isLessThan(6);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fetchesAnewWhatWasDamagedOnItsOwnDiskHalfWay(boolean cutOff) throws IOException {
        byte[] big = new byte[30 << 20];
        new java.util.Random(7).nextBytes(big);
        Files.write(on(nodes, "big.bin"), big);
        nodes.onTheWay =
                bytes -> {
                    if (nodes.parcels.get() == 2) {
                        damageHalf(cutOff);
                    }
                    return bytes;
                };
        carry(FIRST);

        assertThat(Files.mismatch(on(nodes, "big.bin"), nodes.root(B).resolve("big.bin")))
                .isEqualTo(-1);
    }

    /** What of it has come so far. */
    private void damageHalf(boolean cutOff) {
        try (DirectoryStream<Path> half =
                        Files.newDirectoryStream(nodes.home(B).resolve("partial"));
                FileChannel file =
                        FileChannel.open(half.iterator().next(), StandardOpenOption.WRITE)) {
            assertThat(file.size()).isGreaterThan(1000);
            if (cutOff) {
                file.truncate(1000);
            } else {
                file.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), 1000);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void followsWhoeverTakesOver() throws IOException {
        write("config.xml", "by a");
        carry(FIRST);
        write("config.xml", "by a, and not carried any more");
        nodes.at(A).rest(TIME);
        assertThat(nodes.at(B).apply(SECOND, TIME)).isEqualTo(new Outcome.Done());
        Files.writeString(nodes.root(B).resolve("config.xml"), "by b");
        assertThat(nodes.at(B).publish(SECOND, TIME)).isEqualTo(new Outcome.Done());

        nodes.at(A).follow(B, SECOND, TIME);

        until(() -> Files.readString(on(nodes, "config.xml")).equals("by b"));
    }

    private void carry(Epoch epoch) {
        assertThat(nodes.at(A).keep(epoch, TIME)).isEqualTo(new Outcome.Done());
        assertThat(nodes.at(A).publish(epoch, TIME)).isEqualTo(new Outcome.Done());
        assertThat(nodes.at(B).follow(A, epoch, TIME)).isEqualTo(new Outcome.Done());
        until(() -> stock().inPlace());
    }

    private Stock stock() {
        return nodes.at(B).look() instanceof FilesState.Seen(var _, Stock stock, Optional<String> _)
                ? stock
                : Stock.NONE;
    }

    private static void until(Callable<Boolean> so) {
        await().atMost(Duration.ofSeconds(8)).pollInterval(Duration.ofMillis(20)).until(so);
    }

    private static Path on(TwoNodes nodes, String path) {
        return nodes.root(A).resolve(path);
    }

    private void write(String path, String text) throws IOException {
        Path file = on(nodes, path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private String read(String path) throws IOException {
        Path file = nodes.root(B).resolve(path);
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? Files.readString(file) : "";
    }
}
