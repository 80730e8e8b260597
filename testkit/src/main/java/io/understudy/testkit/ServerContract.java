package io.understudy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.core.action.Outcome;
import io.understudy.core.action.StopMode;
import io.understudy.core.model.Epoch;
import io.understudy.core.observation.ServerState;
import io.understudy.core.port.Server;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What every {@link Server} does. A test class gives the server and what happens to it. */
public abstract class ServerContract {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Epoch SEVEN = new Epoch(7);

    /** The server of a node, stopped; the same one at each call. */
    protected abstract Server server();

    /** What a daemon that was started again uses for the same server. */
    protected abstract Server serverOfRestartedDaemon();

    /** The server's processes end without being asked. */
    protected abstract void serverDies();

    /** The server goes on running and answers its probe no longer. */
    protected abstract void serverFallsSilent();

    /** The server can't be run any longer as it is configured. */
    protected abstract void serverBecomesUnusable();

    /** The epoch that the running server was told. */
    protected abstract Epoch epochThatTheServerKnows();

    /** Tells one run of the server from another. */
    protected abstract Object run();

    @Test
    void isStoppedBeforeItWasEverStarted() {
        assertThat(look()).isInstanceOf(ServerState.Stopped.class);
    }

    @Test
    void becomesHealthyOnceStarted() {
        assertThat(server().start(SEVEN, SOON)).isEqualTo(new Outcome.Done());
        awaitHealthy();
        assertThat(epochThatTheServerKnows()).isEqualTo(SEVEN);
    }

    @Test
    void isLeftAloneWhenStartedAgainInTheSameEpoch() {
        startHealthy();
        Object before = run();
        assertThat(server().start(SEVEN, SOON)).isEqualTo(new Outcome.Done());
        assertThat(run()).isEqualTo(before);
    }

    @Test
    void isStartedAnewWhenItStillRunsInAnotherEpoch() {
        startHealthy();
        Object before = run();
        assertThat(server().start(SEVEN.next(), SOON)).isEqualTo(new Outcome.Done());
        awaitHealthy();
        assertThat(run()).isNotEqualTo(before);
        assertThat(epochThatTheServerKnows()).isEqualTo(SEVEN.next());
    }

    @Test
    void isStoppedOnceAnOrderlyStopIsDone() {
        startHealthy();
        assertThat(server().stop(StopMode.ORDERLY, SOON)).isEqualTo(new Outcome.Done());
        assertThat(look()).isInstanceOf(ServerState.Stopped.class);
    }

    @Test
    void isStoppedOnceAStopAtOnceIsDone() {
        startHealthy();
        assertThat(server().stop(StopMode.AT_ONCE, SOON)).isEqualTo(new Outcome.Done());
        assertThat(look()).isInstanceOf(ServerState.Stopped.class);
    }

    @Test
    void isDoneWhenToldToStopWhatIsStopped() {
        assertThat(server().stop(StopMode.ORDERLY, SOON)).isEqualTo(new Outcome.Done());
        startHealthy();
        assertThat(server().stop(StopMode.ORDERLY, SOON)).isEqualTo(new Outcome.Done());
        assertThat(server().stop(StopMode.AT_ONCE, SOON)).isEqualTo(new Outcome.Done());
    }

    @Test
    void startsAgainAfterItDied() {
        startHealthy();
        serverDies();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(look()).isInstanceOf(ServerState.Stopped.class));
        startHealthy();
    }

    @Test
    void isUnhealthyWhenItAnsweredOnceAndDoesNoLonger() {
        startHealthy();
        serverFallsSilent();
        awaitUnhealthy(server());
        assertThat(server().stop(StopMode.ORDERLY, SOON)).isEqualTo(new Outcome.Done());
    }

    @Test
    void isUnhealthyAlsoToADaemonThatNeverSawItAnswer() {
        startHealthy();
        serverFallsSilent();
        awaitUnhealthy(serverOfRestartedDaemon());
    }

    @Test
    void saysWhyItCannotBeRun() {
        serverBecomesUnusable();
        assertThat(look())
                .isInstanceOfSatisfying(
                        ServerState.Unusable.class, state -> assertThat(state.why()).isNotBlank());
        assertThat(server().start(SEVEN, SOON))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class, no -> assertThat(no.why()).isNotBlank());
    }

    @Test
    void isRecognisedAndStoppedByARestartedDaemon() {
        startHealthy();
        Object before = run();
        Server later = serverOfRestartedDaemon();
        assertThat(later.look(SOON)).isEqualTo(new ServerState.Healthy());
        assertThat(later.start(SEVEN, SOON)).isEqualTo(new Outcome.Done());
        assertThat(run()).isEqualTo(before);
        assertThat(later.stop(StopMode.ORDERLY, SOON)).isEqualTo(new Outcome.Done());
        assertThat(look()).isInstanceOf(ServerState.Stopped.class);
    }

    private void startHealthy() {
        assertThat(server().start(SEVEN, SOON)).isEqualTo(new Outcome.Done());
        awaitHealthy();
    }

    private void awaitHealthy() {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(look()).isEqualTo(new ServerState.Healthy()));
    }

    private static void awaitUnhealthy(Server watched) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() ->
                        assertThat(watched.look(SOON)).isInstanceOf(ServerState.Unhealthy.class));
    }

    private ServerState look() {
        return server().look(SOON);
    }
}
