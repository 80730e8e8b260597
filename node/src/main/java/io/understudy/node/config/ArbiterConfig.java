package io.understudy.node.config;

import io.understudy.core.model.PeerLoss;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Who keeps the register. */
public sealed interface ArbiterConfig {

    /** An ensemble inside the nodes, all of which vote. */
    record Quorum() implements ArbiterConfig {}

    /**
     * An ensemble of ZooKeeper servers that runs outside of the nodes.
     *
     * @param members where its servers take clients
     * @param namespace the absolute path of a znode that is to be this cluster's own
     * @param transport how it is reached
     * @param login a name and a password; empty: by the certificate alone
     */
    record ZooKeeper(
            List<Member> members, String namespace, Transport transport, Optional<Login> login)
            implements ArbiterConfig {
        public ZooKeeper {
            members = List.copyOf(members);
        }
    }

    /** One server; the host is a name or an address, without brackets. */
    record Member(String host, int port) {}

    /** How an ensemble is reached. */
    sealed interface Transport {}

    /** In clear text. */
    record Plain() implements Transport {}

    /**
     * By TLS.
     *
     * @param authority the certificate of whoever vouches for the ensemble's servers, as PEM
     * @param own what is shown to them; empty: the node's own certificate of the cluster
     * @param checkNames whether a server's certificate must bear the name it is reached by
     */
    record Tls(Path authority, Optional<KeyPair> own, boolean checkNames) implements Transport {}

    /** A certificate with its private key, PKCS #8, as PEM files. */
    record KeyPair(Path certificate, Path key) {}

    /** The password stands in a file of its own, never in this one. */
    record Login(String user, Path passwordFile) {}

    /**
     * A file on each of two nodes, and a person.
     *
     * @param peerLoss which of the two may go on alone
     */
    record Operator(PeerLoss peerLoss) implements ArbiterConfig {}
}
