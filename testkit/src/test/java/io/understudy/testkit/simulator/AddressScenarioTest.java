package io.understudy.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.understudy.core.decision.Places;
import io.understudy.core.decision.Plans;
import io.understudy.core.decision.Role;
import io.understudy.core.explain.Reason;
import io.understudy.core.model.NodeId;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where the virtual address is, move after move. */
class AddressScenarioTest {

    @Test
    void theAddressMovesWithAPlannedSwitchover() {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .addressAt("ci-a")
                .switchTo("ci-b")
                .servedBy("ci-b")
                .addressAt("ci-b")
                .inSync()
                .nothingLost();
    }

    @Test
    void theAddressStaysUntilTheServerHasStopped() {
        Scenario scenario =
                Scenario.threeNodes().startServedBy("ci-a").switchTo("ci-b").servedBy("ci-b");

        assertThat(scenario.transcript())
                .containsSubsequence(
                        line(scenario, "ci-a", "does StopServer[mode=ORDERLY]"),
                        line(scenario, "ci-a", "ended StopServer[mode=ORDERLY] done"),
                        line(scenario, "ci-a", "does ReleaseAddress[]"),
                        line(scenario, "ci-b", "does TakeAddress[epoch=2]"));
    }

    @Test
    void thePlanOfAMoveNamesWhereTheAddressGoesFromAndTo() {
        Scenario scenario = Scenario.threeNodes().startServedBy("ci-a");
        Places places =
                new Places(
                        Map.of(
                                new NodeId("ci-a"), "192.0.2.50/24 on eth0",
                                new NodeId("ci-b"), "192.0.2.50/24 on ens3"));

        assertThat(scenario.planToSwitchTo("ci-b", places))
                .isInstanceOfSatisfying(
                        Plans.Plan.Steps.class,
                        plan ->
                                assertThat(plan.steps())
                                        .containsSubsequence(
                                                "stop the server on ci-a",
                                                "let the address go on ci-a: 192.0.2.50/24 on eth0",
                                                "promote the database, take the address and start"
                                                        + " the server on ci-b: 192.0.2.50/24 on"
                                                        + " ens3"));
        assertThat(scenario.planToSwitchTo("ci-b", Places.NONE))
                .isInstanceOfSatisfying(
                        Plans.Plan.Steps.class,
                        plan ->
                                assertThat(plan.steps())
                                        .noneMatch(step -> step.contains("address")));
    }

    private static String line(Scenario scenario, String node, String words) {
        return scenario.transcript().stream()
                .filter(line -> line.contains(node) && line.contains(words))
                .findFirst()
                .orElseThrow(() -> new AssertionError(node + " never " + words));
    }

    @Test
    void theAddressIsTakenWhileTheServerStarts() {
        Scenario scenario = Scenario.threeNodes().startServedBy("ci-a");
        String start = line(scenario, "ci-a", "does StartServer");
        String take = line(scenario, "ci-a", "does TakeAddress");

        assertThat(take.substring(0, 9)).isEqualTo(start.substring(0, 9));
    }

    @Test
    void theNetworkIsAskedWhileTheHolderIsSilentAndTheAddressAddedAtOnce() {
        Scenario scenario =
                Scenario.threeNodes().startServedBy("ci-a").kill("ci-a").servedBy("ci-b");

        assertThat(scenario.transcript())
                .containsSubsequence(
                        line(scenario, "ci-b", "does AskAddress[]"),
                        line(scenario, "ci-b", "is CONTENDING"),
                        line(scenario, "ci-b", "does TakeAddress[epoch=2]"));
        assertThat(seconds(line(scenario, "ci-b", "ended TakeAddress[epoch=2] done")))
                .isCloseTo(
                        seconds(line(scenario, "ci-b", "does TakeAddress[epoch=2]")), within(0.05));
    }

