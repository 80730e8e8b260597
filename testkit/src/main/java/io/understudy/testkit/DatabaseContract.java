package io.understudy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.core.action.Outcome;
import io.understudy.core.action.StopMode;
import io.understudy.core.model.LogPosition;
import io.understudy.core.model.NodeId;
import io.understudy.core.observation.DatabaseState;
import io.understudy.core.port.Database;
import io.understudy.core.port.Progress;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Database} does. A test class gives two that can reach each other: {@link #A}
 * has a user's data and is stopped, {@link #B} has none.
 */
public abstract class DatabaseContract {

    protected static final NodeId A = new NodeId("ci-a");
    protected static final NodeId B = new NodeId("ci-b");

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Outcome DONE = new Outcome.Done();

    /** The node's database, the same one at each call. */
    protected abstract Database database(NodeId node);

    /** A commit of one row; says whether it was acknowledged, and not left waiting. */
    protected abstract boolean write(NodeId node, String row) throws Exception;

    protected abstract Set<String> rows(NodeId node) throws Exception;

    /** All processes of the node's database die at once. */
    protected abstract void crash(NodeId node);

    /** All processes of the node's database stand still, until they are killed. */
    protected abstract void freeze(NodeId node) throws Exception;

    /** Makes sure that the node's stopped data can't be rewound. */
    protected abstract void makeUnrewindable(NodeId node) throws Exception;

    @Test
    void dataIsStoppedAndNoDataIsAbsent() {
        assertThat(look(B)).isEqualTo(new DatabaseState.Absent());
        DatabaseState.Stopped stopped = stopped(A);
        assertThat(stopped.clean()).isTrue();
        assertThat(stopped.standby()).isFalse();
    }

    @Test
    void whatIsSoAlreadyIsDone() throws Exception {
        assertThat(database(A).stop(StopMode.ORDERLY, LONG)).isEqualTo(DONE);
        startAlone(A);
        startAlone(A);
        assertThat(database(A).promote(Set.of(), LONG)).isEqualTo(DONE);
        assertThat(primary(A).timeline()).isEqualTo(1);
        assertThat(write(A, "one")).isTrue();
        assertThat(database(A).stop(StopMode.AT_ONCE, LONG)).isEqualTo(DONE);
        assertThat(database(A).stop(StopMode.AT_ONCE, LONG)).isEqualTo(DONE);
        assertThat(stopped(A).clean()).isFalse();
    }

    @Test
    void nothingIsDoneToWhatIsNotThere() {
        assertThat(database(B).startPrimary(Set.of(), LONG)).isInstanceOf(Outcome.Refused.class);
        assertThat(database(B).startStandby(A, LONG)).isInstanceOf(Outcome.Refused.class);
        assertThat(database(A).promote(Set.of(), LONG)).isInstanceOf(Outcome.Failed.class);
        assertThat(database(A).waitFor(Set.of(), LONG)).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void aCopyFollowsAndIsWaitedFor() throws Exception {
        pair();
        assertThat(primary(A).waitsFor()).containsExactly(B);
        assertThat(write(A, "one")).isTrue();
        assertThat(standby(B).streaming()).isTrue();
        assertThat(standby(B).upstream()).contains(A);
        awaitRow(B, "one");
    }

    @Test
    void commitsWaitForAStandbyThatIsAway() throws Exception {
        pair();
        assertThat(database(B).stop(StopMode.ORDERLY, LONG)).isEqualTo(DONE);
        assertThat(write(A, "in vain")).isFalse();
        assertThat(database(A).waitFor(Set.of(), LONG)).isEqualTo(DONE);
        assertThat(write(A, "alone")).isTrue();
        assertThat(primary(A).waitsFor()).isEmpty();
    }

    @Test
    void anAcknowledgedRowSurvivesACrash() throws Exception {
        pair();
        assertThat(write(A, "one")).isTrue();
        crash(A);
        assertThat(database(B).promote(Set.of(), LONG)).isEqualTo(DONE);
        assertThat(rows(B)).contains("one");
        assertThat(primary(B).timeline()).isEqualTo(2);
        assertThat(write(B, "two")).isTrue();
    }

    @Test
    void theFirstCommitAfterAPromotionWaits() throws Exception {
        pair();
        assertThat(write(A, "one")).isTrue();
        crash(A);
        assertThat(database(B).promote(Set.of(A), LONG)).isEqualTo(DONE);
        assertThat(write(B, "in vain")).isFalse();
    }

    @Test
    void oneThatStandsStillIsSilentUntilItIsStoppedAndStarted() throws Exception {
        startAlone(A);
        assertThat(write(A, "one")).isTrue();
        freeze(A);
        Duration soon = Duration.ofMillis(300);
        assertThat(database(A).look(soon)).isInstanceOf(DatabaseState.Silent.class);
        assertThat(database(A).look(soon)).isInstanceOf(DatabaseState.Silent.class);
        assertThat(database(A).stop(StopMode.AT_ONCE, LONG)).isEqualTo(DONE);
        startAlone(A);
        assertThat(rows(A)).contains("one");
    }

    @Test
    void aCrashedPrimaryComesBackAsAStandby() throws Exception {
        pair();
        assertThat(write(A, "one")).isTrue();
        crash(A);
        assertThat(database(B).promote(Set.of(), LONG)).isEqualTo(DONE);
        assertThat(database(A).rewind(B, LONG, Progress.NONE)).isEqualTo(DONE);
        assertThat(stopped(A).standby()).isTrue();
        assertThat(database(A).startStandby(B, LONG)).isEqualTo(DONE);
        awaitStreaming(B, A);
        assertThat(write(B, "two")).isTrue();
        awaitRow(A, "two");
    }

    @Test
    void anOrderlyMoveThereAndBackLosesNothing() throws Exception {
        pair();
        assertThat(write(A, "one")).isTrue();
        move(A, B);
        assertThat(write(B, "two")).isTrue();
        move(B, A);
        assertThat(write(A, "three")).isTrue();
        assertThat(rows(A)).contains("one", "two", "three");
        assertThat(primary(A).timeline()).isEqualTo(3);
    }

    @Test
    void aPrimarysDataAndAStandbysAreNeverTakenForEachOther() {
        pair();
        assertThat(database(B).stop(StopMode.ORDERLY, LONG)).isEqualTo(DONE);
        assertThat(database(B).startPrimary(Set.of(), LONG)).isInstanceOf(Outcome.Refused.class);
        assertThat(database(A).stop(StopMode.ORDERLY, LONG)).isEqualTo(DONE);
        assertThat(database(A).startStandby(B, LONG)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void aCopyHelpsWhereARewindIsRefused() throws Exception {
        pair();
        assertThat(write(A, "one")).isTrue();
        crash(A);
        makeUnrewindable(A);
        assertThat(database(B).promote(Set.of(), LONG)).isEqualTo(DONE);
        assertThat(database(A).rewind(B, LONG, Progress.NONE)).isInstanceOf(Outcome.Refused.class);
        assertThat(database(A).copyAnew(B, LONG, Progress.NONE)).isEqualTo(DONE);
        assertThat(database(A).startStandby(B, LONG)).isEqualTo(DONE);
        awaitStreaming(B, A);
        awaitRow(A, "one");
    }

    @Test
    void aSourceThatIsAwayIsWaitedForAndNothingChanges() {
        startAlone(A);
        assertThat(database(A).stop(StopMode.ORDERLY, LONG)).isEqualTo(DONE);
        DatabaseState before = look(A);
        assertThat(database(A).rewind(B, LONG, Progress.NONE)).isInstanceOf(Outcome.NotYet.class);
        assertThat(database(A).copyAnew(B, LONG, Progress.NONE)).isInstanceOf(Outcome.NotYet.class);
        assertThat(look(A)).isEqualTo(before);
    }

    @Test
    void runningDataIsNeitherRewoundNorReplaced() throws Exception {
        pair();
        assertThat(database(A).rewind(B, LONG, Progress.NONE)).isInstanceOf(Outcome.Refused.class);
        assertThat(database(A).copyAnew(B, LONG, Progress.NONE))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(write(A, "one")).isTrue();
    }

    @Test
    void aStartRightAfterACrashIsOne() throws Exception {
        startAlone(A);
        for (int again = 0; again < 5; again++) {
            crash(A);
            startAlone(A);
        }
        assertThat(write(A, "alone")).isTrue();
    }

    @Test
    void aStartThatWasNotAnsweredDoesNotHappenAfterAStop() {
        startAlone(A);
        for (int millis : new int[] {1, 60, 120, 180}) {
            crash(A);
            database(A).startPrimary(Set.of(), Duration.ofMillis(millis));
            assertThat(database(A).stop(StopMode.AT_ONCE, LONG)).isEqualTo(DONE);
            staysSo(A, DatabaseState.Stopped.class);
        }
    }

    @Test
    void aStartThatWasNotAnsweredIsGoneOnWithOrBegunAnew() throws Exception {
        startAlone(A);
        crash(A);
        database(A).startPrimary(Set.of(), Duration.ofMillis(60));
        assertThat(database(A).startPrimary(Set.of(B), LONG)).isEqualTo(DONE);
        assertThat(write(A, "in vain")).isFalse();
        crash(A);
        database(A).startPrimary(Set.of(), Duration.ofMillis(60));
        assertThat(database(A).startPrimary(Set.of(), LONG)).isEqualTo(DONE);
        assertThat(write(A, "alone")).isTrue();
    }

    @Test
    void aPromotionThatWasNotAnsweredDoesNotHappenAfterAStop() {
        pair();
        for (int millis : new int[] {1, 10, 20, 30}) {
            database(B).promote(Set.of(), Duration.ofMillis(millis));
            assertThat(database(B).stop(StopMode.AT_ONCE, LONG)).isEqualTo(DONE);
            if (!stopped(B).standby()) {
                return;
            }
            assertThat(database(B).startStandby(A, LONG)).isEqualTo(DONE);
            staysSo(B, DatabaseState.Standby.class);
        }
    }

    @Test
    void aPromotionThatWasNotAnsweredDoesNotHappenAfterAnotherAction() {
        pair();
        for (int millis : new int[] {1, 10, 20, 30}) {
            database(B).promote(Set.of(), Duration.ofMillis(millis));
            if (!database(B).startStandby(A, LONG).equals(DONE)) {
                return;
            }
            staysSo(B, DatabaseState.Standby.class);
        }
    }

    @Test
    void aChangeThatWasNotAnsweredDoesNotLandAfterALaterOne() throws Exception {
        pair();
        assertThat(database(B).stop(StopMode.ORDERLY, LONG)).isEqualTo(DONE);
        for (int millis : new int[] {1, 3, 6}) {
            database(A).waitFor(Set.of(), Duration.ofMillis(millis));
            assertThat(database(A).waitFor(Set.of(B), LONG)).isEqualTo(DONE);
            assertThat(primary(A).waitsFor()).containsExactly(B);
        }
        assertThat(write(A, "in vain")).isFalse();
    }

    private void staysSo(NodeId node, Class<? extends DatabaseState> state) {
        await().during(Duration.ofMillis(300))
                .atMost(LONG)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> state.isInstance(look(node)));
    }

    private void startAlone(NodeId node) {
        assertThat(database(node).startPrimary(Set.of(), LONG)).isEqualTo(DONE);
    }

    private void pair() {
        startAlone(A);
        assertThat(database(B).copyAnew(A, LONG, Progress.NONE)).isEqualTo(DONE);
        assertThat(database(B).startStandby(A, LONG)).isEqualTo(DONE);
        makeSynchronous(A, B);
    }

    private void move(NodeId from, NodeId to) {
        assertThat(database(from).stop(StopMode.ORDERLY, LONG)).isEqualTo(DONE);
        DatabaseState.Stopped stopped = stopped(from);
        assertThat(stopped.clean()).isTrue();
        LogPosition received = standby(to).received();
        assertThat(received.isAtLeast(stopped.end())).isTrue();
        assertThat(database(to).promote(Set.of(), LONG)).isEqualTo(DONE);
        assertThat(database(from).rewind(to, LONG, Progress.NONE)).isEqualTo(DONE);
        assertThat(database(from).startStandby(to, LONG)).isEqualTo(DONE);
        makeSynchronous(to, from);
    }

    private void makeSynchronous(NodeId primary, NodeId standby) {
        awaitStreaming(primary, standby);
        assertThat(database(primary).waitFor(Set.of(standby), LONG)).isEqualTo(DONE);
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        primary(primary).followers().stream()
                                .anyMatch(it -> it.node().equals(standby) && it.synchronous()));
    }

    private void awaitStreaming(NodeId primary, NodeId standby) {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        primary(primary).followers().stream()
                                .anyMatch(it -> it.node().equals(standby) && it.streaming()));
    }

    private void awaitRow(NodeId node, String row) {
        await().atMost(LONG).until(() -> rows(node).contains(row));
    }

    private DatabaseState look(NodeId node) {
        return database(node).look(Duration.ofSeconds(5));
    }

    private DatabaseState.Primary primary(NodeId node) {
        DatabaseState state = look(node);
        assertThat(state).isInstanceOf(DatabaseState.Primary.class);
        return (DatabaseState.Primary) state;
    }

    private DatabaseState.Standby standby(NodeId node) {
        DatabaseState state = look(node);
        assertThat(state).isInstanceOf(DatabaseState.Standby.class);
        return (DatabaseState.Standby) state;
    }

    private DatabaseState.Stopped stopped(NodeId node) {
        DatabaseState state = look(node);
        assertThat(state).isInstanceOf(DatabaseState.Stopped.class);
        return (DatabaseState.Stopped) state;
    }
}
