package io.understudy.node.arbiter;

import io.understudy.core.port.Register;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The register in a ZooKeeper ensemble that runs outside of the nodes. */
public final class ZooKeeperArbiter implements Arbiter {

    private static final Logger log = LoggerFactory.getLogger(ZooKeeperArbiter.class);

    private final EnsembleClient client;
    private final Register register;
    private final CopyOnWriteArrayList<Runnable> listeners;

    private ZooKeeperArbiter(
            EnsembleClient client, Register register, CopyOnWriteArrayList<Runnable> listeners) {
        this.client = client;
        this.register = register;
        this.listeners = listeners;
    }

    /**
     * Starts to connect, and returns before it has.
     *
     * @throws ArbiterUnavailableException when a person has to look, with one sentence for that
     *     person
     */
    public static ZooKeeperArbiter start(ZooKeeperSettings settings)
            throws ArbiterUnavailableException {
        EnsembleProperties.applyToClient();
        Dialling dialling = Dialling.of(settings);
        if (settings.transport() instanceof ZooKeeperSettings.Transport.Plain) {
            log.warn(
                    "The ensemble is reached in clear text, as understudy.yaml says (tls: off):"
                            + " whoever is on the way can read its password and change what it"
                            + " says");
        }
        Namespace namespace = new Namespace(settings, dialling.rights());
        CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
        EnsembleClient client =
                new EnsembleClient(
                        settings, dialling, namespace, () -> listeners.forEach(Runnable::run));
        return new ZooKeeperArbiter(client, new NamespaceRegister(client, namespace), listeners);
    }

    @Override
    public Register register() {
        return register;
    }

    @Override
    public ArbiterStatus status() {
        return client.status();
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        client.close();
    }
}
