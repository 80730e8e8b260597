package io.understudy.demo.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.decision.Role;
import io.understudy.node.api.DatabaseReport;
import io.understudy.node.api.NodeReport;
import io.understudy.testkit.BadInputPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Cuts each file in a standby's home in half, one after the other, and starts its daemon on that:
 * it follows the primary again, or it says in one sentence which file is wrong, and follows once
 * that is put back.
 */
@Tag("long")
@Timeout(600)
class CutFilesTest {

    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    /** Of many files of one kind two are enough. */
    private static final int OF_A_KIND = 2;

    @Test
    void aFileThatIsCutOffCostsNothingOrIsNamed() throws Exception {
        List<String> faults = new ArrayList<>();
        try (Playing playing = Playing.begin("normal")) {
            // The first node has more files than any other: it made the cluster.
            StageNode standby = playing.stage().first();
            StageNode primary = playing.stage().second();
            playing.type(standby, "guard", "test");
            playing.type(standby, "switchover", "--yes");
            playing.awaitRole(primary, Role.ACTIVE);
            playing.awaitWhole();
            for (Path file : files(standby.home())) {
                faults.addAll(cut(playing, standby, file));
            }
            assertThat(playing.awaitWhole()).isEqualTo(primary);
            faults.addAll(playing.faults());
        }
        assertThat(faults).isEmpty();
    }

    private static List<Path> files(Path home) throws IOException {
        Map<String, Integer> kinds = new HashMap<>();
        try (Stream<Path> all = Files.walk(home)) {
            return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .sorted(Comparator.comparing(Path::toString))
                    .filter(file -> kinds.merge(kind(home, file), 1, Integer::sum) <= OF_A_KIND)
                    .toList();
        }
    }

    private static String kind(Path home, Path file) {
        return home.relativize(file).toString().replaceAll("\\d+", "N");
    }

    private static List<String> cut(Playing playing, StageNode node, Path file) throws Exception {
        playing.troupe().kill(node);
        // Else the primary may still take it for one that follows.
        Playing.await("the standby is missed", () -> missed(playing));
        if (!Files.exists(file)) {
            playing.troupe().startDaemon(node);
            playing.awaitWhole();
            return List.of();
        }
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        long logged = Files.size(node.log());
        playing.troupe().startDaemon(node);
        Optional<String> said = said(playing, node, logged);
        String name = node.home().relativize(file).toString();
        System.out.printf("%-45s %s%n", name, said.orElse("goes on"));
        if (said.isPresent()) {
            playing.troupe().kill(node);
            Files.write(file, whole);
            playing.troupe().startDaemon(node);
            playing.awaitWhole();
        }
        Pattern wrongPassword = BadInputPage.says("a wrong password");
        return said
                .filter(why -> !names(why, node.home(), file))
                .filter(why -> !wrongPassword.matcher(why).find())
                .map(why -> name + " cut off is not named: " + why)
                .stream()
                .toList();
    }

    private static Optional<Boolean> missed(Playing playing) {
        return playing.whole().isPresent() ? Optional.empty() : Optional.of(true);
    }

    /** Or the folder that it is in. */
    private static boolean names(String sentence, Path home, Path file) {
        for (Path named = file; !named.equals(home); named = named.resolveSibling("")) {
            if (sentence.contains(named.toString())) {
                return true;
            }
        }
        return false;
    }

    /** What the daemon said as it ended, or why it waits; empty where it follows the primary. */
    private static Optional<String> said(Playing playing, StageNode node, long logged)
            throws Exception {
        long begin = System.nanoTime();
        Optional<NodeReport> report = Optional.empty();
        while (System.nanoTime() - begin < LONGEST.toNanos()) {
            if (!playing.troupe().runs(node)) {
                return Optional.of(Files.readString(node.log()).substring((int) logged).strip());
            }
            report = playing.audience().report(node.id());
            if (playing.whole().isPresent()) {
                return Optional.empty();
            }
            Thread.sleep(LOOK_EVERY);
        }
        return Optional.of(
                report.map(seen ->
                                seen.standing().sentence()
                                        + seen.database().flatMap(DatabaseReport::sentence)
                                        + seen.arbiter().silence())
                        .orElse("silent"));
    }
}
