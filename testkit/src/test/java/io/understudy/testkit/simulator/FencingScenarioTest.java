package io.understudy.testkit.simulator;

import static io.understudy.testkit.simulator.Setup.POWER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.core.explain.Reason;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.FencePlan;
import io.understudy.core.model.SynchronousMode;
import io.understudy.core.model.Timings;
import io.understudy.testkit.simulator.SimulatedFences.Manner;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who becomes active when others stop by several methods, or have to be known to have stopped. */
class FencingScenarioTest {

    private static final Timings FAST = Timings.fast();
    private static final Duration LONG = Duration.ofMinutes(2);

    @Test
    void aReceiptOfTheDaemonIsEnough() {
        required()
                .startServedBy("ci-a")
                .voterStops("ci-a")
                .cutBetween("ci-a", "vote")
                .databaseCrashes("ci-a")
                .inSync()
                .nothingLost();
    }

    @Test
    void aHostWithoutPowerIsFencedByWhoTakesItsPower() {
        Scenario scenario = required().startServedBy("ci-a").kill("ci-a").servedBy("ci-b");

        assertThat(scenario.transcript())
                .anyMatch(line -> line.contains("does FenceBy[method=ssh, node=ci-a"))
                .anyMatch(line -> line.contains("does FenceBy[method=power, node=ci-a"))
                .noneMatch(line -> line.contains("method=ssh, node=ci-b"));
    }

    @Test
    void aDaemonThatHangsIsFencedByAProgramOnItsHostAndKeepsItsPower() {
        Scenario scenario =
                required()
                        .startServedBy("ci-a")
                        .freezeDaemon("ci-a")
                        .servedBy("ci-b")
                        .nothingLost();

        assertThat(scenario.transcript())
                .anyMatch(line -> line.contains("what serves is killed"))
                .noneMatch(line -> line.contains("its power is taken"));
    }

    @Test
    void withoutAReceiptNobodyBecomesActiveWhereOneIsRequired() {
        required()
                .fenceBehaves(POWER, Manner.FAILS)
                .startServedBy("ci-a")
                .cutOff("ci-a")
                .fences("ci-b")
                .says("ci-b", Reason.AwaitingReceipt.class)
                .servedByNobody(LONG)
                .heal()
                .servedBy("ci-b")
                .nothingLost();
    }

    @Test
    void allMethodsAreTriedAgainLessAndLessOften() {
        Scenario scenario =
                required()
                        .fenceBehaves(POWER, Manner.REFUSES)
                        .startServedBy("ci-a")
                        .kill("ci-a")
                        .fences("ci-b")
                        .pass(LONG);

        long tries =
                scenario.transcript().stream()
                        .filter(line -> line.contains("does FenceBy[method=power"))
                        .count();
        // Pauses of 1, 2, 4, 8 and then 16 s, and each round takes up to 3.4 s.
        assertThat(tries).isBetween(6L, 12L);
        scenario.fenceBehaves(POWER, Manner.WORKS).servedBy("ci-b").nothingLost();
    }

    @Test
    void silenceIsEnoughWhereAReceiptIsOnlyPreferredAndAllHaveBeenTried() {
        Scenario scenario =
                Scenario.of(Setup.small().with(Setup.small().fencing(false)))
                        .fenceBehaves(POWER, Manner.HANGS)
                        .startServedBy("ci-a")
                        .kill("ci-a")
                        .servedBy("ci-b")
                        .nothingLost();

        assertThat(scenario.transcript()).anyMatch(line -> line.contains("power of ci-a: unknown"));
    }

