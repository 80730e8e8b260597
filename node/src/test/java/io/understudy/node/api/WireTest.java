package io.understudy.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.core.action.Command;
import io.understudy.core.action.Outcome;
import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WireTest {

    private final Wire wire = new Wire();

    @Test
    void aReportIsTheSameAfterTheWire() throws Exception {
        NodeReport report = new FakeDesk().report();

        assertThat(wire.read(wire.write(report), NodeReport.class)).isEqualTo(report);
    }

    @Test
    void aReportSaysItsUnits() {
        String json = wire.write(new FakeDesk().report());

        assertThat(json)
                .contains("\"leaseLeftMillis\":1600")
                .contains("\"leftMillis\":180000")
                .contains("\"lagMillis\":120")
                .contains("\"ttlMillis\":2000")
                .contains("\"holder\":\"ci-a\"")
                .contains("\"role\":\"active\"")
                .contains("\"epoch\":3")
                .contains("\"position\":\"0/3000148\"")
                .doesNotContain("null");
    }

    @Test
    void commandsAreTheSameAfterTheWire() throws Exception {
        for (Command command :
                new Command[] {
                    new Command.Switchover("id", new NodeId("ci-b"), new Epoch(3)),
                    new Command.Failover("id", new NodeId("ci-b"), new Epoch(3), 3 << 20, Set.of()),
                    new Command.Pause(Duration.ofHours(2), "anna"),
                    new Command.Resume(),
                    new Command.Leave(),
                    new Command.Rejoin(true)
                }) {
            assertThat(wire.read(wire.write(command), Command.class)).isEqualTo(command);
        }
    }

    @Test
    void outcomesAreTheSameAfterTheWire() throws Exception {
        for (Outcome outcome :
                new Outcome[] {
                    new Outcome.Done(),
                    new Outcome.Refused("no"),
                    new Outcome.Failed("broken"),
                    new Outcome.Unknown("silent")
                }) {
            assertThat(wire.read(wire.write(outcome), Outcome.class)).isEqualTo(outcome);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"command\":\"halt\"}",
                "{\"command\":\"switchover\"}",
                "{\"command\":\"switchover\",\"id\":\"x\",\"to\":\"ci-b\"}",
                "{\"command\":\"switchover\",\"id\":\"x\",\"to\":\"../etc\",\"seen\":3}",
                "{\"command\":\"switchover\",\"id\":\"x\",\"to\":\"ci-b\",\"seen\":-1}",
                "{\"command\":\"switchover\",\"id\":\"x\",\"to\":\"ci-b\",\"seen\":\"3\"}",
                "{\"command\":\"switchover\",\"id\":\"x\",\"to\":\"ci-b\",\"seen\":3} more",
                "{\"command\":\"failover\",\"id\":\"x\",\"to\":\"ci-b\",\"seen\":3}",
                "{\"command\":\"rejoin\"}",
                "{\"command\":\"java.lang.Runtime\"}",
                "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
            })
    void whatIsNoCommandIsMalformed(String json) {
        assertThatThrownBy(() -> wire.read(json, Command.class))
                .isInstanceOf(Wire.MalformedException.class);
    }
}
