package io.understudy.node.arbiter;

import io.understudy.core.port.Register;
import java.nio.file.Path;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The {@code quorum} arbiter: this node's member of the ensemble, and the register that the
 * ensemble keeps. One in a process, since ZooKeeper is configured by system properties.
 */
public final class QuorumArbiter implements Arbiter {

    private final Voter voter;
    private final LocalClient client;
    private final Register register;
    private final CopyOnWriteArrayList<Runnable> listeners;

    private QuorumArbiter(
            Voter voter,
            LocalClient client,
            Register register,
            CopyOnWriteArrayList<Runnable> listeners) {
        this.voter = voter;
        this.client = client;
        this.register = register;
        this.listeners = listeners;
    }

    /**
     * Starts this node's member, and returns before it has found the others.
     *
     * @throws ArbiterUnavailableException when a person has to look, with one sentence for that
     *     person
     */
    public static QuorumArbiter start(QuorumSettings settings) throws ArbiterUnavailableException {
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
        Register register =
                new ZooKeeperRegister(client, new ClusterStateCodec(), settings.cluster());
        return new QuorumArbiter(voter, client, register, listeners);
    }

    @Override
    public Register register() {
        return register;
    }

    @Override
    public ArbiterStatus status() {
        return voter.status();
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