    @Test
    void theNextInAPlannedMoveAsksWhenItIsGivenThePlace() {
        Scenario scenario =
                Scenario.threeNodes().startServedBy("ci-a").switchTo("ci-b").servedBy("ci-b");

        assertThat(scenario.transcript())
                .containsSubsequence(
                        line(scenario, "ci-a", "ended ReleaseAddress[] done"),
                        line(scenario, "ci-b", "does AskAddress[]"),
                        line(scenario, "ci-b", "does TakeAddress[epoch=2]"));
    }

    @Test
    void whoIsOnlySilentForAMomentKeepsTheAddressThoughTheNetworkWasAsked() {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .cutOff("ci-a")
                .pass(Duration.ofMillis(900))
                .heal()
                .servedBy("ci-a")
                .addressAt("ci-a");
    }

    @Test
    void theSimulatorFindsAnOldAnswerThatIsTrusted() {
        assertThatThrownBy(() ->
                        itsAddressGoesToAThirdHost(
                                Scenario.of(Setup.small(), Mutants.named("trusts-an-old-answer"))))
                .isInstanceOf(Violation.class)
                .hasMessageContaining("a third host has had for long");

        itsAddressGoesToAThirdHost(Scenario.threeNodes())
                .says("ci-b", Reason.ServingWithoutAddress.class);
    }

    private static Scenario itsAddressGoesToAThirdHost(Scenario scenario) {
        return scenario.startServedBy("ci-a")
                .kill("ci-a")
                .servedBy("ci-b")
                .strangerTakesAddress()
                .pass(Duration.ofSeconds(10))
                .takeAddressOff("ci-b")
                .pass(Duration.ofSeconds(5));
    }

    private static double seconds(String line) {
        return Double.parseDouble(line.strip().split(" ", 2)[0]);
    }

    @Test
    void theAddressMovesWhenItsHostLosesItsPower() {
        Scenario.threeNodes().startServedBy("ci-a").kill("ci-a").servedBy("ci-b").addressAt("ci-b");
    }

    @Test
    void aHostThatIsCutOffLetsTheAddressGo() {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .cutOff("ci-a")
                .servedBy("ci-b")
                .addressAt("ci-b");
    }

    @Test
    void whileAThirdHostHasTheAddressTheNewPrimaryServesWithoutIt() {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .kill("ci-a")
                .strangerTakesAddress()
                .comesTo("ci-b", Role.ACTIVE)
                .says("ci-b", Reason.ServingWithoutAddress.class)
                .pass(Duration.ofSeconds(10))
                .says("ci-b", Reason.ServingWithoutAddress.class)
                .strangerLetsGo()
                .addressAt("ci-b")
                .says("ci-b", Reason.Serving.class);
    }

    @Test
    void anAddressThatSomebodyTakesOffIsTakenAgain() {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .takeAddressOff("ci-a")
                .addressAt("ci-a")
                .servedBy("ci-a");
    }

    @Test
    void aStandbyThatWasGivenTheAddressByHandLetsItGoAndFollowsOn() {
        Scenario.threeNodes()
                .startServedBy("ci-a")
                .putAddress("ci-b")
                .addressAt("ci-a")
                .comesTo("ci-b", Role.STANDBY);
    }

    @Test
    void aDaemonThatIsStartedAgainFindsTheAddressAndKeepsIt() {
        Scenario scenario =
                Scenario.threeNodes()
                        .startServedBy("ci-a")
                        .detach("ci-a")
                        .pass(Duration.ofSeconds(3))
                        .startAgain("ci-a")
                        .servedBy("ci-a")
                        .addressAt("ci-a");

        assertThat(scenario.transcript()).noneMatch(line -> line.contains("ReleaseAddress"));
    }

    @Test
    void aNodeThatLeavesLetsTheAddressGoBeforeItsPlace() {
        Scenario scenario =
                Scenario.threeNodes()
                        .startServedBy("ci-a")
                        .leave("ci-a")
                        .servedBy("ci-b")
                        .addressAt("ci-b");

        assertThat(scenario.transcript())
                .containsSubsequence(
                        line(scenario, "ci-a", "ended ReleaseAddress[] done"),
                        line(scenario, "reg", "ceded to ci-b"));
    }
}
