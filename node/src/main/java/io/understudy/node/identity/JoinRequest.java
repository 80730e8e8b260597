package io.understudy.node.identity;

/**
 * What a joining node sends as JSON.
 *
 * @param node its name
 * @param signingRequest for its own new key, as PKCS#10 PEM
 */
public record JoinRequest(String node, String signingRequest) {}
