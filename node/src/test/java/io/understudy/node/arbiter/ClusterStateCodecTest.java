package io.understudy.node.arbiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.core.model.ClusterState;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.LogPosition;
import io.understudy.core.model.Mode;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Phase;
import io.understudy.core.model.Request;
import io.understudy.core.model.Synchrony;
import io.understudy.core.model.Unrest;
import io.understudy.node.arbiter.ClusterStateCodec.UnreadableStateException;
import io.understudy.testkit.States;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ClusterStateCodecTest {

    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");

    private final ClusterStateCodec codec = new ClusterStateCodec();

    static Stream<ClusterState> everyCase() {
        ClusterState active = States.active("a", 3);
        return Stream.of(
                active,
                active.withPhase(new Phase.Fencing(Set.of(A, B), B)),
                active.withPhase(new Phase.Away(Duration.ofSeconds(16))),
                active.withPhase(new Phase.Ceded(B, new LogPosition(0x1_0000_0001L))),
                active.withSynchrony(new Synchrony.Solo()),
                active.withSynchrony(new Synchrony.InSync(Set.of())),
                active.withSynchrony(new Synchrony.Asynchronous()),
                active.withMode(new Mode.Paused(Duration.ofMinutes(90), "anna @ \"ops\"")),
                active.withMode(new Mode.Held(Duration.ofMinutes(10), 3)),
                active.withUnrest(new Unrest(2, Set.of(A, B))),
                active.withRequest(new Request.Switchover("r-1", B, new Epoch(7))),
                active.withRequest(
                        new Request.Failover("r-2", B, new Epoch(7), 3_000_000, Set.of())),
                active.withRequest(new Request.Failover("r-3", B, new Epoch(7), 0, Set.of(A))));
    }

    @ParameterizedTest
    @MethodSource("everyCase")
    void readsWhatItWrote(ClusterState state) {
        assertThat(codec.decode(codec.encode(state))).isEqualTo(state);
    }

    @Test
    void writesAFormatThatStays() {
        assertThat(new String(codec.encode(States.active("a", 3)), StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        {"format":2,"epoch":7,"holder":"a","incarnation":"run-1","renewal":3,\
                        "phase":{"type":"active"},"synchrony":{"type":"in-sync","nodes":["standby"]},\
                        "timeline":1,"position":"0/3000148","mode":{"type":"automatic"},"request":{"type":"none"},\
                        "unrest":{"moves":0,"serverFailed":[]}}\
                        """);
    }

    @Test
    void readsTheFirstFormatAsAClusterThatNeverMovedByItself() {
        ClusterState state = States.active("a", 3);
        String first =
                new String(codec.encode(state), StandardCharsets.UTF_8)
                        .replace("\"format\":2", "\"format\":1")
                        .replaceAll(",\"unrest\":\\{[^}]*}", "");

        assertThat(first).doesNotContain("unrest");
        assertThat(codec.decode(first.getBytes(StandardCharsets.UTF_8))).isEqualTo(state);
    }

    @Test
    void refusesAnotherFormatAndSaysSo() {
        assertThatThrownBy(() -> codec.decode("{\"format\":3}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnreadableStateException.class)
                .hasMessageContaining("needed a register of format 2, found format 3");
    }

    @ParameterizedTest
    @MethodSource("damaged")
    void refusesWhatItDidNotWrite(String text) {
        assertThatThrownBy(() -> codec.decode(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnreadableStateException.class);
    }

    static Stream<String> damaged() {
        String whole =
                new String(
                        new ClusterStateCodec().encode(States.active("a", 3)),
                        StandardCharsets.UTF_8);
        return Stream.of(
                "",
                "nonsense",
                "[]",
                whole.substring(0, whole.length() / 2),
                whole.replace("\"active\"", "\"asleep\""),
                whole.replace("\"epoch\":7", "\"epoch\":-7"),
                whole.replace("\"epoch\":7", "\"epoch\":\"7\""),
                whole.replace("0/3000148", "3000148"),
                whole.replace("\"holder\":\"a\",", ""),
                whole.replace("\"moves\":0", "\"moves\":-1"));
    }
}
