package io.understudy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.core.foresight.Foretold;
import io.understudy.core.foresight.Foretold.Turn;
import io.understudy.core.foresight.Outlook;
import io.understudy.core.foresight.Outlook.Census;
import io.understudy.core.foresight.Outlook.Level;
import io.understudy.core.foresight.Voice;
import io.understudy.core.model.NodeId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutlookTest {

    private static final NodeId A = new NodeId("ci-a");
    private static final NodeId B = new NodeId("ci-b");
    private static final NodeId VOTE = new NodeId("vote");

    private static final Voice PRIMARY = says(A, new Foretold(B, Turn.GOES_ON, 1000, 0, ""));
    private static final Voice STANDBY = says(B, new Foretold(A, Turn.TAKES_OVER, 2350, 0, ""));
    private static final Voice WITNESS = says(VOTE);

    @Test
    void anyNodeMayBeLost() {
        Outlook outlook = of(PRIMARY, STANDBY, WITNESS);

        assertThat(outlook.level()).isEqualTo(Level.SAFE);
        assertThat(outlook.sentence())
                .isEqualTo(
                        "Safe to lose ci-a: ci-b begins to promote within 2.4 s, and nothing is"
                                + " lost.");
        assertThat(outlook.losses())
                .extracting(Outlook.Loss::sentence)
                .containsExactly(
                        outlook.sentence(),
                        "Safe to lose ci-b: ci-a goes on, and commits wait for 1.0 s at most.",
                        "Safe to lose vote: ci-a goes on, and the others vote.");
    }

    @Test
    void whatAStandbyLacksIsTold() {
        Outlook outlook =
                of(PRIMARY, says(B, new Foretold(A, Turn.TAKES_OVER, 2350, 1200, "")), WITNESS);

        assertThat(outlook.sentence()).contains("it lacks 1200 bytes that ci-a may have");
    }

    @Test
    void aStandbyThatWouldStayIsNoStandby() {
        Outlook outlook =
                of(PRIMARY, says(B, new Foretold(A, Turn.STAYS, 0, 0, "It is paused.")), WITNESS);

        assertThat(outlook.level()).isEqualTo(Level.UNSAFE);
        assertThat(outlook.sentence())
                .isEqualTo("NOT SAFE to lose ci-a: nobody would take over: ci-b: It is paused.");
    }

    /**
     * It may follow for a while yet; promoted, it would begin a file for which there is no room.
     */
    @Test
    void aStandbyWhoseDiskIsFullIsNoStandby() {
        Foretold promised = new Foretold(A, Turn.TAKES_OVER, 2350, 0, "");
        Outlook outlook =
                of(PRIMARY, says(B, promised.on(Optional.of("needed 16 MB, found 0"))), WITNESS);

        assertThat(outlook.level()).isEqualTo(Level.UNSAFE);
        assertThat(outlook.sentence())
                .isEqualTo(
                        "NOT SAFE to lose ci-a: nobody would take over: ci-b: its database could"
                                + " not be promoted: needed 16 MB, found 0.");
        assertThat(promised.on(Optional.empty())).isEqualTo(promised);
    }

    /** Its own commits are held up by that, not by the loss of another. */
    @Test
    void aPrimaryWhoseDiskIsFullGoesOnAsFarAsOthersGo() {
        Foretold goesOn = new Foretold(B, Turn.GOES_ON, 1000, 0, "");
        assertThat(goesOn.on(Optional.of("needed 16 MB, found 0"))).isEqualTo(goesOn);
    }

    @Test
    void withoutTheWitnessNoOtherMayBeLost() {
        Outlook outlook = of(PRIMARY, STANDBY, new Voice(VOTE, false, Optional.empty()));

        assertThat(outlook.level()).isEqualTo(Level.UNSAFE);
        assertThat(outlook.sentence())
                .isEqualTo(
                        "NOT SAFE to lose ci-a: without it too few nodes vote, and nobody may"
                                + " serve: bring back vote.");
        assertThat(outlook.losses()).extracting(Outlook.Loss::node).containsExactly(A, B);
    }

    /** It still has what the register said before it was cut off, which may be long over. */
    @Test
    void aNodeThatIsCutOffPromisesNothing() {
        Outlook outlook =
                of(
                        new Voice(A, false, Optional.of(List.of())),
                        new Voice(B, false, Optional.empty()),
                        new Voice(VOTE, false, Optional.empty()));

        assertThat(outlook.level()).isEqualTo(Level.UNSAFE);
        assertThat(outlook.losses()).isEmpty();
        assertThat(outlook.sentence())
                .isEqualTo(
                        "No majority votes with any node that answered, so none of them can say who"
                                + " is primary now: type understudy status on ci-b or vote, or"
                                + " bring them back.");
    }

    @Test
    void nodesThatAllAnswerAndDoNotVoteAreToBeLookedAt() {
        Outlook outlook =
                of(
                        new Voice(A, false, Optional.of(List.of())),
                        new Voice(B, false, Optional.of(List.of())),
                        new Voice(VOTE, false, Optional.of(List.of())));

        assertThat(outlook.level()).isEqualTo(Level.UNSAFE);
        assertThat(outlook.sentence()).endsWith(": see what each says of its arbiter below.");
    }

    @Test
    void aSilentStandbyIsNamed() {
        Outlook outlook = of(PRIMARY, new Voice(B, false, Optional.empty()), WITNESS);

        assertThat(outlook.sentence()).contains("bring back ci-b");
    }

    /** Where it is others who vote, a silent witness or standby takes nothing away. */
    @Test
    void anEnsembleOfOthersIsNotCounted() {
        Census census =
                new Census(
                        Optional.of(A),
                        List.of(PRIMARY, new Voice(B, false, Optional.empty())),
                        false);

        assertThat(Outlook.of(census).sentence())
                .isEqualTo(
                        "NOT SAFE to lose ci-a: nobody would take over: ci-b does not answer,"
                                + " start it.");
    }

    @Test
    void aLossThatHoldsUpCommitsIsAWarning() {
        Outlook outlook =
                of(
                        says(A, new Foretold(B, Turn.COMMITS_WAIT, 0, 0, "Commits wait.")),
                        STANDBY,
                        WITNESS);

        assertThat(outlook.level()).isEqualTo(Level.WARNING);
        assertThat(outlook.sentence()).isEqualTo("NOT SAFE to lose ci-b: Commits wait.");
    }

    @Test
    void nobodyServes() {
        Outlook outlook = Outlook.of(new Census(Optional.empty(), List.of(PRIMARY, STANDBY), true));

        assertThat(outlook.level()).isEqualTo(Level.UNSAFE);
        assertThat(outlook.sentence()).startsWith("Nobody serves");
    }

    @Test
    void aPrimaryThatDoesNotAnswerIsNoSafeOne() {
        Outlook outlook = of(new Voice(A, false, Optional.empty()), STANDBY, WITNESS);

        assertThat(outlook.level()).isEqualTo(Level.UNSAFE);
        assertThat(outlook.sentence())
                .startsWith("ci-a is primary in the register, and its daemon does not answer.")
                .contains("If it is lost: ci-b begins to promote within");
    }

    private static Outlook of(Voice... voices) {
        return Outlook.of(new Census(Optional.of(A), List.of(voices), true));
    }

    private static Voice says(NodeId node, Foretold... all) {
        return new Voice(node, true, Optional.of(List.of(all)));
    }
}
