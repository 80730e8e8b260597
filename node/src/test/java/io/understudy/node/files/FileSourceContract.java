package io.understudy.node.files;

import static io.understudy.node.files.TwoNodes.A;
import static io.understudy.node.files.TwoNodes.B;
import static io.understudy.node.files.TwoNodes.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.FileGeneration;
import io.understudy.core.model.NodeId;
import io.understudy.node.files.FileSource.Here;
import io.understudy.node.files.FileSource.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link FileSource} does. A test class gives ci-b's, and ci-a's files stand behind. */
@Timeout(60)
abstract class FileSourceContract {

    private static final Epoch FIRST = new Epoch(1);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Here NOTHING =
            new Here(Optional.empty(), Optional.empty(), Optional.empty());

    @TempDir Path folder;
    TwoNodes nodes;

    @BeforeEach
    void begin() throws IOException {
        nodes = new TwoNodes(folder);
        Files.writeString(nodes.root(A).resolve("config.xml"), "one");
    }

    @AfterEach
    void end() {
        nodes.close();
    }

    abstract FileSource source();

    @Test
    void ofANodeThatGivesOutNothingThereIsNothingNewer() {
        assertThat(source().next(A, NOTHING, SHORT)).isEqualTo(new Reply.Nothing());
    }

    @Test
    void givesTheGenerationToWhoHasNone() throws IOException {
        assertThat(published().of("config")).isNotEmpty();
    }

    @Test
    void hasNothingForWhoHasTheNewest() throws IOException {
        FileGeneration newest = published().generation();

        assertThat(source().next(A, having(newest), SHORT)).isEqualTo(new Reply.Nothing());
    }

    @Test
    void givesWhatBecomesNewerWhileItIsWaitedFor() throws Exception {
        FileGeneration newest = published().generation();
        CompletableFuture<Reply> asked =
                CompletableFuture.supplyAsync(() -> source().next(A, having(newest), TIME));

        Files.writeString(nodes.root(A).resolve("config.xml"), "another");

        assertThat(manifest(asked.get()).generation().isAfter(newest)).isTrue();
    }

    @Test
    void tellsTheHolderWhatIsInPlace() throws IOException {
        FileGeneration newest = published().generation();

        source().next(A, having(newest), SHORT);

        await().atMost(TIME)
                .untilAsserted(() ->
                        assertThat(nodes.at(A).counter().followers()).containsEntry(B, newest));
    }

    @Test
    void givesTheContentsThatAreAskedForByTheirHash() throws Exception {
        published();
        String order = order("one");
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        nodes.at(A).counter().parcel(order).orElseThrow().write(expected);

        assertThat(bytes(source().contents(A, order, TIME)))
                .isEqualTo(expected.toByteArray())
                .isNotEmpty();
    }

    @Test
    void whoGivesOutNothingHasNoContents() throws Exception {
        assertSilent(source().contents(A, order("one"), TIME));
    }

    @Test
    void whatIsNoOrderHasNoContents() throws IOException {
        published();

        assertSilent(source().contents(A, "../../etc/passwd", TIME));
    }

    @Test
    void aNodeThatIsNotThereIsSilent() throws Exception {
        NodeId nobody = new NodeId("ci-x");

        assertSilent(source().next(nobody, NOTHING, SHORT));
        assertSilent(source().contents(nobody, order("one"), TIME));
    }

    private Manifest published() throws IOException {
        assertThat(nodes.at(A).keep(FIRST, TIME)).isEqualTo(new Outcome.Done());
        assertThat(nodes.at(A).publish(FIRST, TIME)).isEqualTo(new Outcome.Done());
        return manifest(source().next(A, NOTHING, TIME));
    }

    private static Here having(FileGeneration newest) {
        return new Here(Optional.of(newest), Optional.of(newest), Optional.empty());
    }

    private static String order(String content) throws NoSuchAlgorithmException {
        byte[] hash =
                MessageDigest.getInstance("SHA-256")
                        .digest(content.getBytes(StandardCharsets.UTF_8));
        Digest digest = Digest.parse(HexFormat.of().formatHex(hash)).orElseThrow();
        return new Want.Order(1 << 20, List.of(new Want(digest, 0))).text();
    }

    private static Manifest manifest(Reply reply) throws IOException {
        return ManifestCodec.read(bytes(reply));
    }

    private static byte[] bytes(Reply reply) throws IOException {
        assertThat(reply).isInstanceOf(Reply.Bytes.class);
        try (InputStream in = ((Reply.Bytes) reply).in()) {
            return in.readAllBytes();
        }
    }

    private static void assertSilent(Reply reply) {
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Reply.Silent.class, silent -> assertThat(silent.why()).isNotBlank());
    }
}
