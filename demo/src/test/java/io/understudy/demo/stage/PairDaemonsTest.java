package io.understudy.demo.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.understudy.core.model.Timings;
import io.understudy.demo.client.RowWriter;
import io.understudy.demo.stage.Duet.Cast;
import io.understudy.node.identity.NodeHome;
import io.understudy.testkit.BadInputPage;
import io.understudy.testkit.InMemory;
import io.understudy.testkit.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code arbiter: operator} as a person meets it: two daemons with a database and a server each,
 * and the command line. The cluster is the same in all tests, and each leaves it whole.
 */
@Timeout(240)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class PairDaemonsTest {

    private static final Pattern TYPE =
            Pattern.compile("or for a person: make sure that .+, then type `(understudy [^`]+)`");

    @TempDir(factory = InMemory.class)
    static Path folder = Path.of("");

    private static final List<SmallDisk> DISKS = new ArrayList<>();
    private static Optional<Duet> started = Optional.empty();

    @BeforeAll
    static void startCluster() throws Exception {
        started = Optional.of(new Duet(folder));
        for (StageNode node : duet().stage().nodes()) {
            SmallDisk.mount(node.home(), "40m").ifPresent(DISKS::add);
        }
        duet().found("operator\npeer-loss: primary-continues");
        duet().enter();
        duet().settled();
    }

    @AfterAll
    static void stopCluster() throws IOException {
        started.ifPresent(Duet::close);
        for (SmallDisk disk : DISKS) {
            disk.close();
        }
    }

    private static Duet duet() {
        return started.orElseThrow();
    }

    @Test
    @Order(1)
    @Tag("long")
    void aSwitchoverMovesThePlaceAndStatusSaysWhoMayGoOn() throws Exception {
        Cast cast = duet().settled();
        RowWriter rows = duet().rows("switchover");
        long epoch = duet().epochAt(cast.primary());
        assertThat(duet().type(cast.standby(), "status"))
                .contains(cast.primary().id() + " is primary of epoch " + epoch + ".")
                .contains(cast.standby().id() + " is in sync");
        long asked = System.nanoTime();

        duet().type(cast.primary(), "switchover", "--yes");

        duet().firstRow(rows, cast.standby(), asked);
        assertThat(duet().settled().primary()).isEqualTo(cast.standby());
        assertThat(duet().epochAt(cast.standby())).isEqualTo(epoch + 1);
        assertNothingLost(rows);
    }

    /** An epoch that rises by one was taken by a node itself, by two or three on a word. */
    @Test
    @Order(2)
    void nothingMovesUntilAPersonTypesWhatStatusNames() throws Exception {
        Cast cast = duet().settled();
        long epoch = duet().epochAt(cast.standby());
        RowWriter rows = duet().rows("word");
        duet().troupe().kill(cast.primary());

        String line = lineThatStatusNames(cast.standby());
        assertThat(line)
                .isEqualTo(
                        "understudy failover --to %s --epoch %d --accept-loss any"
                                .formatted(cast.standby().id(), epoch));
        assertThatThrownBy(() ->
                        duet().typeLine(
                                        cast.standby(),
                                        line.replace("--epoch " + epoch, "--epoch " + (epoch + 1))))
                .hasMessageContaining(
                        "it was asked in epoch %d, and this is epoch %d"
                                .formatted(epoch + 1, epoch));
        assertThat(duet().epochAt(cast.standby())).isEqualTo(epoch);

        long typed = System.nanoTime();
        duet().typeLine(cast.standby(), line);

        duet().firstRow(rows, cast.standby(), typed);
        assertThat(duet().epochAt(cast.standby())).isBetween(epoch + 2, epoch + 3);
        duet().troupe().startDaemon(cast.primary());
        assertThat(duet().settled()).isEqualTo(cast.swapped());
        assertNothingLost(rows);
    }

    @Test
    @Order(3)
    void aNodeStartedAloneAfterBothWereDownWaitsAndSaysForWhat() throws Exception {
        Cast cast = duet().settled();
        RowWriter rows = duet().rows("both-down");
        long epoch = duet().epochAt(cast.primary());
        duet().troupe().kill(cast.standby());
        duet().troupe().kill(cast.primary());
        duet().troupe().startDaemon(cast.primary());

        assertThat(lineThatStatusNames(cast.primary()))
                .isEqualTo(
                        "understudy failover --to %s --epoch %d"
                                .formatted(cast.primary().id(), epoch));
        assertThat(duet().type(cast.primary(), "status"))
                .contains("Waiting for " + cast.standby().id() + ", or for a person");
        assertThat(duet().serves(cast.primary())).isFalse();

        duet().troupe().startDaemon(cast.standby());
        assertThat(duet().settled()).isEqualTo(cast);
        assertThat(duet().epochAt(cast.primary())).isEqualTo(epoch);
        assertNothingLost(rows);
    }

    /** Damaged on both, then on one, which takes it from the other as its sentence says. */
    @Test
    @Order(4)
    @Tag("long")
    void aDamagedRegisterIsNamedAndNothingIsMadeUp() throws Exception {
        Cast cast = duet().settled();
        RowWriter rows = duet().rows("damage");
        duet().troupe().kill(cast.standby());
        duet().troupe().kill(cast.primary());
        byte[] whole = Files.readAllBytes(register(cast.primary()));
        for (StageNode node : duet().stage().nodes()) {
            byte[] cutOff = Arrays.copyOf(Files.readAllBytes(register(node)), 50);
            Files.write(register(node), cutOff);
            assertThat(duet().refusal(node))
                    .containsPattern(
                            BadInputPage.says("a damaged register of `arbiter: operator`"));
            assertThat(register(node)).hasBinaryContent(cutOff);
        }
        Files.write(register(cast.primary()), whole);
        duet().troupe().startDaemon(cast.primary());

        Files.delete(register(cast.standby()));
        assertThat(duet().refusal(cast.standby()))
                .containsPattern(BadInputPage.says("a lost register of `arbiter: operator`"));
        Files.delete(epoch(cast.standby()));
        duet().troupe().startDaemon(cast.standby());
        assertThat(duet().settled()).isEqualTo(cast);
        assertNothingLost(rows);
    }

    @Test
    @Order(5)
    void theStandbyTakesOverByItselfWhereTheFileSaysSo() throws Exception {
        Cast before = duet().settled();
        duet().troupe().kill(before.standby());
        duet().troupe().kill(before.primary());
        duet().configure("peer-loss: primary-continues", "peer-loss: standby-takes-over");
        duet().troupe().startDaemon(before.primary());
        duet().troupe().startDaemon(before.standby());
        Cast cast = duet().settled();
        long epoch = duet().epochAt(cast.primary());
        RowWriter rows = duet().rows("by-itself");
        long killed = System.nanoTime();
        duet().troupe().kill(cast.primary());

        duet().firstRow(rows, cast.standby(), killed);
        assertThat(duet().epochAt(cast.standby())).isEqualTo(epoch + 1);
        duet().troupe().startDaemon(cast.primary());
        assertThat(duet().settled()).isEqualTo(cast.swapped());
        assertNothingLost(rows);
    }

    /** Each renewal is written in place. */
    @Test
    @Order(6)
    @Tag("long")
    void fullHomesOfBothCostNeitherTheLeaseNorARow() throws Exception {
        assumeTrue(DISKS.size() == 2, "only root may mount a small disk");
        Cast cast = duet().settled();
        long epoch = duet().epochAt(cast.primary());
        RowWriter rows = duet().rows("full-homes");
        for (SmallDisk disk : DISKS) {
            disk.fill();
        }
        // A lease that could not be renewed would have ended long before.
        Thread.sleep(Timings.normal().ttl().multipliedBy(3));

        duet().firstRow(rows, cast.primary(), System.nanoTime());
        assertThat(duet().epochAt(cast.standby())).isEqualTo(epoch);
        for (SmallDisk disk : DISKS) {
            disk.makeRoom();
        }
        assertThat(duet().settled()).isEqualTo(cast);
        assertNothingLost(rows);
    }

    /** The one that served last is not the one that founded the cluster. */
    @Test
    @Order(7)
    @Tag("long")
    void withBothRegistersDamagedThePersonSaysWhoServedLast() throws Exception {
        Cast cast = duet().settled();
        if (cast.primary().equals(duet().stage().first())) {
            duet().type(cast.primary(), "switchover", "--yes");
            cast = duet().settled();
        }
        RowWriter rows = duet().rows("both-damaged");
        duet().troupe().kill(cast.standby());
        duet().troupe().kill(cast.primary());
        for (StageNode node : duet().stage().nodes()) {
            Files.write(register(node), new byte[50]);
            assertThat(duet().refusal(node))
                    .containsPattern(BadInputPage.says("a damaged register of `arbiter: operator`"))
                    .contains("has the file " + founder(node) + " and the other has not");
            Files.delete(register(node));
            Files.delete(epoch(node));
        }
        Files.move(founder(cast.standby()), founder(cast.primary()));
        duet().troupe().startDaemon(cast.primary());
        duet().troupe().startDaemon(cast.standby());

        assertThat(duet().settled()).isEqualTo(cast);
        assertNothingLost(rows);
    }

    private static Path founder(StageNode node) {
        return new NodeHome(node.home()).identity().resolve("founder");
    }

    /** Waits until the status there asks for a person. */
    private static String lineThatStatusNames(StageNode at) {
        return duet().await(() -> {
            try {
                Matcher named = TYPE.matcher(duet().type(at, "status"));
                return named.find() ? Optional.of(named.group(1)) : Optional.empty();
            } catch (StageException _) {
                return Optional.empty();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        });
    }

    private static Path register(StageNode node) {
        return new NodeHome(node.home()).root().resolve("register");
    }

    private static Path epoch(StageNode node) {
        return new NodeHome(node.home()).root().resolve("epoch");
    }

    private static void assertNothingLost(RowWriter rows) throws InterruptedException {
        rows.stop();
        assertThat(rows.report()).matches(report -> report.clean(), "no acknowledged row is lost");
    }
}
