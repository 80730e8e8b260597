package io.understudy.node.config;

import java.util.Map;

/**
 * The TCP ports of one node, all of them behind mutual TLS but for the page's, where people log in.
 *
 * @param api for the other nodes and the command line
 * @param quorum where the arbiter's leader answers its followers
 * @param election where the arbiter's leader is elected
 * @param dashboard of the page, where the cluster has one
 */
public record Ports(int api, int quorum, int election, int dashboard) {

    public static final Ports USUAL = new Ports(7700, 7701, 7702, 8155);

    /** Each port by its key in the file. */
    public Map<String, Integer> byName() {
        return Map.of("api", api, "quorum", quorum, "election", election, "dashboard", dashboard);
    }
}
