package io.understudy.node.arbiter;

import io.understudy.core.model.NodeId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What a node must know of an ensemble outside of the nodes.
 *
 * @param owner whose register it is
 * @param members where the ensemble's servers take clients
 * @param namespace the absolute path of the znode that is the cluster's own
 * @param transport how the ensemble is reached
 * @param credentials by what the ensemble tells this cluster's nodes from everybody else
 * @param patience how long a member may be silent
 */
public record ZooKeeperSettings(
        Owner owner,
        List<Member> members,
        String namespace,
        Transport transport,
        Credentials credentials,
        Patience patience) {

    public ZooKeeperSettings {
        members = List.copyOf(members);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("an ensemble has a member");
        }
    }

    /**
     * A cluster.
     *
     * @param cluster its name
     * @param id what tells it from another of the same name
     * @param self this node
     */
    public record Owner(String cluster, String id, NodeId self) {}

    /** A server of the ensemble; the host is a name or an address, without brackets. */
    public record Member(String host, int port) {
        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /** How the ensemble is reached. */
    public sealed interface Transport {

        /** In clear text: whoever is on the way reads and changes what is said. */
        record Plain() implements Transport {}

        /**
         * By TLS 1.3 or 1.2.
         *
         * @param files this node's certificate, and the authority that vouches for the ensemble
         * @param checkNames whether a server's certificate must bear the name it is reached by
         * @param folder where key stores are written, for this user alone
         */
        record Tls(TlsFiles files, boolean checkNames, Path folder) implements Transport {}
    }

    /** By what the ensemble tells this cluster's nodes from everybody else. */
    public sealed interface Credentials {

        /** A name and a password, which all nodes share; ZooKeeper's scheme {@code digest}. */
        record Login(String user, Path passwordFile) implements Credentials {}

        /** The certificate of the transport, which all nodes share; the scheme {@code x509}. */
        record SharedCertificate() implements Credentials {}

        /** Each node's own certificate of the cluster; the scheme {@code x509}. */
        record NodeCertificates(Set<NodeId> nodes) implements Credentials {
            public NodeCertificates {
                nodes = Set.copyOf(nodes);
            }
        }
    }

    /**
     * How long a member may be silent.
     *
     * @param answer before it is given up for another
     * @param connect before another is tried; longer where all were tried in vain
     */
    public record Patience(Duration answer, Duration connect) {}
}
