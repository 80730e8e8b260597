package io.understudy.node.api;

/**
 * One call, as a route gets it.
 *
 * @param caller whom the certificate names
 * @param query what stands behind the question mark, as it came; empty where nothing does
 * @param body whole, and within the route's limit
 */
record Question(Caller caller, String query, String body) {}
