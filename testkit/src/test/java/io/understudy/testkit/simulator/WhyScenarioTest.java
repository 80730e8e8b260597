package io.understudy.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.counterfactual.Explanation;
import io.understudy.core.counterfactual.Question;
import io.understudy.core.counterfactual.Rule;
import io.understudy.core.counterfactual.Turn;
import io.understudy.core.decision.Role;
import io.understudy.core.model.FencePlan;
import io.understudy.core.model.FencePlan.Kind;
import io.understudy.core.model.FencePlan.Method;
import io.understudy.core.model.PeerLoss;
import io.understudy.core.model.TakeoverMode;
import io.understudy.core.model.Timings;
import io.understudy.testkit.simulator.SimulatedFences.Manner;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;

/** Why a node did what it did, or did not, and the smallest change that would have turned it. */
class WhyScenarioTest {

    private static final Timings FAST = Timings.fast();
    private static final Duration LONG = FAST.ttl().multipliedBy(4);

    private final Recorder recorder = new Recorder();

    @Test
    void itTookOverSinceTheHolderWasSilentAndWouldNotHaveAfterARenewal() {
        of(Setup.small()).startServedBy("ci-a").kill("ci-a").servedBy("ci-b");

        Explanation why = recorder.why("ci-b", Question.TOOK_OVER);

        assertThat(why.was()).isEqualTo(Role.STANDBY);
        assertThat(why.role()).isEqualTo(Role.CONTENDING);
        assertThat(why.rule()).isEqualTo(Rule.TAKEOVER);
        assertThat(why.did()).contains("write into the register that ci-b has epoch 2");
        assertThat(fact(why, "register"))
                .contains("ci-a is primary of epoch 1, unchanged for 2.0 s")
                .contains("ci-b is in sync");
        conditions(why)
                .containsExactly(
                        "ci-a had renewed its lease just then",
                        "ci-b had not been in sync",
                        "somebody had typed `understudy pause` before");
        assertThat(why.turns()).allMatch(turn -> turn.role() == Role.STANDBY);
    }

    @Test
    void itDoesNotTakeOverSinceItMayLackCommits() {
        of(Setup.small())
                .startServedBy("ci-a")
                .kill("ci-b")
                .pass(Duration.ofSeconds(5))
                .kill("ci-a")
                .startAgain("ci-b")
                .servedByNobody(LONG);

        Explanation why = recorder.why("ci-b", Question.REFRAINED);

        assertThat(why.sentence()).contains("may hold commits that this node lacks");
        conditions(why)
                .containsExactly(
                        "ci-b had been in sync",
                        "somebody had typed `understudy failover --to ci-b --accept-loss any`");
        assertThat(why.turns()).allMatch(turn -> turn.role() == Role.CONTENDING);
    }

    @Test
    void itDoesNotTakeOverWhileItIsPausedAndTheShortestWaitIsTheRestOfThePause() {
        of(Setup.small())
                .startServedBy("ci-a")
                .pause("ci-b", Duration.ofMinutes(10))
                .kill("ci-a")
                .servedByNobody(LONG);

        Explanation why = recorder.why("ci-b", Question.REFRAINED);

        assertThat(why.rule()).isEqualTo(Rule.PAUSE);
        assertThat(why.turns().getFirst().condition()).matches("it had been 9 min 5[0-9] s later");
        assertThat(why.turns().getFirst().sentence())
                .endsWith("It would have written that the pause is over.");
        assertThat(why.turns())
                .contains(
                        new Turn(
                                "somebody had typed `understudy resume`",
                                Role.CONTENDING,
                                "Taking over from ci-a as epoch 2: it has not renewed its lease."));
    }

    @Test
    void itDoesNotTakeOverByItselfWhereThatIsUpToAPerson() {
        of(Setup.small().with(TakeoverMode.MANUAL))
                .startServedBy("ci-a")
                .kill("ci-a")
                .servedByNobody(LONG);

        Explanation why = recorder.why("ci-b", Question.REFRAINED);

        assertThat(why.sentence()).contains("`takeover: manual` needs `understudy failover`");
        conditions(why)
                .containsExactly(
                        "somebody had typed `understudy failover --to ci-b`",
                        "understudy.yaml had said `takeover: automatic`");
    }

