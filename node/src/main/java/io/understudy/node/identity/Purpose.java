package io.understudy.node.identity;

/** What a certificate of the cluster is good for. */
public enum Purpose {
    /** A node: everything that nodes and the command line do. */
    NODE,
    /** A person away from the nodes: what the command line does. */
    OPERATOR,
    /** A one-time token: one {@code POST /v1/join}, for one node's name, and nothing else. */
    JOIN
}
