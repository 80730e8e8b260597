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
                active.withPhase(new Phase.Ceded(B, new LogPosition(0x1_0000_0001L))),
                active.withSynchrony(new Synchrony.Solo()),
                active.withSynchrony(new Synchrony.InSync(Set.of())),
                active.withSynchrony(new Synchrony.Asynchronous()),
                active.withMode(new Mode.Paused(Duration.ofMinutes(90), "anna @ \"ops\"")),
                active.withRequest(new Request.Switchover("r-1", B, new Epoch(7))),
                active.withRequest(new Request.Failover("r-2", B, new Epoch(7), 3_000_000)));
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
                        {"format":1,"epoch":7,"holder":"a","incarnation":"run-1","renewal":3,\
                        "phase":{"type":"active"},"synchrony":{"type":"in-sync","nodes":["standby"]},\
                        "timeline":1,"position":"0/3000148","mode":{"type":"automatic"},"request":{"type":"none"}}\
                        """);
    }

    @Test
    void refusesAnotherFormatAndSaysSo() {
        assertThatThrownBy(() -> codec.decode("{\"format\":2}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnreadableStateException.class)
                .hasMessageContaining("needed a register of format 1, found format 2");
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
                whole.replace("\"holder\":\"a\",", ""));
    }
}
