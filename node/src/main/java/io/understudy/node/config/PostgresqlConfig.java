package io.understudy.node.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One node's own PostgreSQL.
 *
 * @param data its data directory
 * @param port where it listens, on this node's address and on the loopback
 * @param bin the directory of its programs; empty: found by the data's major version under the
 *     usual places
 * @param user the system user that its programs run as when the daemon is root
 * @param socket the directory of its Unix socket; empty: its own default
 * @param keepWalBytes the most write-ahead log that is kept for a standby that is away
 */
public record PostgresqlConfig(
        Path data,
        int port,
        Optional<Path> bin,
        String user,
        Optional<Path> socket,
        long keepWalBytes) {}
