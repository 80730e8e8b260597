package io.understudy.node.arbiter;

import io.understudy.core.model.Epoch;
import io.understudy.core.model.NodeId;
import io.understudy.core.model.Pair;
import io.understudy.core.model.Versioned;
import io.understudy.core.pair.Half;
import io.understudy.core.port.Register;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The {@code operator} arbiter: a file here, one on the other node, and a person. */
public final class PairArbiter implements Arbiter {

    private final PairRegister register;
    private final PairLine line;
    private final Pair pair;
    private final PairWire wire = new PairWire();
    private final CopyOnWriteArrayList<Runnable> listeners;

    private PairArbiter(
            PairRegister register,
            PairLine line,
            Pair pair,
            CopyOnWriteArrayList<Runnable> listeners) {
        this.register = register;
        this.line = line;
        this.pair = pair;
        this.listeners = listeners;
    }

    /**
     * What it must know.
     *
     * @param self this node
     * @param file where its own copy of the register is; its folder is there
     * @param seen the highest epoch that this node has seen
     * @param fresh so long after the two last spoke, a read asks the other again
     */
    public record Settings(NodeId self, Pair pair, Path file, Epoch seen, Duration fresh) {}

    /**
     * Reads the file; nobody is asked yet.
     *
     * @throws ArbiterUnavailableException when the file is damaged, or gone though this node has
     *     been part of the cluster: nothing is made up in its place
     */
    public static PairArbiter open(Settings settings, OtherNode other)
            throws ArbiterUnavailableException {
        RegisterFile file = new RegisterFile(settings.file());
        Optional<Versioned> kept = file.read();
        if (kept.isEmpty() && settings.seen().isAfter(Epoch.NONE)) {
            throw new ArbiterUnavailableException(
                    "needed the register in %s, found no file, though this node has seen epoch %s; %s"
                            .formatted(
                                    settings.file(),
                                    settings.seen(),
                                    RegisterFile.remedy(settings.file())));
        }
        CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
        PairLine line = new PairLine(other, settings.pair().right());
        PairRegister register =
                new PairRegister(
                        Half.starting(settings.self(), settings.pair(), kept),
                        file,
                        line,
                        new PairRegister.Patience(
                                settings.fresh(), () -> listeners.forEach(Runnable::run)));
        return new PairArbiter(register, line, settings.pair(), listeners);
    }

    /** The answer to the other node. */
    public sealed interface Reply {
        record Answer(String json) implements Reply {}

        /** Nothing has changed here; one sentence. */
        record Refusal(String why) implements Reply {}
    }

    /** Answers what the other node asks by {@link OtherNode}. Blocks for the disk alone. */
    public Reply answer(NodeId from, String json) {
        if (!from.equals(register.other())) {
            return new Reply.Refusal(
                    "needed %s, which shares the register, found %s"
                            .formatted(register.other(), from));
        }
        try {
            PairWire.Asked asked = wire.asked(json);
            if (asked.right() != pair.right()) {
                return new Reply.Refusal(
                        "needed one peer-loss on both nodes, found %s on %s; make understudy.yaml the same on both, and start both again"
                                .formatted(word(asked.right()), from));
            }
            return new Reply.Answer(wire.encode(register.answer(asked.ask())));
        } catch (VersionedJson.MalformedException e) {
            return new Reply.Refusal("needed a question about the register: " + e.getMessage());
        } catch (IOException e) {
            return new Reply.Refusal(String.valueOf(e.getMessage()));
        }
    }

    private static String word(Enum<?> right) {
        return right.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public Register register() {
        return register;
    }

    @Override
    public ArbiterStatus status() {
        return line.trouble()
                .<ArbiterStatus>map(why -> new ArbiterStatus.Alone(register.other(), why))
                .orElseGet(() -> new ArbiterStatus.Paired(register.other()));
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        listeners.clear();
    }
}
