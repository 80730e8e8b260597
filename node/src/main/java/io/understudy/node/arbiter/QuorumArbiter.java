package io.understudy.node.arbiter;

import io.understudy.core.model.NodeId;
import io.understudy.core.port.Register;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * The {@code quorum} arbiter: this node's member of the ensemble, and the register that the
 * ensemble keeps. While the member has no majority with it, another node's is asked. One in a
 * process, since ZooKeeper is configured by system properties.
 */
public final class QuorumArbiter implements Arbiter {

    private final Voter voter;
    private final LocalClient client;
    private final CopyOnWriteArrayList<Runnable> listeners;
    private final ForwardingRegister register;
    private final ForwardedCalls forwarded;

    private QuorumArbiter(
            Voter voter,
            LocalClient client,
            Shared shared,
            CopyOnWriteArrayList<Runnable> listeners) {
        this.voter = voter;
        this.client = client;
        this.listeners = listeners;
        this.register =
                new ForwardingRegister(
                        shared.own(), () -> hasMajority() || hasFailed(), shared.ways());
        this.forwarded = new ForwardedCalls(shared.own(), this::hasMajority);
    }

    /** The register by this node's own member, and the ways to the others. */
    private record Shared(Register own, List<ForwardingRegister.Way> ways) {}

    /**
     * Starts this node's member, and returns before it has found the others.
     *
     * @param lines how each of the others is asked; what they answer comes from {@link #answer}
     * @throws ArbiterUnavailableException when a person has to look, with one sentence for that
     *     person
     */
    public static QuorumArbiter start(QuorumSettings settings, Function<NodeId, OtherNode> lines)
            throws ArbiterUnavailableException {
        Path data = EnsembleServer.prepare(settings.storage());
        KeyStores stores = KeyStores.write(settings.tls(), settings.storage().folder());
        EnsembleProperties.apply(stores);
        Voter voter = Voter.start(settings, data);
        CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
        LocalClient client =
                new LocalClient(
                        new LocalClient.OwnServer(voter.sessions(), voter::trouble),
                        ZooKeeperRegister.path(settings.cluster()),
                        () -> listeners.forEach(Runnable::run));
        Register own = new ZooKeeperRegister(client, new ClusterStateCodec(), settings.cluster());
        List<ForwardingRegister.Way> ways =
                settings.others().stream()
                        .map(node -> new ForwardingRegister.Way(node, lines.apply(node)))
                        .toList();
        return new QuorumArbiter(voter, client, new Shared(own, ways), listeners);
    }

    private boolean hasMajority() {
        return voter.sessions().serving().isPresent();
    }

    /** Then this node votes no more, and it is not to hold the place by the others' disks. */
    private boolean hasFailed() {
        return voter.status() instanceof ArbiterStatus.Failed;
    }

    /** The answer to another node. */
    public sealed interface Reply {
        record Answer(String json) implements Reply {}

        /** Nothing has changed; one sentence. */
        record Refusal(String why) implements Reply {}
    }

    /**
     * Makes another node's call by this node's own member. Blocks for a second at most; any thread
     * may call.
     */
    public Reply answer(String json) {
        try {
            return new Reply.Answer(forwarded.answer(json));
        } catch (VersionedJson.MalformedException e) {
            return new Reply.Refusal("needed a call of the register: " + e.getMessage());
        }
    }

    @Override
    public Register register() {
        return register;
    }

    @Override
    public ArbiterStatus status() {
        ArbiterStatus own = voter.status();
        Optional<NodeId> by = register.by();
        return own instanceof ArbiterStatus.Looking && by.isPresent()
                ? new ArbiterStatus.Forwarding(by.get())
                : own;
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        client.close();
        voter.close();
    }
}
