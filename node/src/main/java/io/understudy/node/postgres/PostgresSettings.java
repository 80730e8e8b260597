package io.understudy.node.postgres;

import io.understudy.core.model.NodeId;
import io.understudy.core.model.Timings;
import io.understudy.node.diverged.Archive;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the adapter must know of one node's PostgreSQL.
 *
 * @param self this node; also its cluster_name and application_name
 * @param data the data directory; its parent must be writable, for a new copy grows beside it
 * @param programs where PostgreSQL's programs are; else /usr/lib/postgresql/MAJOR/bin
 * @param owner the user that PostgreSQL runs as where the daemon runs as root; else the owner of
 *     the data directory, else {@code postgres}
 * @param listening where it answers
 * @param peers where the other carriers' PostgreSQL answers
 * @param access the role and the certificates of looks and of replication
 * @param walForStandbyBytes the most log that is kept for a standby that is away
 * @param silence how long either end of a stream may hear nothing until it ends it: so long a
 *     commit waits for a standby whose host is gone
 */
public record PostgresSettings(
        NodeId self,
        Path data,
        Optional<Path> programs,
        Optional<String> owner,
        Listening listening,
        Map<NodeId, Address> peers,
        Access access,
        long walForStandbyBytes,
        Duration silence) {

    public PostgresSettings {
        data = data.toAbsolutePath().normalize();
        peers = Collections.unmodifiableMap(new TreeMap<>(peers));
        if (peers.containsKey(self)) {
            throw new IllegalArgumentException("node " + self + " is not a peer of its own");
        }
        if (silence.compareTo(Timings.SHORTEST_SILENCE) < 0) {
            throw new IllegalArgumentException(
                    "a stream may be silent for at least %s, but was to be for %s"
                            .formatted(Timings.SHORTEST_SILENCE, silence));
        }
        if (walForStandbyBytes < 1 << 20) {
            throw new IllegalArgumentException(
                    "needed at least 1 MB of log to keep for a standby, found "
                            + walForStandbyBytes
                            + " bytes");
        }
    }

    /** Everything of ours that must not travel with a copy of the data lives beside it. */
    public Path side() {
        return data.resolveSibling(data.getFileName() + ".understudy");
    }

    public DataDisk disk() {
        return new DataDisk(data, side().resolve("postgres.log"));
    }

    /** What only this node has had, and is kept. */
    public Archive diverged() {
        return new Archive(side().resolve("diverged"));
    }

    /**
     * Where this node's PostgreSQL answers.
     *
     * @param addresses as in listen_addresses; loopback is added where it is missing
     * @param socketDirectory where its local socket lives; made where it is missing
     */
    public record Listening(String addresses, int port, Path socketDirectory) {}

    /** Where a peer's PostgreSQL answers. */
    public record Address(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /**
     * The role that looks, replicates and rewinds, and what it shows of itself. All files are read
     * anew at each start.
     *
     * @param role made by Understudy where it is missing
     * @param passwordFile one line, the same on all nodes
     * @param certificate PEM: this node's certificate, and its chain
     * @param key PEM: the certificate's private key, without a passphrase
     * @param authorities PEM: the cluster's own authority
     */
    public record Access(
            String role, Path passwordFile, Path certificate, Path key, Path authorities) {}
}
