package io.understudy.node.files;

import static io.understudy.node.files.TwoNodes.A;
import static io.understudy.node.files.TwoNodes.B;
import static io.understudy.node.files.TwoNodes.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.FileGeneration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Big files come while the primary still reads them. */
class SentAheadTest {

    private static final Epoch EPOCH = new Epoch(1);
    private static final int BIG = 33 << 20;

    @TempDir Path folder;
    private final Random random = new Random(7);
    private final Set<String> hashes = new HashSet<>();
    private TwoNodes nodes;
    private int files;

    @BeforeEach
    void begin() throws IOException {
        nodes = new TwoNodes(folder);
        Files.writeString(nodes.root(A).resolve("config.xml"), "small");
        assertThat(nodes.at(A).publish(EPOCH, TIME)).isEqualTo(new Outcome.Done());
        assertThat(nodes.at(B).follow(A, EPOCH, TIME)).isEqualTo(new Outcome.Done());
        until(() -> Files.exists(nodes.root(B).resolve("config.xml")));
        hashes.add(Sha256.of("small".getBytes(StandardCharsets.UTF_8)).toString());
    }

    @AfterEach
    void end() {
        nodes.close();
    }

    @Test
    void comesUnderANameThatIsNoHashAndIsPlacedByItsHash() throws IOException {
        // A standby that does not ask at the moment gets the file by its hash.
        for (int tries = 0; tries < 5 && ahead().isEmpty(); tries++) {
            isCarried(write());
        }

        assertThat(ahead()).isNotEmpty();
    }

    @Test
    void goesOnUnderItsHashWhereTheWayBroke() throws IOException {
        nodes.onTheWay =
                bytes -> bytes.length > BIG / 8 ? Arrays.copyOf(bytes, bytes.length / 2) : bytes;
        Path file = write();
        until(() -> nodes.orders.size() > 4);
        nodes.onTheWay = bytes -> bytes;

        isCarried(file);

        assertThat(nodes.orders.getLast()).doesNotContain(" 0\n");
        until(() -> {
            try (var halves = Files.list(nodes.home(B).resolve("partial"))) {
                return halves.findAny().isEmpty();
            }
        });
    }

    @Test
    void whatWasDamagedOnItsWayIsNotPlaced() throws IOException {
        nodes.onTheWay =
                bytes -> {
                    byte[] damaged = bytes.clone();
                    damaged[bytes.length / 2]++;
                    return damaged;
                };
        Path file = write();
        until(() -> !nodes.at(B).sheet().problems().isEmpty());
        assertThat(nodes.root(B).resolve(file.getFileName())).doesNotExist();
        nodes.onTheWay = bytes -> bytes;

        isCarried(file);
    }

    @Test
    void isNotSentAgainWhenItIsOnlyTouchedOrRenamed() throws IOException {
        Path file = write();
        isCarried(file);
        int orders = nodes.orders.size();

        Path renamed = Files.move(file, file.resolveSibling("renamed"));
        isCarried(renamed);

        assertThat(nodes.orders).hasSize(orders);
    }

    @Test
    void isNotSentAgainWhenBothNodesWereStartedAgain() throws IOException {
        isCarried(write());
        int orders = nodes.orders.size();
        nodes.restart(A);
        nodes.restart(B);
        assertThat(nodes.at(B).follow(A, EPOCH, TIME)).isEqualTo(new Outcome.Done());
        assertThat(nodes.at(A).publish(EPOCH, TIME)).isEqualTo(new Outcome.Done());

        isCarried(Files.writeString(nodes.root(A).resolve("more.xml"), "more"));

        assertThat(nodes.orders).hasSize(orders + 1);
    }

    @Test
    void aPreviewIsReadAsItWasWrittenAndNothingElseIs() {
        Preview preview =
                new Preview(new FileGeneration(EPOCH, 3), Map.of(Preview.newName(), 40_000_000L));

        assertThat(Preview.read(preview.bytes())).isEqualTo(Optional.of(preview));
        for (String text :
                new String[] {"", "ahead 1-1\n", "ahead x\n", "ahead 1-1\n../etc/passwd 3\n"}) {
            assertThat(Preview.read(text.getBytes(StandardCharsets.US_ASCII))).isEmpty();
        }
    }

    private Path write() throws IOException {
        byte[] bytes = new byte[BIG + files];
        random.nextBytes(bytes);
        hashes.add(Sha256.of(bytes).toString());
        Path made = Files.write(folder.resolve("made"), bytes);
        return Files.move(made, nodes.root(A).resolve("big" + files++));
    }

    private void isCarried(Path file) {
        Path copy = nodes.root(B).resolve(file.getFileName());
        until(() -> Files.exists(copy) && Files.mismatch(file, copy) < 0);
    }

    /** The orders by names that are no hashes. */
    private Set<String> ahead() {
        Set<String> ahead = new HashSet<>();
        for (String order : nodes.orders) {
            if (order.lines().skip(1).anyMatch(line -> !hashes.contains(line.substring(0, 64)))) {
                ahead.add(order);
            }
        }
        return ahead;
    }

    private static void until(Callable<Boolean> so) {
        await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(20)).until(so);
    }
}
