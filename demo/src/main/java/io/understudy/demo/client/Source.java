package io.understudy.demo.client;

/**
 * The PostgreSQL that took a row, as it named itself in that very transaction.
 *
 * @param port the port that it listens on
 * @param timeline the timeline that it writes; each promotion makes a higher one
 */
public record Source(int port, int timeline) {}