    @Test
    void aWinnerThatDiesHalfWayIsFollowedByOneThatFencesAnew() {
        Scenario scenario =
                Scenario.of(threeCarriers())
                        .fenceBehaves(POWER, Manner.HANGS)
                        .startServedBy("ci-a")
                        .pass(Duration.ofSeconds(20))
                        .kill("ci-a")
                        .until("a winner fences", w -> fencing(w));
        String first = scenario.winner();
        String second = first.equals("ci-b") ? "ci-c" : "ci-b";
        Epoch epoch = scenario.epoch();

        scenario.kill(first)
                .fences(second)
                .servedByNobody(Duration.ofSeconds(20))
                .fenceBehaves(POWER, Manner.WORKS)
                .servedBy(second)
                .nothingLost();

        assertThat(scenario.epoch()).isGreaterThan(epoch);
        assertThat(scenario.transcript())
                .anyMatch(line ->
                        line.contains(second) && line.contains("FenceBy[method=power, node=ci-a"))
                .anyMatch(line ->
                        line.contains(second)
                                && line.contains("FenceBy[method=power, node=" + first));
    }

    @Test
    void aPersonsWordThatANodeIsOffStandsForItsReceipt() {
        Scenario scenario =
                Scenario.of(peerAlone())
                        .startServedBy("ci-a")
                        .kill("ci-a")
                        .fences("ci-b")
                        .servedByNobody(LONG)
                        .vouch("ci-b", "ci-a")
                        .servedBy("ci-b")
                        .nothingLost();

        assertThat(scenario.transcript())
                .anyMatch(line -> line.contains("person: Failover") && line.contains("[ci-a]"))
                .anyMatch(line -> line.contains("answers done"));
    }

    @Test
    void aPersonsWordCountsForNobodyWhoIsNotWaitedForAndNotBeforeTheWin() {
        Scenario scenario =
                Scenario.of(peerAlone()).startServedBy("ci-a").vouch("ci-b", "ci-a").pass(LONG);
        assertThat(scenario.transcript())
                .anyMatch(line -> line.contains("does not wait for a receipt in epoch 1"));

        scenario.kill("ci-a")
                .fences("ci-b")
                .vouch("ci-b", "ci-b")
                .servedByNobody(Duration.ofSeconds(20));
        assertThat(scenario.transcript())
                .anyMatch(line -> line.contains("nobody waits for a receipt of ci-b"));
    }

    @Test
    void whatIsUnderWayIsWithdrawnWhenAnotherHasWonThePlace() {
        Scenario scenario =
                Scenario.of(threeCarriers())
                        .fenceBehaves(POWER, Manner.HANGS)
                        .startServedBy("ci-a")
                        .pass(Duration.ofSeconds(20))
                        .kill("ci-a")
                        .until("a winner fences", w -> fencing(w));
        String first = scenario.winner();
        String second = first.equals("ci-b") ? "ci-c" : "ci-b";

        scenario.until("its power is to be taken", w -> does(w, first, "FenceBy[method=power"))
                .cutOff(first)
                .fenceBehaves(POWER, Manner.WORKS)
                .servedBy(second)
                .nothingLost();

        assertThat(scenario.transcript())
                .anyMatch(line -> line.contains(first) && line.contains("does WithdrawFences"));
    }

    @Test
    void theSimulatorFindsAPromotionWithoutARequiredReceipt() {
        assertThatThrownBy(() ->
                        Scenario.of(peerAlone(), Mutants.named("takes-silence-for-a-receipt"))
                                .startServedBy("ci-a")
                                .kill("ci-a")
                                .servedBy("ci-b"))
                .isInstanceOf(Violation.class)
                .hasMessageContaining("where a receipt is required");
    }

    private static boolean fencing(World world) {
        return world.nodes().values().stream()
                .anyMatch(node ->
                        node.state()
                                .filter(s -> s.reason() instanceof Reason.AwaitingReceipt)
                                .isPresent());
    }

    private static boolean does(World world, String node, String what) {
        return world.transcript().end().stream()
                .anyMatch(line -> line.contains(node) && line.contains("does " + what));
    }

    private static Scenario required() {
        return Scenario.of(Setup.small().with(Setup.small().fencing(true)));
    }

    private static Setup threeCarriers() {
        Setup three = Setup.of(3, 2, new SynchronousMode.Strict(), true);
        return three.with(three.fencing(true));
    }

    private static Setup peerAlone() {
        return Setup.small().with(new FencePlan(true, List.of(FencePlan.peer(FAST))));
    }
}
