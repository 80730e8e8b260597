package io.understudy.node.dashboard;

import java.util.Optional;

/**
 * One request, as a route gets it.
 *
 * @param from the address that it comes from
 * @param secret of the browser's cookie; empty where it brings none
 * @param visitor whose it is; empty where nobody is known
 * @param query what stands behind the question mark, as it came; empty where nothing does
 * @param body whole, and within the route's limit
 */
record Ask(
        String from,
        Optional<String> secret,
        Optional<Visitor> visitor,
        String query,
        String body) {

    /** Of a route that is for those alone who are known. */
    Visitor known() {
        return visitor.orElseThrow();
    }
}
