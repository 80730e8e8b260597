package io.understudy.demo.client;

/**
 * The PostgreSQL that took a row, as it named itself in that very transaction.
 *
 * @param node its {@code cluster_name}, which Understudy sets to the node's; empty where nobody did
 * @param port the port that it listens on
 * @param timeline the timeline that it writes; each promotion makes a higher one
 */
public record Source(String node, int port, int timeline) {

    boolean sameServer(Source other) {
        return port == other.port && node.equals(other.node);
    }
}
