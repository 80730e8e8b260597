package io.understudy.lab.cluster;

import io.understudy.core.action.Command;
import io.understudy.core.action.Outcome;
import io.understudy.lab.Host;
import io.understudy.lab.LabException;
import io.understudy.node.api.Lookout;
import io.understudy.node.api.MoveReport;
import io.understudy.node.api.NodeReport;
import io.understudy.node.api.Wire;
import io.understudy.node.identity.NodeHome;
import io.understudy.node.overview.Overview;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks a node's daemon from its own host, with the node's own certificate: also one whose network
 * is cut says what it is at. By curl, because a command of the program's costs a JVM, and this
 * machine has few cores.
 */
public final class Operator {

    private static final int API = 7700;
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** With its answer. */
    private static final Duration ALONE = Duration.ofSeconds(1);

    private static final Duration WITH_OTHERS = Duration.ofSeconds(4);

    private final Wire wire = new Wire();

    /** The answer to a call for moves. */
    record Moves(List<MoveReport> moves) {}

    /** What it says of itself; empty where it does not answer within a second. */
    public Optional<NodeReport> report(Host host) {
        return asked(host, "/v1/status", "").flatMap(json -> read(json, NodeReport.class));
    }

    /** What it says of all of them, the same as {@code status -o json}: it asks the others. */
    public Optional<Overview> overview(Host host) {
        return asked(host, "/v1/overview?" + Lookout.Form.LINE.query(), "", WITH_OTHERS)
                .flatMap(json -> read(json, Overview.class));
    }

    /** The moves that it took part in, oldest first. */
    public List<MoveReport> moves(Host host) {
        return asked(host, "/v1/moves", "")
                .flatMap(json -> read(json, Moves.class))
                .map(Moves::moves)
                .orElse(List.of());
    }

    /** Tells it to do that. */
    public Outcome tell(Host host, Command command) {
        return asked(host, "/v1/commands", wire.write(command))
                .flatMap(json -> read(json, Outcome.class))
                .orElseGet(() -> new Outcome.Unknown(host.name() + " did not answer"));
    }

    private <T> Optional<T> read(String json, Class<T> type) {
        try {
            return Optional.of(wire.read(json, type));
        } catch (Wire.MalformedException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> asked(Host host, String path, String body) {
        return asked(host, path, body, ALONE);
    }

    private static Optional<String> asked(Host host, String path, String body, Duration patience) {
        NodeHome home = new NodeHome(NodeHome.USUAL);
        List<String> words = new ArrayList<>(List.of("curl", "-s", "-k", "-f"));
        words.addAll(List.of("-m", Long.toString(patience.toSeconds())));
        words.addAll(List.of("--cert", home.certificate().toString()));
        words.addAll(List.of("--key", home.key().toString()));
        if (!body.isEmpty()) {
            words.addAll(List.of("--data-binary", body));
        }
        words.add("https://%s:%d%s".formatted(host.address(), API, path));
        try {
            return host.hasPower() ? host.answer(words, LONGEST) : Optional.empty();
        } catch (LabException _) {
            return Optional.empty();
        }
    }
}