    @Test
    void whoHasWonWaitsForAReceiptOrForAPersonWhoVouches() {
        of(Setup.small().with(required()))
                .fenceBehaves("power", Manner.FAILS)
                .startServedBy("ci-a")
                .cutOff("ci-a")
                .fences("ci-b")
                .servedByNobody(LONG);

        Explanation why = recorder.why("ci-b", Question.FENCES);

        assertThat(why.rule()).isEqualTo(Rule.FENCE);
        conditions(why)
                .contains("ci-a had answered that it has stopped")
                .contains(
                        "somebody had made sure that ci-a is off and typed `understudy failover"
                                + " --to ci-b --epoch 2 --stopped ci-a`");
        assertThat(why.turns())
                .filteredOn(turn -> turn.condition().contains("has stopped"))
                .allMatch(turn ->
                        turn.sentence()
                                .endsWith("It would have written that ci-b is active in epoch 2."));
    }

    @Test
    void ofTwoNodesTheOneThatIsLeftNeedsAPerson() {
        of(Setup.pair(PeerLoss.PRIMARY_CONTINUES))
                .startServedBy("ci-a")
                .kill("ci-a")
                .asksForAPerson("ci-b");

        Explanation why = recorder.why("ci-b", Question.REFRAINED);

        assertThat(why.rule()).isEqualTo(Rule.PERSON);
        conditions(why)
                .contains(
                        "somebody had typed `understudy failover --to ci-b --epoch 1 --accept-loss"
                                + " any`",
                        "understudy.yaml had said `peer-loss: standby-takes-over`");
    }

    @Test
    void itStoppedSinceNoRenewalWasAcknowledged() {
        of(Setup.small()).startServedBy("ci-a").cutOff("ci-a").servedBy("ci-b");

        Explanation why = recorder.why("ci-a", Question.STOPPED);

        assertThat(why.was()).isEqualTo(Role.ACTIVE);
        assertThat(why.rule()).isEqualTo(Rule.LEASE);
        assertThat(why.did()).contains("stop its server at once", "stop its database at once");
        conditions(why)
                .containsExactly(
                        "the register had taken its renewal just then",
                        "understudy.yaml had said `timing: normal`");
        assertThat(why.turns()).allMatch(turn -> turn.role() == Role.ACTIVE);
    }

    @Test
    void itStoppedSinceAnotherHadTakenItsPlace() {
        of(Setup.small())
                .startServedBy("ci-a")
                .freeze("ci-a")
                .servedBy("ci-b")
                .thaw("ci-a")
                .streams("ci-a");

        Explanation why = recorder.why("ci-a", Question.STOPPED);

        assertThat(why.role()).isEqualTo(Role.STOPPING);
        assertThat(why.turns()).isNotEmpty();
    }

    @Test
    void theMoveWasDroppedSinceTheDatabaseDidNotStopInOrder() {
        of(Setup.small())
                .startServedBy("ci-a")
                .switchTo("ci-b")
                .databaseCrashes("ci-a")
                .servedBy("ci-a");

        Explanation why = recorder.why("ci-a", Question.DROPPED);

        assertThat(why.rule()).isEqualTo(Rule.SWITCHOVER);
        assertThat(why.sentence())
                .isEqualTo(
                        "The move to ci-b is dropped, and this node serves on: its database did not"
                                + " stop in order.");
        assertThat(why.did())
                .contains("write into the register that nobody asks for a move any more");
        conditions(why).contains("its database had stopped in order");
    }

    private Scenario of(Setup setup) {
        return Scenario.of(setup, recorder.rules());
    }

    private static FencePlan required() {
        return new FencePlan(
                true,
                List.of(
                        FencePlan.peer(FAST),
                        new Method("power", Kind.COMMAND, Duration.ofSeconds(10))));
    }

    private static String fact(Explanation why, String about) {
        return why.facts().stream()
                .filter(fact -> fact.about().equals(about))
                .map(Explanation.Fact::sentence)
                .findFirst()
                .orElseThrow();
    }

    private static ListAssert<String> conditions(Explanation why) {
        return assertThat(why.turns().stream().map(Turn::condition).toList());
    }
}
